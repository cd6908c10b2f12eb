// Asks the program; what has not changed is not sent again.

const answers = new Map();
let ahead = 0;

/** The server's time now, in milliseconds; ages must not depend on this machine's clock. */
export function now() {
  return Date.now() + ahead;
}

/**
 * Asks for JSON. Answers {status, body}; with status 304 the body is null and the last one still holds.
 * Throws if there is no answer in time, or one with another status than 200, 304 and those that are expected.
 */
export async function ask(path, { seconds = 5, again = true, expected = [] } = {}) {
  const [endpoint] = path.split('?');
  const kept = again ? answers.get(endpoint) : undefined;
  const headers = kept?.path === path ? { 'If-None-Match': kept.tag } : {};
  const response = await fetch(path, { headers, cache: 'no-store', signal: AbortSignal.timeout(seconds * 1000) });
  const date = Date.parse(response.headers.get('Date') ?? '');
  if (!Number.isNaN(date) && Math.abs(date - now()) > 2000) {
    ahead = date - Date.now();
  }
  const { status } = response;
  if (status === 304) {
    return { status, body: null };
  }
  if (status !== 200 && !expected.includes(status)) {
    const why = await response.json().then((told) => told.error, () => response.statusText);
    throw Object.assign(new Error(`${endpoint} is answered with ${status}: ${why}`), { status, why });
  }
  const body = await response.json();
  if (again && status === 200 && response.headers.has('ETag')) {
    answers.set(endpoint, { path, tag: response.headers.get('ETag') });
  }
  return { status, body };
}
