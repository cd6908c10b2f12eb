// Finds objects of the view by any id, name or address of any system.

import { key, make, statusText } from './elements.js';

const MOST = 40;
const input = document.getElementById('query');
const list = document.getElementById('found');
const count = document.getElementById('found-count');
let index = [];
let uncollected = null; // a view that the index lacks
let active = -1;
let open = () => {};

/** Takes a view; what can be found in it is collected when somebody searches, at once where somebody does. */
export function indexView(view) {
  uncollected = view;
  if (!list.hidden && active < 0) show(); // else what has been chosen in the list would be lost
}

function collect() {
  if (uncollected === null) return;
  const view = uncollected;
  uncollected = null;
  index = [
    ...view.racks.map((rack) => entry('rack', rack, rack.id, rack.name, [rack.metadata?.creator_cloud_name])),
    ...view.devices.map((device) => entry(device.type, device, device.id, device.name, [JSON.stringify(device.details), ...device.network_interfaces])),
    ...view.teams.map((team) => entry('team', team, team.id, team.name, [])),
    ...view.users.map((user) => entry('user', user, user.id, user.name, [user.email, user.full_name])),
    ...view.templates.map((template) => entry('template', template, template.id, template.name, [])),
  ];
}

function entry(kind, object, id, name, more) {
  const texts = [name.concertim, name.cloud, id.concertim, id.cloud, id.billing, ...more].filter((text) => text);
  return { kind, id: key(id), name: name.concertim || name.cloud, status: object.status, text: texts.join('\n').toLowerCase() };
}

/** Finds what has all the words, those whose name begins with it first. */
function find(query) {
  const wanted = query.toLowerCase();
  const words = wanted.split(/\s+/).filter((word) => word);
  collect();
  const found = index.filter((one) => words.every((word) => one.text.includes(word)));
  const rank = (one) => (one.text.startsWith(wanted) ? 0 : 1);
  return found.sort((a, b) => rank(a) - rank(b));
}

function show() {
  const query = input.value.trim();
  active = -1;
  input.removeAttribute('aria-activedescendant');
  if (!query) {
    hide();
    return;
  }
  const found = find(query);
  const options = found.slice(0, MOST).map((one, i) => option(i, one.id, [
    make('span', { class: 'name' }, one.name || one.id),
    make('span', { class: 'muted' }, [one.kind, one.status ? statusText(one.status) : null].filter((text) => text).join(' · ')),
    make('code', {}, one.id),
  ]));
  options.push(option(options.length, query, [
    make('span', { class: 'name' }, `Ask what all systems say of “${query}”`),
    make('span', { class: 'muted' }, 'also of what is not in the view'),
  ]));
  list.replaceChildren(...options);
  list.hidden = false;
  input.setAttribute('aria-expanded', 'true');
  const more = found.length > MOST ? `, of which ${MOST} are shown` : '';
  count.textContent = `${found.length} found${more}`;
  list.dataset.count = found.length;
}

function option(i, id, content) {
  return make('li', { role: 'option', id: `found-${i}`, 'data-found': id, 'aria-selected': 'false' }, content);
}

function hide() {
  list.hidden = true;
  input.setAttribute('aria-expanded', 'false');
}

/** Opens the list where it was closed; there is none while nothing is searched for. */
function isOpened() {
  if (list.hidden) show();
  return !list.hidden;
}

function activate(next) {
  list.children[active]?.setAttribute('aria-selected', 'false');
  active = (next + list.children.length) % list.children.length;
  const option = list.children[active];
  option.setAttribute('aria-selected', 'true');
  option.scrollIntoView({ block: 'nearest' });
  input.setAttribute('aria-activedescendant', option.id);
}

function choose(option) {
  hide();
  open(option.dataset.found);
}

/** Listens; what is chosen is opened. */
export function startSearch(openObject) {
  open = openObject;
  input.addEventListener('input', show);
  input.addEventListener('focus', () => {
    collect();
    if (input.value) show();
  });
  input.addEventListener('blur', hide);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !list.hidden) {
      hide();
      event.preventDefault();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !isOpened()) return;
    activate(active < 0 && step < 0 ? -1 : active + step);
    event.preventDefault();
  });
  document.getElementById('search').addEventListener('submit', (event) => {
    event.preventDefault();
    if (isOpened()) choose(list.children[Math.max(0, active)]);
  });
  list.addEventListener('mousedown', (event) => {
    const option = event.target.closest('[data-found]');
    if (option) choose(option);
    event.preventDefault();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === '/' && !event.target.closest('input, select, dialog')) {
      event.preventDefault();
      input.focus();
      input.select();
    }
  });
}
