// Racks as racks: devices by rack unit, by team. A rack is filled with its devices when it comes near the window.

import { cue, deviceFate, isSame, keep, key, make, objectButton, refocus, statusClass, statusText, update } from './elements.js';

const teams = document.getElementById('teams');
const cards = new Map();
const near = new IntersectionObserver(
  (seen) => seen.filter((one) => one.isIntersecting).forEach((one) => fill(one.target)),
  { rootMargin: '600px' },
);
let filter = { team: '', status: '' };

/** Shows the racks of a view; those that are as before are left alone, and the focus stays where it is. */
export function showRacks(view) {
  const focused = document.activeElement;
  const rack = focused.closest('.rack');
  const devices = grouped(view.devices, (device) => key(device.rack_id));
  const racks = grouped(view.racks, (rack) => key(rack.team_id));
  const gone = new Set(cards.keys());
  const known = new Set(view.teams.map((team) => key(team.id)));
  const others = [...racks.keys()].filter((id) => !known.has(id)).map((id) => ({ id: { cloud: id }, name: { concertim: 'No team in the view' } }));
  const sections = [...view.teams, ...others].map((team) => {
    const shown = (racks.get(key(team.id)) ?? []).map((rack) => {
      gone.delete(key(rack.id));
      return card(rack, devices.get(key(rack.id)) ?? []);
    });
    return section(team, shown);
  });
  gone.forEach((id) => {
    near.unobserve(cards.get(id));
    cards.delete(id);
  });
  keep(teams, sections);
  refocus(focused, rack?.querySelector('button'), teams.parentElement);
  showFiltered(filter);
}

/** Fills all racks, near the window or not. */
export function fillAll() {
  cards.forEach(fill);
}

/** Shows only racks of a team, and with devices in a status; empty texts mean all. */
export function showFiltered(wanted) {
  filter = wanted;
  for (const section of teams.children) {
    let shown = 0;
    for (const one of section.querySelectorAll('.rack')) {
      one.hidden = wanted.status !== '' && !one.content.devices.some((device) => device.status === wanted.status);
      shown += one.hidden ? 0 : 1;
    }
    section.hidden = (wanted.team !== '' && section.dataset.team !== wanted.team) || (wanted.status !== '' && shown === 0);
  }
}

function grouped(objects, keyOf) {
  const groups = new Map();
  for (const object of objects) {
    const group = groups.get(keyOf(object));
    if (group) group.push(object);
    else groups.set(keyOf(object), [object]);
  }
  return groups;
}

function section(team, shown) {
  const id = key(team.id);
  const old = [...teams.children].find((one) => one.dataset.team === id);
  const made = old ?? make(
    'section', { class: 'team', 'data-team': id },
    make('h3', {}, objectButton(id, team.name.concertim, { class: 'plain' })), make('p', { class: 'muted' }), make('div', { class: 'grid' }),
  );
  const period = team.period_start ? ` · billed from ${team.period_start} to ${team.period_end}` : '';
  const money = team.cost === undefined ? '' : ` · cost ${team.cost} · credits ${team.credits}`;
  const racks = (team.racks ?? shown).length;
  made.children[1].textContent = `${racks} ${racks === 1 ? 'rack' : 'racks'}${money}${period}`;
  keep(made.children[2], shown);
  return made;
}

function card(rack, devices) {
  const id = key(rack.id);
  const one = cards.get(id) ?? make('article', { class: 'rack', 'data-rack': id });
  const before = one.content;
  if (before && isSame(before.rack, rack) && isSame(before.devices, devices)) return one;
  one.content = { rack, devices, filled: false };
  one.style.setProperty('--height', rack.height);
  const inside = [...head(rack, devices), before?.filled ? frame(one.content, before.devices, current(one)) : make('div', { class: 'frame' })];
  if (before) update(one, ...inside);
  else one.append(...inside);
  cards.set(id, one);
  one.className = `rack ${statusClass(rack.status)}`;
  if (before?.filled) {
    one.content.filled = true;
  } else {
    near.observe(one);
  }
  return one;
}

function head(rack, devices) {
  const used = rack.occupied.length;
  return [
    make('h4', {}, objectButton(key(rack.id), rack.name.cloud || rack.name.concertim, { class: 'plain' })),
    make(
      'p', { class: 'rack-state' }, make('span', { class: 'status' }, cue(rack.status), statusText(rack.status)),
      make('span', { class: 'muted' }, `${devices.length} ${devices.length === 1 ? 'device' : 'devices'} · ${used} of ${rack.height} U`),
    ),
    make('p', { class: 'fate' }, rackFate(rack)),
  ];
}

