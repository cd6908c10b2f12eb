// Links to the pages of other systems that show an object.

import { make } from './elements.js';

const PAGES = {
  concertim: { title: 'Concertim', rack: 'racks/ID', device: 'devices/ID', team: 'teams/ID' },
  horizon: {
    title: 'Horizon', rack: 'project/stacks/stack/ID/', Instance: 'project/instances/ID/', Volume: 'project/volumes/ID/',
    Network: 'project/networks/ID/detail',
  },
};
let addresses = {};

/** Takes the systems' addresses, by name; a system without one has no links. */
export function linkTo(configured) {
  addresses = configured;
  document.getElementById('documentation').hidden = !addresses.documentation;
}

/** The links to an object of a view: a rack, a team, or a device of some type. */
export function linksOf(kind, { id, type }) {
  return Object.entries(PAGES).map(([system, pages]) => {
    const path = pages[kind] ?? pages[type];
    const own = system === 'concertim' ? id.concertim : id.cloud;
    if (!addresses[system] || !path || !own) return null;
    const href = `${addresses[system].replace(/\/*$/, '/')}${path.replace('ID', encodeURIComponent(own))}`;
    return make('a', { href, target: '_blank', rel: 'noopener noreferrer' }, `Open in ${pages.title}`);
  });
}
