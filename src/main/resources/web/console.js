// The console: asks every two seconds whether anything is new, and shows it.

import { showAttention } from './attention.js';
import { changesSince, showChanges } from './changes.js';
import { openObject, refreshObject, startDetail } from './detail.js';
import { cue, make, statusText } from './elements.js';
import { moveByKeys, showFiltered, showRacks } from './racks.js';
import { indexView, startSearch } from './search.js';
import { ask, now } from './server.js';
import { showAges, showHealth } from './state.js';
import { clock, span } from './time.js';

const PAUSE = 2000;
const PAUSE_HIDDEN = 15000;
const LOST_AFTER = 5000;
const VIEW_AGAIN_AFTER = 300000;

const lost = document.getElementById('lost');
const filter = { team: '', status: '' };
let summary = null;
let waiting = [];
let answered = Date.now();
let view = { generation: 0, at: 0, took: 0, due: true };

async function poll() {
  try {
    const [told, ready] = await Promise.all([ask('/api/summary'), ask('/ready', { again: false })]);
    answered = Date.now();
    showHealth(ready.body);
    if (told.status === 503) {
      document.getElementById('as-of').textContent = 'No view has been stored yet.';
      return;
    }
    if (told.body) {
      summary = told.body;
      showCounts();
      showAttention(summary, waiting);
    }
    await pollChanges();
    await loadView();
  } catch (error) {
    console.info('the program does not answer', error);
  }
}

async function pollChanges() {
  const { body } = await ask(`/api/changes?since=${changesSince(summary.generation)}&limit=500`);
  if (body && showChanges(body.changes) > 0) {
    view.due = true;
    refreshObject();
  }
}

/** Loads the view when it has changed, but not so often that it does nothing else. */
async function loadView() {
  const age = Date.now() - view.at;
  const another = summary.generation !== view.generation;
  if (!another || !(view.due || age > VIEW_AGAIN_AFTER) || age < 5 * view.took) {
    return;
  }
  const begun = Date.now();
  const { body } = await ask('/api/view', { seconds: 60 });
  if (body) {
    showRacks(body);
    indexView(body);
    showTeams(body.teams);
    waiting = body.racks.filter((rack) => rack.pending);
    showAttention(summary, waiting);
    document.body.dataset.generation = body.generation;
  }
  view = { generation: body?.generation ?? summary.generation, at: Date.now(), took: Date.now() - begun, due: false };
}

function showCounts() {
  const { counts } = summary;
  const parts = [`${counts.teams} teams`, `${counts.racks} racks`, `${counts.devices} devices`];
  if (counts.racks_pending) parts.push(`${counts.racks_pending} waiting for billing`);
  if (counts.racks_gone) parts.push(`${counts.racks_gone} gone`);
  document.getElementById('counts').textContent = parts.join(' · ');
  const statuses = document.getElementById('statuses');
  const focused = document.activeElement?.dataset?.status;
  statuses.replaceChildren(...Object.entries(counts.devices_by_status).map(([status, count]) => make(
    'button', { type: 'button', 'data-status': status, 'aria-pressed': String(filter.status === status) },
    cue(status), `${statusText(status)} `, make('b', {}, String(count)),
  )));
  if (focused) statuses.querySelector(`[data-status="${CSS.escape(focused)}"]`)?.focus();
}

function showTeams(teams) {
  const select = document.getElementById('team');
  const options = teams.map((team) => make('option', { value: team.id.cloud || team.id.concertim }, team.name.concertim));
  select.replaceChildren(make('option', { value: '' }, 'All teams'), ...options);
  select.value = filter.team;
}

/** Says so when nothing has been heard for a while: what is shown may not hold any more. */
function tick() {
  const silent = Date.now() - answered;
  const isLost = silent > LOST_AFTER && !document.hidden;
  if (isLost !== document.body.classList.contains('lost')) {
    document.body.classList.toggle('lost', isLost);
    lost.hidden = !isLost;
    if (isLost) {
      const asOf = summary ? ` What you see is as of ${clock(summary.written_at)} and may not hold any more.` : '';
      lost.textContent = `The connection to the program is lost since ${clock(answered)}.${asOf} It is tried again.`;
    }
  }
  if (summary) {
    showAges(summary, isLost);
    const age = span(now() - Date.parse(summary.written_at));
    document.title = isLost ? 'Not connected – Concertim view' : `Concertim view, ${age} old`;
  }
}

async function run() {
  for (;;) {
    await poll();
    tick();
    await new Promise((resolve) => {
      setTimeout(resolve, document.hidden ? PAUSE_HIDDEN : PAUSE);
      document.addEventListener('visibilitychange', resolve, { once: true });
    });
  }
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-object]');
  if (button) openObject(button.dataset.object);
});
document.getElementById('teams').addEventListener('keydown', moveByKeys);
document.getElementById('team').addEventListener('change', (event) => {
  filter.team = event.target.value;
  showFiltered(filter);
});
document.getElementById('statuses').addEventListener('click', (event) => {
  const status = event.target.closest('[data-status]')?.dataset.status;
  if (status) {
    filter.status = filter.status === status ? '' : status;
    showFiltered(filter);
    showCounts();
  }
});
startDetail();
startSearch(openObject);
setInterval(tick, 1000);
run();
