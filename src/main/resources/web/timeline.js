// Looking back: the racks as they were, change by change. What is shown is computed by the program, view by view.

import { asked, tell } from './address.js';
import { ask } from './server.js';
import { clock } from './time.js';

const BEAT = 900;
const bar = document.getElementById('timeline');
const opener = document.getElementById('look-back');
const slider = document.getElementById('moment');
const graph = document.getElementById('moment-graph');
const text = document.getElementById('moment-text');
const play = document.getElementById('moment-play');
let show = () => {};
let moments = []; // the oldest first; what follows the last one is now
let shown = null; // the time that is looked at; null is now
let wanted = null; // asked for last
let loading = false;
let playing = null;
let trouble = null; // why the racks of the time that was asked for last are not shown
let read = { at: 0, took: 0, later: null }; // when the history was read, and how long that took

/** Whether what is on the page is not what is now. */
export function isPast() {
  return shown !== null;
}

/** Gets ready; showView is given each earlier view, and null when the page is to show what is now. */
export function startTimeLine(showView) {
  show = showView;
  opener.addEventListener('click', () => (bar.hidden ? open() : close()));
  document.getElementById('moment-close').addEventListener('click', close);
  document.getElementById('moment-now').addEventListener('click', () => goTo(moments.length));
  document.getElementById('moment-before').addEventListener('click', () => goTo(position() - 1));
  document.getElementById('moment-after').addEventListener('click', () => goTo(position() + 1));
  play.addEventListener('click', () => (playing ? pause() : start()));
  slider.addEventListener('input', () => goTo(Number(slider.value)));
}

/** Shows the racks as of a time; null is now. */
export async function lookBackAt(time) {
  if (time === null && wanted === null && !isPast()) return;
  pause();
  wanted = time;
  if (time && bar.hidden) await open();
  if (wanted === time) await look(time); // else something else was asked for meanwhile
}

/** Takes in what has changed since the time line was opened, but a long history is not read all the time. */
export async function refreshTimeLine() {
  const begun = Date.now();
  const wait = read.at + 5 * read.took - begun;
  if (bar.hidden || read.later) return;
  if (wait > 0) {
    read.later = setTimeout(() => {
      read.later = null;
      refreshTimeLine();
    }, wait);
    return;
  }
  try {
    const { body } = await ask('/api/timeline', { seconds: 30, again: false });
    moments = [{ written_at: body.reaches_back_to, changes: 0 }, ...body.moments];
    read = { at: Date.now(), took: Date.now() - begun, later: null };
    draw();
  } catch (error) {
    text.textContent = `The history cannot be read: ${error.message}`;
  }
}

async function open() {
  bar.hidden = false;
  opener.setAttribute('aria-expanded', 'true');
  text.textContent = 'Reading the history …';
  await refreshTimeLine();
  if (read.later) draw();
}

function close() {
  pause();
  trouble = null;
  bar.hidden = true;
  opener.setAttribute('aria-expanded', 'false');
  opener.focus();
  if (isPast() || wanted !== null) look(null);
}

/** Where the time that is looked at is among the moments; behind the last one is now. */
function position() {
  if (shown === null) return moments.length;
  const later = moments.findIndex((moment) => comparable(moment.written_at) > comparable(shown));
  return Math.max(0, (later < 0 ? moments.length : later) - 1);
}

/** Times have as many digits as they need; those of one length compare as texts. */
function comparable(time) {
  const [seconds, fraction = ''] = time.replace('Z', '').split('.');
  return `${seconds}.${fraction.padEnd(9, '0')}`;
}

function goTo(index) {
  pause();
  const at = Math.min(Math.max(index, 0), moments.length);
  slider.value = at;
  look(moments[at]?.written_at ?? null);
}

/** Shows the view of a time; while one is loaded, only the last of those that are asked for meanwhile follows. */
async function look(time) {
  wanted = time;
  tell({ at: time }); // at once: when it is loaded, the address may ask for something else
  if (loading) return;
  loading = true;
  bar.setAttribute('aria-busy', 'true');
  let at;
  do {
    at = wanted;
    try {
      const view = at === null ? null : (await ask(`/api/view?at=${encodeURIComponent(at)}`, { seconds: 60, again: false })).body;
      shown = at;
      trouble = null;
      show(view);
      draw();
    } catch (error) {
      pause();
      trouble = error.why ?? error.message;
      draw();
      if ([400, 404].includes(error.status) && asked().at === at) tell({ at: shown }); // there is no view of that time
    }
  } while (wanted !== at);
  loading = false;
  bar.removeAttribute('aria-busy');
}

function draw() {
  const at = position();
  const moment = moments[at];
  slider.max = moments.length;
  slider.value = at;
  document.body.classList.toggle('past', isPast());
  const words = moment && isPast() ? `As of ${clock(shown)}` : 'Now';
  document.getElementById('racks-title').textContent = isPast() ? `Racks as of ${clock(shown)}` : 'Racks';
  const changes = moment && isPast() && moment.changes > 0 ? `, ${moment.changes} changed then` : '';
  slider.setAttribute('aria-valuetext', words + changes);
  text.textContent = trouble ?? `${words}${changes}`;
  document.getElementById('moment-reach').textContent = moments.length > 0 ? `back to ${clock(moments[0].written_at)}` : '';
  document.getElementById('moment-before').disabled = at === 0;
  document.getElementById('moment-after').disabled = at === moments.length;
  document.getElementById('moment-now').disabled = !isPast();
  play.disabled = moments.length === 0;
  graph.setAttribute('viewBox', `0 0 ${Math.max(1, moments.length)} 20`);
  graph.firstElementChild.setAttribute('d', moments.map(column).join(''));
}

/** The more has changed, the higher; a single change is seen well. */
function column({ changes }, i) {
  return changes === 0 ? '' : `M${i} 20v-${Math.min(20, 8 + 2.5 * Math.log2(changes)).toFixed(1)}`;
}

async function start() {
  play.textContent = 'Pause';
  const mine = {};
  playing = mine;
  for (let at = isPast() ? position() + 1 : 0; at <= moments.length && playing === mine; at++) {
    await look(moments[at]?.written_at ?? null);
    await new Promise((resolve) => setTimeout(resolve, BEAT));
  }
  if (playing === mine) pause();
}

function pause() {
  playing = null;
  play.textContent = 'Play';
}
