// Makes elements. What comes from the systems is only ever text, never markup.

/** An element with attributes (null, undefined and false are left out) and children (texts or elements). */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return element;
}

/**
 * Gives an element this content, and touches only what differs: who is in the rest keeps the focus, the place and what was opened.
 * What stands for an object is told by it, all else by its order.
 */
export function update(element, ...content) {
  const before = new Map();
  for (const node of element.childNodes) {
    const known = identity(node);
    if (before.has(known)) before.get(known).push(node);
    else before.set(known, [node]);
  }
  const wanted = [...make('div', {}, content).childNodes];
  keep(element, wanted.map((node) => {
    const same = before.get(identity(node))?.shift();
    return same ? become(same, node) : node;
  }));
}

/** Gives a parent these children; those that it has already stay, and the focus with them. */
export function keep(parent, children) {
  const focused = document.activeElement;
  const wanted = new Set(children);
  [...parent.childNodes].filter((child) => !wanted.has(child)).forEach((child) => child.remove());
  children.forEach((child, i) => {
    if (parent.childNodes[i] !== child) parent.insertBefore(child, parent.childNodes[i] ?? null);
  });
  refocus(focused);
}

/** Gives the focus back to who had it before a change, or else to the first of these that is still there. */
export function refocus(focused, ...others) {
  if (document.activeElement !== focused) {
    [focused, ...others].find((one) => one?.isConnected)?.focus({ preventScroll: true });
  }
}

function identity(node) {
  if (!node.dataset) return node.nodeName;
  const own = (one) => one?.id || one?.dataset.of || one?.dataset.object || one?.dataset.status || one?.getAttribute('value') || '';
  return `${node.nodeName} ${own(node) || own(node.querySelector(':scope > [data-object]'))}`;
}

function become(element, wanted) {
  if (!element.dataset) {
    if (element.data !== wanted.data) element.data = wanted.data;
    return element;
  }
  for (const name of new Set([...element.getAttributeNames(), ...wanted.getAttributeNames()])) {
    const value = wanted.getAttribute(name);
    if (name === 'open' || value === element.getAttribute(name)) continue; // what is open is the reader's choice
    if (name === 'style') element.style.cssText = value ?? '';
    else if (value === null) element.removeAttribute(name);
    else element.setAttribute(name, value);
  }
  update(element, ...wanted.childNodes);
  return element;
}

/** Whether two values of JSON are the same. */
export function isSame(one, other) {
  if (one === other || !one || !other || typeof one !== 'object' || typeof other !== 'object') return one === other;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => isSame(one[name], other[name]));
}

/** A button that opens what is known of an object; console.js listens for it. */
export function objectButton(id, label, attributes = {}) {
  return make('button', { type: 'button', 'data-object': id, ...attributes }, label);
}

/** A mark whose shape, not only its colour, tells a status. */
export function cue(status) {
  return make('span', { class: `cue ${statusClass(status)}`, 'aria-hidden': 'true' });
}

/** The class of a status: one of those that console.css draws, or "other". */
export function statusClass(status) {
  const known = ['ACTIVE', 'STOPPED', 'FAILED', 'IN_PROGRESS', 'SUSPENDED'];
  return known.includes(status) ? status.toLowerCase().replace('_', '-') : 'other';
}

/** FAILED as "failed", IN_PROGRESS as "in progress". */
export function statusText(status) {
  return (status ?? 'no status').toLowerCase().replaceAll('_', ' ');
}

/** What an object is known by here: its id in the cloud, or in Concertim where the cloud has none. */
export function key(id) {
  return id.cloud || id.concertim;
}

/** What fe_updates will do with a device in the portal; an empty text if nothing. */
export function deviceFate(device) {
  if (device.delete_marker) return 'gone: to be deleted';
  if (!device.id.concertim) return 'new: to be created';
  return device.updated ? 'changed: to be updated' : '';
}
