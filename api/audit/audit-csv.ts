import { toIso } from '../../platform/clock.ts';
import type { AuditRow } from '../../tracker/audit/audit-rows.ts';
import { canonicalJson } from '../../tracker/audit/chain.ts';

const COLUMNS: Readonly<Record<string, (row: AuditRow) => string | number | null>> = {
  sequence: row => row.sequence,
  at: row => toIso(row.at),
  who: row => row.who,
  role: row => row.role,
  from: row => row.from,
  action: row => row.action,
  subjectKind: row => row.subject.kind,
  subjectId: row => row.subject.id,
  reason: row => row.reason,
  before: row => (row.before === null ? null : canonicalJson(row.before)),
  after: row => (row.after === null ? null : canonicalJson(row.after)),
  hash: row => row.hash,
};

/** RFC 4180. */
export const AUDIT_CSV_HEAD = line(Object.keys(COLUMNS));

export function auditCsv(rows: readonly AuditRow[]): string {
  return rows.map(row => line(Object.values(COLUMNS).map(column => column(row)))).join('');
}

function line(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

/** What a spreadsheet would take for a formula is made text by an apostrophe: people type reasons. */
function cell(value: string | number | null): string {
  if (value === null) return '';
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
