import { toIso } from '../../platform/clock.ts';
import type { AuditRow } from '../../tracker/audit/audit-rows.ts';
import { canonicalJson } from '../../tracker/audit/chain.ts';
import { type CsvCell, csvLine } from '../csv.ts';

const COLUMNS: Readonly<Record<string, (row: AuditRow) => CsvCell>> = {
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
export const AUDIT_CSV_HEAD = csvLine(Object.keys(COLUMNS));

export function auditCsv(rows: readonly AuditRow[]): string {
  return rows.map(row => csvLine(Object.values(COLUMNS).map(column => column(row)))).join('');
}
