// All that is known of one object: the systems side by side, the view, what will be done and why, and what has changed.

import { tell } from './address.js';
import { told } from './changes.js';
import { cue, keep, key, make, objectButton, refocus, update } from './elements.js';
import { linksOf } from './links.js';
import { ask, now } from './server.js';
import { sourceName } from './state.js';
import { clock, delay, span } from './time.js';

const SOURCES = ['concertim', 'openstack', 'killbill'];
const OWN = ['device', 'server', 'rack', 'stack', 'volume', 'network', 'team', 'project', 'subscription', 'account', 'template', 'flavor', 'user'];
const dialog = document.getElementById('detail');
const title = document.getElementById('detail-title');
const body = document.getElementById('detail-body');
let shownId = null;

/** Opens what is known of an object, by any id or name. */
export async function openObject(id) {
  shownId = id;
  tell({ object: id });
  title.textContent = id;
  body.replaceChildren(make('p', { class: 'muted' }, 'Asking …'));
  if (!dialog.open) dialog.showModal();
  title.focus();
  await refreshObject();
}

/** Shows no object. */
export function closeObject() {
  dialog.close();
}

/** Asks again for the object that is shown, if one is. */
export async function refreshObject() {
  const id = shownId;
  if (id === null || !dialog.open) return;
  try {
    const { status, body: known } = await ask(`/api/objects/${encodeURIComponent(id)}`, { seconds: 20, again: false, expected: [400, 404, 503] });
    if (id !== shownId) return;
    const focused = document.activeElement;
    if (status === 200) show(known);
    else update(body, make('p', {}, status === 404 ? 'No system and no part of the view knows it. If it is new, wait for the next sync.' : known.error));
    refocus(focused, title);
  } catch (error) {
    if (id !== shownId) return;
    const earlier = [...body.children].filter((part) => part.localName !== 'p');
    keep(body, [make('p', { class: 'reason' }, `${earlier.length === 0 ? 'There is no answer' : 'There is no answer now, and what follows may not hold any more'}: ${error.message}`), ...earlier]);
  }
}

export function startDetail() {
  document.getElementById('detail-close').addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => {
    shownId = null;
    tell({ object: null });
  });
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
}

function show(known) {
  const object = [...known.view.devices, ...known.view.racks, ...known.view.teams, ...known.view.templates, ...known.view.users][0];
  update(title, object ? object.name.concertim || object.name.cloud : known.id);
  update(
    body,
    verdict(known, object),
    object && make('p', { class: 'links' }, linksOf(kindOf(known, object), object)),
    comparison(known, object),
    make('section', { 'aria-label': 'All that each says' }, make('div', { class: 'layers' }, [...SOURCES.map((source) => layer(source, known.layers[source])), viewLayer(known)])),
    related(known),
    history(known),
  );
}

function verdict(known, object) {
  const lines = [
    ...known.problems.map((line) => make('li', { class: 'problem' }, line)),
    ...known.shown.map((line) => make('li', {}, line)),
  ];
  if (lines.length === 0) lines.push(make('li', {}, object ? 'It is in the view.' : 'It is not in the view, and nothing was left out because of it.'));
  return make('ul', { class: 'verdicts', 'aria-label': 'What the view makes of it' }, lines);
}

/** Whether it is said of the object itself; the portal's racks and devices name what they show. */
function isOwn(row) {
  return row.relation !== 'names' || ['device', 'rack'].includes(row.kind);
}

/** The row of a source that is to be compared with those of the others. */
function own(rows) {
  return rows.filter(isOwn).toSorted((a, b) => OWN.indexOf(a.kind) - OWN.indexOf(b.kind)).find((row) => OWN.includes(row.kind));
}

