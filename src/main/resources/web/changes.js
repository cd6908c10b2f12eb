// The live list of what has changed in the view, the newest first.

import { make, objectButton } from './elements.js';
import { clock, delay } from './time.js';

const MOST = 150;
const MOST_TOLD = 10;
const list = document.getElementById('change-list');
const seen = new Map();
let newest = 0;

/** After which generation to ask: the newest one again, as its changes may not all have been there. */
export function changesSince(generation) {
  if (generation < newest) { // the data directory was begun anew
    newest = 0;
    seen.clear();
    list.replaceChildren();
  }
  return newest > 0 ? newest - 1 : Math.max(0, generation - 1000);
}

/** Adds changes, and tells how many were new. */
export function showChanges(changes) {
  const fresh = changes.filter((change) => !seen.has(identity(change)));
  for (const change of fresh) {
    seen.set(identity(change), change.generation);
    newest = Math.max(newest, change.generation);
  }
  forget();
  const calm = list.children.length > 0 && fresh.length <= MOST_TOLD;
  list.parentElement.setAttribute('aria-live', calm ? 'polite' : 'off'); // a flood is not read out
  list.prepend(...grouped(fresh).slice(-MOST).reverse().map(item));
  while (list.children.length > MOST) {
    list.lastElementChild.remove();
  }
  if (list.children.length === 0) {
    list.dataset.empty = 'Nothing has changed lately.';
  }
  return fresh.length;
}

/** Only what may be sent again has to be remembered. */
function forget() {
  for (const [id, generation] of seen) {
    if (generation < newest) seen.delete(id);
  }
}

function identity(change) {
  return [change.generation, change.kind, change.id, change.op, change.field].join(' ');
}

/** What one generation changed of one object belongs together. */
function grouped(changes) {
  const groups = new Map();
  for (const change of changes) {
    const id = `${change.generation} ${change.kind} ${change.id}`;
    if (groups.has(id)) groups.get(id).push(change);
    else groups.set(id, [change]);
  }
  return [...groups.values()];
}

function item(changes) {
  const first = changes[0];
  return make(
    'li', {},
    make(
      'p', {},
      make(
        'button', { type: 'button', class: 'plain', 'data-at': first.at, title: 'Show the racks as of then' },
        make('time', { datetime: first.at }, clock(first.at)), make('span', { class: 'hidden' }, ', show the racks as of then'),
      ),
      first.delay_millis === null || first.delay_millis === undefined ? null
        : make('span', { class: 'delay', title: 'from the cloud’s notification to the stored view' }, delay(first.delay_millis)),
      make('span', { class: 'muted' }, first.cause),
    ),
    make('p', {}, `${first.kind} `, objectButton(first.id, first.name || first.id, { class: 'plain' })),
    make('ul', {}, changes.map((change) => make('li', {}, told(change)))),
  );
}

/** What a change says of its object. */
export function told(change) {
  if (change.op === 'ADDED') return 'has come';
  if (change.op === 'REMOVED') return 'has left';
  if (change.field === 'updated') return change.after === 'true' ? 'differs from the portal: to be updated' : 'is as the portal shows it';
  if (change.field === 'delete_marker') return change.after === 'true' ? 'is gone in the cloud: to be deleted' : 'is not gone any more';
  return `${change.field}: ${change.before ?? 'nothing'} → ${change.after ?? 'nothing'}`;
}
