// What an operator has to look after: held deletions, what is left out, what waits.

import { key, make, objectButton, refocus, update } from './elements.js';

const MOST = 50;
const MOST_HELD = 6;
const list = document.getElementById('attention-list');
const OPEN = ['held', 'left_out'];
const EFFECTS = { left_out: 'left out of the view', kept: 'kept as they are', adjusted: 'adjusted' };

/** Shows the problems of a summary, and the racks that wait. */
export function showAttention(summary, waiting) {
  const groups = [
    ...summary.held.map((held) => group(
      `${held.ids.length} ${held.kind} deletions held`, 'held', `held-${held.kind}`,
      [make('p', {}, held.reason), make('p', { class: 'muted' }, 'If they are right: ', make('code', {}, 'resync --release-deletions'))],
      held.ids, (id) => make('li', { class: 'id' }, objectButton(id, id, { class: 'plain' })), MOST_HELD,
    )),
    waiting.length === 0 ? null : group(
      `${waiting.length} ${waiting.length === 1 ? 'rack waits' : 'racks wait'} for billing`, 'waiting', 'waiting', [],
      waiting, (rack) => make('li', {}, objectButton(key(rack.id), rack.name.cloud, { class: 'plain' }), make('p', { class: 'muted' }, rack.pending)),
    ),
    ...Object.entries(EFFECTS).map(([effect, words]) => {
      const problems = summary.problems.filter((problem) => problem.effect === effect && problem.cause !== 'held');
      return problems.length === 0 ? null : group(
        `${problems.length} ${words}`, effect, effect, [],
        problems, (problem) => make(
          'li', {}, `${problem.object} `, objectButton(problem.id, problem.id, { class: 'plain' }), make('p', { class: 'muted' }, problem.reason),
        ),
      );
    }),
  ].filter((one) => one !== null);
  const focused = document.activeElement;
  const around = list.contains(focused) ? focused.closest('details') : null;
  update(list, groups.length === 0 ? make('p', { class: 'muted' }, 'Nothing: no deletion is held, nothing is left out.') : groups);
  refocus(focused, around?.querySelector('summary'), list.previousElementSibling);
}

function group(title, name, id, notes, objects, item, most = MOST) {
  const more = objects.length > most ? make('li', { class: 'muted' }, `and ${objects.length - most} more, see /api/summary`) : null;
  return make(
    'details', { id: `attention-${id}`, class: name, open: OPEN.includes(name) },
    make('summary', {}, make('span', { class: 'cue', 'aria-hidden': 'true' }), title), notes, make('ul', {}, objects.slice(0, most).map(item), more),
  );
}
