// The console: asks every two seconds whether anything is new, and shows it.

import { asked, tell } from './address.js';
import { showAttention } from './attention.js';
import { changesSince, showChanges } from './changes.js';
import { pollHosts, showHosts } from './cluster.js';
import { closeObject, openObject, refreshObject, startDetail } from './detail.js';
import { cue, key, make, statusText, update } from './elements.js';
import { linkTo } from './links.js';
import { fillAll, moveByKeys, showFiltered, showRacks } from './racks.js';
import { indexView, startSearch } from './search.js';
import { ask, now } from './server.js';
import { showAges, showHealth } from './state.js';
import { applyAddress, filterTable, openTable, startTable, tableOf } from './table.js';
import { clock, span } from './time.js';
import { isPast, lookBackAt, refreshTimeLine, startTimeLine } from './timeline.js';

const PAUSE = 2000;
const PAUSE_HIDDEN = 15000;
const LOST_AFTER = 5000;
const VIEW_AGAIN_AFTER = 300000;
const VIEW_PAUSE_AT_MOST = 30000;
const FIRST_RACKS = 24;

const lost = document.getElementById('lost');
const filter = { team: '', status: '' };
let summary = null;
let shownCounts = null;
let load = {};
let waiting = [];
let answered = Date.now();
let lookedAt = Date.now();
let trouble = null;
let isLost = false;
let first = null; // settled when the first racks are shown, or cannot be
let view = { writtenAt: null, at: 0, took: 0, due: true, loading: false, trouble: null };

async function poll() {
  pollHosts();
  try {
    const [told, ready, costs] = await Promise.all([
      ask('/api/summary', { expected: summary ? [] : [503] }), ask('/ready', { again: false, expected: [503] }),
      ask('/api/load', { again: false }),
    ]);
    load = costs.body.sources;
    if (told.status === 503) {
      document.getElementById('as-of').textContent = 'No view has been stored yet.';
    } else {
      view.due ||= told.body?.generation < summary?.generation; // the data directory was begun anew
      summary = told.body ?? summary;
      linkTo(summary.links);
      if (!isPast()) showCounts(summary.counts);
      showAttention(summary, waiting);
      await pollChanges();
      loadView();
    }
    if (view.trouble) throw view.trouble;
    showHealth(ready.body);
    answered = Date.now();
    isLost = false;
    tick();
  } catch (error) {
    trouble = error;
    console.info('the program does not answer as it should', error);
  }
}

async function pollChanges() {
  const { body } = await ask(`/api/changes?since=${changesSince(summary.generation)}&limit=500`);
  if (body && showChanges(body.changes) > 0) {
    view.due = true;
    refreshObject();
    refreshTimeLine();
  }
}

/** Loads the view when it has changed, but not so often that it does nothing else; meanwhile the rest is asked for as ever. */
async function loadView() {
  const age = Date.now() - view.at;
  if (summary.written_at === view.writtenAt) view.trouble = null;
  else if (!view.loading && (view.due || view.trouble || age > VIEW_AGAIN_AFTER) && age >= Math.min(5 * view.took, VIEW_PAUSE_AT_MOST)) {
    view = { ...view, loading: true, due: false };
    await first;
    const begun = Date.now();
    try {
      const { body } = await ask('/api/view', { seconds: 60, again: false });
      waiting = body.racks.filter((rack) => rack.pending);
      showAttention(summary, waiting);
      if (!isPast()) showView(body);
      view = { ...view, writtenAt: body.written_at, at: Date.now(), took: Date.now() - begun, trouble: null };
    } catch (error) {
      view.trouble = error;
    }
    view.loading = false;
  }
}

/** Shows the first racks, before all are asked for; what the address wants to be shown may need all. */
async function showFirst() {
  const { show, team, status, at } = asked();
  if (show || team || status || at) return;
  try {
    const { body } = await ask(`/api/view?racks=${FIRST_RACKS}`, { seconds: 60, again: false, expected: [503] });
    if (body.racks && !view.at && !isPast()) {
      showTeams(body.teams);
      showRacks(body);
    }
  } catch (error) {
    console.info('the first racks come with all others', error);
  }
}

/** Shows an earlier view, or what is now again. */
function showPast(body) {
  if (body) {
    showView(body);
    showCounts(countsOf(body));
  } else if (summary) {
    view = { ...view, writtenAt: null, at: 0, due: true };
    showCounts(summary.counts);
    loadView();
  }
}

/** What the summary of a view counts. */
function countsOf({ teams, racks, devices }) {
  const byStatus = {};
  for (const device of devices) byStatus[device.status] = (byStatus[device.status] ?? 0) + 1;
  return {
    teams: teams.length, racks: racks.length, devices: devices.length, devices_by_status: byStatus,
    racks_pending: racks.filter((rack) => rack.pending).length, racks_gone: racks.filter((rack) => rack.delete_marker).length,
  };
}