function rackFate(rack) {
  if (rack.delete_marker) return 'gone: to be deleted';
  if (rack.pending) return 'waits for billing';
  return rack.id.concertim ? (rack.updated ? 'to be updated' : '') : 'new: to be created';
}

function fill(one) {
  if (one.content.filled) return;
  one.content.filled = true;
  near.unobserve(one);
  one.querySelector('.frame').replaceWith(frame(one.content));
}

/** The device that Tab goes to. */
function current(one) {
  return one.querySelector('.devices [tabindex="0"]')?.dataset.object;
}

function frame({ rack, devices }, before, tabbed) {
  const sorted = devices.toSorted((a, b) => (b.location?.end_unit ?? 0) - (a.location?.end_unit ?? 0));
  const first = Math.max(0, sorted.findIndex((device) => key(device.id) === tabbed));
  const known = new Map((before ?? []).map((device) => [key(device.id), device]));
  const list = make('ul', { class: 'devices', 'aria-label': `Devices of ${rack.name.cloud}`, 'aria-describedby': 'rack-keys' });
  const taken = new Map();
  sorted.forEach((device, i) => {
    const item = deviceItem(device, rack, taken);
    item.firstChild.tabIndex = i === first ? 0 : -1;
    if (before && !isSame(known.get(key(device.id)), device)) item.classList.add('changed');
    list.append(item);
  });
  const units = make('div', { class: 'units', 'aria-hidden': 'true' });
  for (let unit = rack.height; unit >= 1; unit--) {
    units.append(make('span', {}, unit === 1 || unit % 5 === 0 ? String(unit) : ''));
  }
  return make('div', { class: 'frame' }, units, list);
}

function deviceItem(device, rack, taken) {
  const name = device.name.concertim || device.name.cloud || key(device.id);
  const place = device.location ? `units ${device.location.start_unit} to ${device.location.end_unit}` : 'no place';
  const fate = deviceFate(device);
  const told = `${device.type}, ${statusText(device.status)}, ${place}${fate ? `, ${fate}` : ''}`;
  const button = objectButton(
    key(device.id),
    [cue(device.status), make('span', { class: 'name' }, name), make('span', { class: 'kind', 'aria-hidden': 'true' }, fate ? fate.split(':')[0] : device.type),
      make('span', { class: 'hidden' }, `, ${told}`)],
    { class: `device ${statusClass(device.status)}${device.delete_marker ? ' gone' : ''}${fate ? ' pending' : ''}`, title: `${name}: ${told}` },
  );
  const item = make('li', {}, button);
  if (device.location) {
    const { start_unit: start, end_unit: end } = device.location;
    item.style.gridRow = `${rack.height - end + 1} / span ${end - start + 1}`;
    const column = overlaps(taken, start, end) ? 2 : 1;
    item.style.gridColumn = column === 2 ? '2' : '1 / -1';
  }
  return item;
}

/** Whether another device stands in one of these units, on the other side of the rack. */
function overlaps(taken, start, end) {
  let found = false;
  for (let unit = start; unit <= end; unit++) {
    found ||= taken.has(unit);
    taken.set(unit, true);
  }
  return found;
}

teams.addEventListener('animationend', (event) => event.target.parentElement.classList.remove('changed'));

/** Goes by arrow keys from device to device, and from rack to rack. */
export function moveByKeys(event) {
  const item = event.target.closest?.('.devices > li');
  if (item && ['ArrowUp', 'ArrowDown', 'Home', 'End'].includes(event.key)) {
    const list = item.parentElement;
    const to = {
      ArrowUp: item.previousElementSibling, ArrowDown: item.nextElementSibling,
      Home: list.firstElementChild, End: list.lastElementChild,
    }[event.key];
    if (to) {
      item.firstChild.tabIndex = -1;
      to.firstChild.tabIndex = 0;
      to.firstChild.focus();
    }
    event.preventDefault();
    return;
  }
  const rack = event.target.closest?.('.rack');
  if (rack && ['ArrowLeft', 'ArrowRight'].includes(event.key)) {
    const all = [...teams.querySelectorAll('.team:not([hidden]) .rack:not([hidden])')];
    const to = all[all.indexOf(rack) + (event.key === 'ArrowRight' ? 1 : -1)];
    to?.querySelector('button').focus();
    event.preventDefault();
  }
}
