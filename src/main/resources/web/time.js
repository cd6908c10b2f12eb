// Times for people.

const TIME = { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false };
const CLOCK = new Intl.DateTimeFormat(undefined, TIME);
const CLOCK_WITH_OFFSET = new Intl.DateTimeFormat(undefined, { ...TIME, timeZoneName: 'shortOffset' });
const DAY = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' });

/** 14:02:11, with the day if it is another one, and with the offset if it is another one: in autumn an hour comes twice. */
export function clock(time) {
  const date = new Date(time);
  const now = new Date();
  const text = (now.getTimezoneOffset() === date.getTimezoneOffset() ? CLOCK : CLOCK_WITH_OFFSET).format(date);
  return now.toDateString() === date.toDateString() ? text : `${DAY.format(date)}, ${text}`;
}

/** 3 s, 5 min, 2 h, 4 d. */
export function span(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 100) return `${seconds} s`;
  if (seconds < 6000) return `${Math.round(seconds / 60)} min`;
  return seconds < 172800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86400)} d`;
}

/** 93 ms, 1.2 s, 5 min. */
export function delay(milliseconds) {
  if (milliseconds < 1000) return `${milliseconds} ms`;
  return milliseconds < 100000 ? `${(milliseconds / 1000).toFixed(1)} s` : span(milliseconds);
}