function showView(body) {
  showTeams(body.teams);
  showRacks(body);
  tableOf(body);
  indexView(body);
  document.body.dataset.generation = body.generation;
}

function showCounts(counts) {
  shownCounts = counts;
  const parts = [`${counts.teams} teams`, `${counts.racks} racks`, `${counts.devices} devices`];
  if (counts.racks_pending) parts.push(`${counts.racks_pending} waiting for billing`);
  if (counts.racks_gone) parts.push(`${counts.racks_gone} gone`);
  document.getElementById('counts').textContent = parts.join(' · ');
  const statuses = Object.entries(counts.devices_by_status).sort();
  if (filter.status && !(filter.status in counts.devices_by_status)) statuses.push([filter.status, 0]); // to be let go of
  update(document.getElementById('statuses'), statuses.map(([status, count]) => make(
    'button', { type: 'button', 'data-status': status, 'aria-pressed': String(filter.status === status) },
    cue(status), `${statusText(status)} `, make('b', {}, String(count)),
  )));
}

function showTeams(teams) {
  const select = document.getElementById('team');
  const options = teams.map((team) => make('option', { value: key(team.id) }, team.name.concertim));
  update(select, make('option', { value: '' }, 'All teams'), options);
  if (!teams.some((team) => key(team.id) === filter.team)) {
    filter.team = '';
    showOnly();
  }
  select.value = filter.team;
}

/** Shows what the filters let through. */
function showOnly() {
  showFiltered(filter);
  filterTable(filter);
  tell({ team: filter.team, status: filter.status });
}

/** Shows the devices as racks, or as a table. */
function showAs(shape) {
  document.querySelectorAll('[data-shape]').forEach((one) => one.setAttribute('aria-pressed', String(one.dataset.shape === shape)));
  document.getElementById('teams').hidden = shape === 'table';
  openTable(shape === 'table');
  tell({ show: shape === 'table' ? shape : '' });
}

/** Shows what the address asks for. */
function showAsked() {
  const { show, object, team = '', status = '', at } = asked();
  Object.assign(filter, { team, status });
  applyAddress();
  showOnly();
  showAs(show === 'table' ? show : 'racks');
  if (shownCounts) showCounts(shownCounts);
  document.getElementById('team').value = team;
  if (object) openObject(object);
  else closeObject();
  lookBackAt(at || null);
}

/** Says so when nothing has been heard for a while: what is shown may not hold any more. */
function tick() {
  isLost ||= !document.hidden && Date.now() - Math.max(answered, lookedAt) > LOST_AFTER;
  document.body.classList.toggle('lost', isLost);
  lost.hidden = !isLost;
  update(lost, isLost ? lostText() : '');
  if (summary) {
    showAges(summary, load, isLost);
    showHosts(isLost);
    const age = span(now() - Date.parse(summary.written_at));
    document.title = isLost ? 'Not connected – Concertim view' : `Concertim view, ${age} old`;
  }
}

function lostText() {
  const what = trouble?.status
    ? `The program has not answered as it should since ${clock(answered)}: ${trouble.message}.`
    : `The connection to the program is lost since ${clock(answered)}.`;
  const writtenAt = (view.trouble && view.writtenAt) ?? summary?.written_at;
  const asOf = writtenAt ? ` What you see is as of ${clock(writtenAt)} and may not hold any more.` : '';
  return `${what}${asOf} It is tried again.`;
}

/** Waits for the next question, or until the page is looked at again. */
function pause() {
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', go);
      resolve();
    };
    const timer = setTimeout(go, document.hidden ? PAUSE_HIDDEN : PAUSE);
    document.addEventListener('visibilitychange', go);
  });
}

async function run() {
  for (;;) {
    await poll();
    await pause();
  }
}

document.addEventListener('visibilitychange', () => { lookedAt = Date.now(); });
document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-object]');
  if (button) openObject(button.dataset.object);
});
document.getElementById('teams').addEventListener('keydown', moveByKeys);
document.getElementById('team').addEventListener('change', (event) => {
  filter.team = event.target.value;
  showOnly();
});
document.getElementById('statuses').addEventListener('click', (event) => {
  const status = event.target.closest('[data-status]')?.dataset.status;
  if (status) {
    filter.status = filter.status === status ? '' : status;
    showOnly();
    showCounts(shownCounts);
  }
});
document.getElementById('change-list').addEventListener('click', (event) => {
  const at = event.target.closest('[data-at]')?.dataset.at;
  if (at) lookBackAt(at);
});
document.getElementById('shapes').addEventListener('click', (event) => {
  const shape = event.target.closest('[data-shape]')?.dataset.shape;
  if (shape) showAs(shape);
});
addEventListener('beforeprint', fillAll);
addEventListener('hashchange', showAsked);
startDetail();
startTimeLine(showPast);
startSearch(openObject);
startTable();
showAsked();
setInterval(tick, 1000);
first = showFirst();
run();
