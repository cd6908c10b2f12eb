// The hosts of a cluster: who reads the systems, and how far each process is. A host alone has no such part.

import { make, update } from './elements.js';
import { ask } from './server.js';
import { span } from './time.js';

const SILENT_AFTER = 10000; // a process is heard of every two seconds
const list = document.getElementById('hosts');
let answer = null;
let at = 0;
let asking = false;

/** Asks for the hosts. Nobody waits for that, since a database that is away answers late. */
export async function pollHosts() {
  if (asking) return;
  asking = true;
  try {
    answer = await ask('/api/cluster', { seconds: 15, again: false, expected: [503] });
    at = Date.now();
  } catch (error) {
    console.info('the hosts of the cluster are not known', error);
  }
  asking = false;
}

/** Shows what was answered last; called every second. */
export function showHosts(isLost) {
  if (answer === null) return;
  const { status, body } = answer;
  list.hidden = status === 200 && body.processes.length === 0;
  update(list, status === 200 ? [...byHost(body.processes)].map(([host, all]) => card(host, all, isLost)) : unknown(body.error));
}

function byHost(processes) {
  const hosts = new Map();
  for (const process of processes) hosts.set(process.host, [...(hosts.get(process.host) ?? []), process]);
  return hosts;
}

function card(host, processes, isLost) {
  const silent = processes.filter((process) => silence(process) > SILENT_AFTER).map((process) => process.kind);
  const leading = processes.find((process) => process.leads);
  const part = leading ? `leads: reads the systems, term ${leading.term}` : 'follows';
  const [state, words] = isLost ? ['unknown', 'not known now']
    : silent.length > 0 ? ['old', `${silent.join(' and ')} not heard of`] : ['fresh', part];
  return make(
    'li', { class: `card ${state}`, 'data-of': host },
    make('h3', {}, host), verdict(words), processes.map((process) => make('p', { class: 'muted' }, told(process))),
  );
}

function told({ kind, entry, behind, generation, shown, version, ...process }) {
  const files = shown === generation ? '' : `, its files show ${shown}`;
  return `${kind} ${version}: entry ${entry}, ${behind} behind · generation ${generation}${files} · heard of ${span(silence(process))} ago`;
}

/** For how many milliseconds a process has not been heard of. */
function silence({ silent_millis: silent }) {
  return silent + Date.now() - at;
}

function unknown(why) {
  return make('li', { class: 'card unknown' }, make('h3', {}, 'Hosts of the cluster'), verdict('not known now'), make('p', { class: 'reason' }, why));
}

function verdict(words) {
  return make('p', { class: 'verdict' }, make('span', { class: 'cue', 'aria-hidden': 'true' }), words);
}
