import { printable } from './printable.ts';

const GAP = '  ';

/** Columns as wide as what stands in them; the last one is not filled up. */
export function table(rows: readonly (readonly string[])[], indent = ''): string {
  const widths: number[] = [];
  const cells = rows.map(row => row.map(printable));
  for (const row of cells) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  }
  return cells
    .map(row => (indent + row.map((cell, column) => cell.padEnd(widths[column]!)).join(GAP)).trimEnd())
    .join('\n');
}