function comparison(known, object) {
  const rows = Object.fromEntries(SOURCES.map((source) => [source, own(known.layers[source])]));
  const of = (read) => SOURCES.map((source) => (rows[source]?.fact ? read(rows[source].fact) : undefined));
  const lines = [
    ['Kind', SOURCES.map((source) => rows[source]?.kind), object && [kindOf(known, object), object.type].filter((text) => text).join(': ')],
    ['Id', SOURCES.map((source) => rows[source]?.id), object && key(object.id)],
    ['Name', of((fact) => fact.name ?? fact.login), object && (object.name.concertim || object.name.cloud)],
    ['Status', SOURCES.map((source) => (rows[source]?.gone ? 'gone' : rows[source]?.fact?.status ?? rows[source]?.fact?.state)), object?.status],
    ['Units', of((fact) => (fact.start_unit ? `${fact.start_unit} to ${fact.end_unit}` : fact.height && `${fact.height} in all`)), units(object)],
    ['Order', [rows.concertim?.fact?.order_id, undefined, rows.killbill?.id], object?.id.billing],
    ['Reason', of((fact) => fact.status_reason), object?.status_reason],
    ...detailsThatDiffer(rows.concertim?.fact?.details, object),
    ['Read', SOURCES.map((source) => rows[source] && `${span(now() - Date.parse(rows[source].read_at))} ago, ${clock(rows[source].read_at)}`), undefined],
  ].filter(([, values, view]) => [...values, view].some((value) => value));
  const cell = (value, differs) => make('td', { class: differs ? 'differs' : null }, value ?? '—');
  return make(
    'div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Side by side' },
    make(
      'table', {},
      make('caption', { class: 'hidden' }, 'What each system says, side by side'),
      make('thead', {}, make('tr', {}, make('td', {}), [...SOURCES.map(sourceName), 'The view'].map((name) => make('th', { scope: 'col' }, name)))),
      make('tbody', {}, lines.map(([name, values, view]) => make(
        'tr', {}, make('th', { scope: 'row' }, name), values.map((value) => cell(value)),
        make('td', { class: name !== 'Kind' && name !== 'Id' && rows.concertim && view && (values[0] ?? '') !== view ? 'differs' : null },
          name === 'Status' && view ? [cue(view), view] : view ?? '—'),
      ))),
    ),
  );
}

/** The details of a device that are to be updated in the portal. */
function detailsThatDiffer(portal, object) {
  if (!portal || !object?.updated || !object.details) return [];
  const shown = (value) => (value === null || value === undefined ? '' : text(value));
  return Object.keys(object.details)
    .filter((name) => shown(portal[name]) !== shown(object.details[name]))
    .map((name) => [name.replaceAll('_', ' '), [shown(portal[name]), undefined, undefined], shown(object.details[name]) || 'nothing']);
}

function kindOf(known, object) {
  return ['devices', 'racks', 'teams', 'templates', 'users'].find((list) => known.view[list].includes(object)).slice(0, -1);
}

function units(object) {
  if (object?.location) return `${object.location.start_unit} to ${object.location.end_unit}`;
  return object?.height && `${object.height} in all`;
}

function layer(source, rows) {
  return make(
    'div', { class: 'layer' }, make('h3', {}, sourceName(source)),
    rows.length === 0 ? make('p', { class: 'muted' }, 'says nothing of it') : rows.map((row, i) => make(
      'details', { open: i === 0, 'data-of': `${source} ${row.kind} ${row.id}` },
      make('summary', {}, [row.kind, isOwn(row) ? null : 'names it', row.gone ? 'gone' : null].filter((text) => text).join(', ')),
      make('p', { class: 'muted' }, `read at ${clock(row.read_at)}`),
      row.fact ? facts(row.fact) : make('p', {}, 'It is gone.'),
    )),
  );
}

function viewLayer(known) {
  const parts = Object.entries(known.view).flatMap(([list, objects]) => objects.map((object) => [list.slice(0, -1), object]));
  return make(
    'div', { class: 'layer' }, make('h3', {}, 'The view'),
    parts.length === 0 ? make('p', { class: 'muted' }, 'does not show it') : parts.map(([kind, object], i) => make(
      'details', { open: i === 0, 'data-of': `view ${kind} ${key(object.id)}` }, make('summary', {}, kind), facts(object),
    )),
  );
}

function facts(fact) {
  const shown = Object.entries(fact).filter(([, value]) => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0));
  return make('dl', {}, shown.map(([name, value]) => [make('dt', {}, name.replaceAll('_', ' ')), make('dd', {}, text(value))]));
}

function text(value) {
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) return value.join(', ');
  if (Array.isArray(value)) return value.map(text).join('\n');
  if (typeof value !== 'object') return String(value);
  return Object.entries(value).filter(([, part]) => part !== null && part !== '').map(([name, part]) => `${name}: ${typeof part === 'object' ? JSON.stringify(part) : part}`).join('\n');
}

function related(known) {
  const rack = known.view.devices[0]?.rack_id;
  const devices = known.view.racks[0]?.devices ?? [];
  const links = rack ? [objectButton(key(rack), 'Its rack')] : devices.map((id) => objectButton(key(id), key(id), { class: 'plain' }));
  return links.length === 0 ? null : make('section', { class: 'related' }, make('h3', {}, rack ? 'Belongs to' : `${devices.length} devices`), links);
}

function history(known) {
  return make(
    'section', {}, make('h3', {}, 'What has changed lately'),
    known.changes.length === 0 ? make('p', { class: 'muted' }, 'Nothing in the history that is kept.') : make(
      'ol', { class: 'history' },
      known.changes.map((change) => make(
        'li', {}, make('time', { datetime: change.at }, clock(change.at)), ` ${told(change)} `,
        make('span', { class: 'muted' }, change.delay_millis === null ? change.cause : `${change.cause}, after ${delay(change.delay_millis)}`),
      )),
    ),
  );
}
