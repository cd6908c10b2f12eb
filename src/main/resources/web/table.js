// The devices as a table: sorted, filtered, in groups. Only the rows that are seen are in the page.

import { asked, tell } from './address.js';
import { csv, save } from './csv.js';
import { cue, deviceFate, key, make, objectButton, statusText, update } from './elements.js';

const ROW = 30; // the height of a row in console.css, in pixels
const MORE = 12; // so many rows are ready above and below what is seen
const COLUMNS = {
  name: { title: 'Name', width: 210, of: ({ device }) => device.name.concertim || device.name.cloud },
  status: { title: 'Status', width: 120, of: ({ device }) => device.status },
  type: { title: 'Type', width: 90, of: ({ device }) => device.type },
  rack: { title: 'Rack', width: 150, of: ({ rack }) => rack?.name.cloud || rack?.name.concertim },
  team: { title: 'Team', width: 130, of: ({ team }) => team?.name.concertim },
  project: { title: 'Project', width: 150, of: ({ team }) => team?.name.cloud },
  flavor: { title: 'Flavor', width: 120, of: ({ template }) => template?.name.cloud || template?.name.concertim },
  units: { title: 'Unit', width: 70, of: ({ device }) => device.location?.start_unit },
  addresses: { title: 'Addresses', width: 190, of: ({ device }) => addresses(device.details) },
  fate: { title: 'In the portal', width: 180, of: ({ device }) => deviceFate(device) || 'as here' },
  cost: { title: 'Cost', width: 80, of: ({ device }) => device.cost },
  cloud: { title: 'Cloud id', width: 290, of: ({ device }) => device.id.cloud },
  concertim: { title: 'Concertim id', width: 290, of: ({ device }) => device.id.concertim },
};
const USUAL = ['name', 'status', 'type', 'rack', 'project', 'flavor', 'addresses', 'fate'];
const GROUPS = ['team', 'project', 'rack', 'status', 'type', 'flavor'];
const natural = new Intl.Collator(undefined, { numeric: true });

const panel = document.getElementById('table');
const scroll = document.getElementById('table-scroll');
const filterField = document.getElementById('table-filter');
const group = document.getElementById('table-group');
const columnChoice = document.getElementById('table-choice');
const count = document.getElementById('table-count');
let view = null;
let objects = []; // each device of the view, with its rack, team and template
let rows = []; // what is shown of them, in order, with a row for each group
let shown = USUAL;
let sort = { by: 'name', down: false };
let filter = { team: '', status: '' };
let drawn = null;

/** Takes a view; the table is made when it is looked at. */
export function tableOf(newest) {
  view = newest;
  objects = [];
  if (!panel.hidden) arrange();
}

/** Shows only devices of a team, and in a status; empty texts mean all. */
export function filterTable(wanted) {
  filter = wanted;
  if (!panel.hidden) arrange();
}

/** Shows the table, or hides it. */
export function openTable(open) {
  const isOpened = open && panel.hidden;
  panel.hidden = !open;
  if (isOpened) arrange();
}

/** Listens. */
export function startTable() {
  update(group, make('option', { value: '' }, 'No groups'), GROUPS.map((name) => make('option', { value: name }, `By ${COLUMNS[name].title.toLowerCase()}`)));
  update(document.getElementById('table-columns'), Object.entries(COLUMNS).map(([name, column]) => make(
    'label', {}, make('input', { type: 'checkbox', value: name, disabled: name === 'name' }), column.title,
  )));
  filterField.addEventListener('input', arrange);
  group.addEventListener('change', arrange);
  document.getElementById('table-columns').addEventListener('change', () => {
    shown = Object.keys(COLUMNS).filter((name) => choice(name).checked);
    arrange();
  });
  columnChoice.addEventListener('focusout', (event) => {
    if (event.relatedTarget && !columnChoice.contains(event.relatedTarget)) columnChoice.open = false;
  });
  columnChoice.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') columnChoice.open = false;
  });
  document.getElementById('table-head').addEventListener('click', (event) => {
    const by = event.target.closest('[data-column]')?.dataset.column;
    if (by) {
      sort = { by, down: sort.by === by && !sort.down };
      arrange();
    }
  });
  document.getElementById('table-csv').addEventListener('click', saveCsv);
  scroll.addEventListener('scroll', () => requestAnimationFrame(() => draw()));
  new ResizeObserver(() => draw()).observe(scroll);
  addEventListener('beforeprint', () => draw(true));
  addEventListener('afterprint', () => draw());
}

/** Takes over what the address asks for; the table is made when it is opened. */
export function applyAddress() {
  const { find, by, sort: sorted, columns } = asked();
  filterField.value = find ?? '';
  group.value = GROUPS.includes(by) ? by : '';
  const column = sorted?.replace(/^-/, '');
  sort = column in COLUMNS ? { by: column, down: sorted.startsWith('-') } : { by: 'name', down: false };
  const wanted = columns ? ['name', ...columns.split(',')] : USUAL;
  shown = Object.keys(COLUMNS).filter((name) => wanted.includes(name));
  Object.keys(COLUMNS).forEach((name) => { choice(name).checked = shown.includes(name); });
}

function choice(name) {
  return document.querySelector(`#table-columns [value="${name}"]`);
}

function joined() {
  const byKey = (list) => new Map(list.map((one) => [key(one.id), one]));
  const racks = byKey(view.racks);
  const teams = byKey(view.teams);
  const templates = byKey(view.templates);
  return view.devices.map((device) => {
    const rack = racks.get(key(device.rack_id));
    return { device, rack, team: rack && teams.get(key(rack.team_id)), template: device.template_id && templates.get(key(device.template_id)) };
  });
}

