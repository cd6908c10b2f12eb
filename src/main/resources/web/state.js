// How fresh the view is, and whether it can be relied on.

import { make, update } from './elements.js';
import { now } from './server.js';
import { clock, span } from './time.js';

const NAMES = { concertim: 'Concertim', openstack: 'OpenStack', killbill: 'Kill Bill' };
const sources = document.getElementById('sources');
const health = document.getElementById('health');
const asOf = document.getElementById('as-of');

export function sourceName(source) {
  return NAMES[source] ?? source;
}

/** Shows the age of the view and of each source; called every second. */
export function showAges(summary, load, isLost) {
  const age = span(now() - Date.parse(summary.written_at));
  update(
    asOf,
    make('span', { class: isLost ? 'dot lost' : 'dot', 'aria-hidden': 'true' }),
    isLost ? 'Not connected · as of ' : 'Live · as of ',
    make('time', { datetime: summary.written_at }, clock(summary.written_at)),
    make('span', { class: 'muted' }, ` ${age} ago · generation ${summary.generation} · ${summary.process}`),
  );
  update(sources, Object.keys(NAMES).map((name) => source(name, summary.sources[name], load[name], summary, isLost)));
  if (isLost) showHealth(null);
}

function source(name, status, cost, summary, isLost) {
  const age = status?.read_at ? now() - Date.parse(status.read_at) : null;
  const old = age === null || age > summary.max_age_seconds * 1000;
  const state = isLost ? 'unknown' : old ? 'old' : status.complete ? 'fresh' : 'failed';
  const words = { unknown: 'not known now', old: 'too old', fresh: 'fresh', failed: 'last try failed' };
  return make(
    'li', { class: `card source ${state}` },
    make('h3', {}, sourceName(name)),
    make('p', { class: 'verdict' }, make('span', { class: 'cue', 'aria-hidden': 'true' }), words[state]),
    make('p', { class: 'muted' }, age === null ? 'never read' : `read ${span(age)} ago, ${clock(status.read_at)}`),
    cost && !isLost ? make('p', { class: 'muted' }, costOf(cost)) : null,
    status && !status.complete ? make('p', { class: 'reason' }, status.reason) : null,
  );
}

/** How long the last read took, and when the next one may begin, in words. */
function costOf(cost) {
  const rest = cost.next_read_at === null ? 0 : Date.parse(cost.next_read_at) - now();
  const used = `busy for us ${(cost.used_share * 100).toFixed(1)} % of the time`;
  return rest > 1000 ? `${used}, rests for ${span(rest)}` : used;
}

/** Shows what /ready says; null if nobody answers. */
export function showHealth(answer) {
  if (answer === null) {
    health.className = 'card unknown';
    update(health, make('h3', {}, 'Readiness'), make('p', { class: 'verdict' }, make('span', { class: 'cue', 'aria-hidden': 'true' }), 'not known now'));
    return;
  }
  const failing = answer.checks.filter((check) => check.status !== 'UP');
  health.className = `card ${failing.length === 0 ? 'fresh' : 'old'}`;
  update(
    health,
    make('h3', {}, 'Readiness'),
    make(
      'p', { class: 'verdict' }, make('span', { class: 'cue', 'aria-hidden': 'true' }),
      failing.length === 0 ? 'ready' : `not ready: ${failing.length} of ${answer.checks.length} checks fail`,
    ),
    failing.length === 0
      ? make('p', { class: 'muted' }, `${answer.checks.length} checks pass`)
      : make('dl', {}, failing.map((check) => [make('dt', {}, check.detail ?? check.name), make('dd', {}, check.remedy ?? '')])),
  );
}
