// The page's own address: what is shown is in its fragment, so that a link to it shows the same again.

/** What the address asks for, by name; names that are not there are undefined. */
export function asked() {
  return Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
}

/** Writes into the address what is shown; an empty value, or null, takes its name away. */
export function tell(shown) {
  const parts = new URLSearchParams(location.hash.slice(1));
  for (const [name, value] of Object.entries(shown)) {
    if (value) parts.set(name, value);
    else parts.delete(name);
  }
  const fragment = parts.toString();
  if (fragment !== location.hash.slice(1)) history.replaceState(null, '', fragment ? `#${fragment}` : location.pathname);
}
