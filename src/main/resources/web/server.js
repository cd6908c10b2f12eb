// Asks the program; what has not changed is not sent again.

const tags = new Map();
let ahead = 0;

/** The server's time now, in milliseconds; ages must not depend on this machine's clock. */
export function now() {
  return Date.now() + ahead;
}

/**
 * Asks for JSON. Answers {status, body}; with status 304 the body is null and the last one still holds.
 * Throws if there is no answer in time.
 */
export async function ask(path, { seconds = 5, again = true } = {}) {
  const headers = again && tags.has(path) ? { 'If-None-Match': tags.get(path) } : {};
  const response = await fetch(path, { headers, cache: 'no-store', signal: AbortSignal.timeout(seconds * 1000) });
  const date = Date.parse(response.headers.get('Date') ?? '');
  if (!Number.isNaN(date) && Math.abs(date - now()) > 2000) {
    ahead = date - Date.now();
  }
  if (response.status === 304) {
    return { status: 304, body: null };
  }
  const body = await response.json();
  if (again && response.ok && response.headers.has('ETag')) {
    tags.set(path, response.headers.get('ETag'));
  }
  return { status: response.status, body };
}
