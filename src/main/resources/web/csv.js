// CSV (RFC 4180), for spreadsheets.

/** Lines of cells as one text. */
export function csv(lines) {
  return lines.map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
}

/** Names come from users: what a spreadsheet would take for a formula, wide signs too, begins with an apostrophe. */
function cell(value) {
  const text = String(value ?? '');
  const safe = /^[=+@\t\r\n\uFF1D\uFF0B\uFF20\uFF0D-]/.test(text) && !/^-?[0-9.]+$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Has the browser save a text as a file. */
export function save(name, text) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(['\uFEFF', text], { type: 'text/csv' })); // the mark tells Excel that it is UTF-8
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
