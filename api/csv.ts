export type CsvCell = string | number | boolean | null;

/** A line of RFC 4180. */
export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(written).join(',')}\r\n`;
}

/** What a spreadsheet would take for a formula is made text by an apostrophe: people type reasons, and customers names. */
function written(cell: CsvCell): string {
  if (cell === null) return '';
  const text = typeof cell === 'string' && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
