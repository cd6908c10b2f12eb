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