/** Filters, sorts and groups; the scroll position stays. */
function arrange() {
  if (!view) return;
  if (objects.length === 0) objects = joined();
  const words = filterField.value.toLowerCase().split(/\s+/).filter((word) => word);
  const found = objects.filter((one) => (filter.status === '' || one.device.status === filter.status)
    && (filter.team === '' || (one.team && key(one.team.id) === filter.team))
    && words.every((word) => textOf(one).includes(word)));
  const by = group.value;
  const wanted = by ? [{ by, down: false }, sort] : [sort];
  found.forEach((one) => { one.keys = wanted.map((each) => COLUMNS[each.by].of(one) ?? ''); });
  found.sort((a, b) => compare(a, b, wanted));
  rows = by ? grouped(found) : found;
  count.textContent = found.length === objects.length ? `${found.length} devices` : `${found.length} of ${objects.length} devices`;
  tell({
    find: filterField.value, by, sort: sort.by === 'name' && !sort.down ? '' : `${sort.down ? '-' : ''}${sort.by}`,
    columns: String(shown) === String(USUAL) ? '' : shown.filter((name) => name !== 'name').join(',') || 'name',
  });
  update(document.getElementById('table-widths'), shown.map((name) => sized(make('col'), 'width', COLUMNS[name].width)));
  update(document.getElementById('table-head'), shown.map((name) => make(
    'th', { scope: 'col', 'aria-sort': sort.by === name ? (sort.down ? 'descending' : 'ascending') : null },
    make('button', { type: 'button', class: 'plain', 'data-column': name }, COLUMNS[name].title),
  )));
  scroll.firstElementChild.style.width = `${shown.reduce((sum, name) => sum + COLUMNS[name].width, 0)}px`;
  drawn = null;
  draw();
}

function textOf(one) {
  one.text ??= Object.values(COLUMNS).map((column) => column.of(one) ?? '').join('\n').toLowerCase();
  return one.text;
}

function compare(a, b, wanted) {
  for (let i = 0; i < wanted.length; i++) {
    const [one, other] = [a.keys[i], b.keys[i]];
    const sign = one === other ? 0 : inOrder(one, other);
    if (sign !== 0) return wanted[i].down ? -sign : sign;
  }
  return 0;
}

function inOrder(one, other) {
  return typeof one === 'number' && typeof other === 'number' ? one - other : natural.compare(one, other);
}

/** Those that are sorted by their group, with a row before each group that counts it. */
function grouped(found) {
  const all = [];
  let last = null;
  for (const one of found) {
    const [name] = one.keys;
    if (last?.group !== name) {
      last = { group: name, devices: 0, statuses: new Map() };
      all.push(last);
    }
    last.devices++;
    last.statuses.set(one.device.status, (last.statuses.get(one.device.status) ?? 0) + 1);
    all.push(one);
  }
  return all;
}

/** Puts the rows into the page that are seen, or all. */
function draw(all = false) {
  if (panel.hidden) return;
  const first = all ? 0 : Math.max(0, Math.floor(scroll.scrollTop / ROW) - MORE);
  const last = all ? rows.length : Math.min(rows.length, Math.ceil((scroll.scrollTop + scroll.clientHeight) / ROW) + MORE);
  if (drawn && drawn.first === first && drawn.last === last) return;
  drawn = { first, last };
  scroll.firstElementChild.setAttribute('aria-rowcount', rows.length + 1);
  update(
    document.getElementById('table-rows'),
    gap('above', first), rows.slice(first, last).map((row, i) => (row.device ? deviceRow(row, first + i) : groupRow(row, first + i))), gap('below', rows.length - last),
  );
}

/** Keeps the place of rows that are not in the page. */
function gap(id, missing) {
  const cell = sized(make('td', { colspan: shown.length }), 'height', missing * ROW);
  return missing === 0 ? null : make('tr', { id: `table-${id}`, class: 'gap', 'aria-hidden': 'true' }, cell);
}

function sized(element, side, pixels) {
  element.style[side] = `${pixels}px`;
  return element;
}

function deviceRow(one, i) {
  const { device } = one;
  return make('tr', { 'data-of': key(device.id), 'aria-rowindex': i + 2, class: device.delete_marker ? 'gone' : null }, shown.map((name) => {
    const value = COLUMNS[name].of(one) ?? '';
    if (name === 'name') return make('th', { scope: 'row' }, objectButton(key(device.id), value || key(device.id), { class: 'plain', title: value }));
    return make('td', { title: value }, name === 'status' ? [cue(value), statusText(value)] : value);
  }));
}

function groupRow({ group: name, devices, statuses }, i) {
  const counts = [...statuses].map(([status, number]) => make('span', { 'data-status': status }, cue(status), `${number} ${statusText(status)}`));
  return make(
    'tr', { 'data-of': `group ${name}`, 'aria-rowindex': i + 2, class: 'group' },
    make('th', { scope: 'rowgroup', colspan: shown.length }, make('b', {}, name || 'none'), ` ${devices} `, counts),
  );
}

function saveCsv() {
  if (!view) return; // none has been stored yet
  const lines = rows.filter((row) => row.device).map((row) => shown.map((name) => COLUMNS[name].of(row)));
  save(`devices-${view.written_at.replace(/[:.].*/, '').replace('T', '-')}.csv`, csv([shown, ...lines]));
}

/** The addresses of a server; in details that the portal has stored they are a text. */
function addresses(details) {
  const list = (value) => (Array.isArray(value) ? value : String(value ?? '').replace(/[[\]']/g, '').split(/,\s*/));
  return [...list(details.public_ips), ...list(details.private_ips)].filter((address) => address).join(', ');
}
