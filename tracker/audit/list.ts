import type { Instant } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import { type Param, parameters, time } from '../sql-condition.ts';
import { AUDIT_COLUMNS, type AuditRow, auditRow, type StoredAuditRow } from './audit-rows.ts';

export type AuditFilter = {
  who?: string | undefined;
  action?: string | undefined;
  subjectKind?: string | undefined;
  subjectId?: string | undefined;
  /** At or after. */
  from?: Instant | undefined;
  /** Before. */
  to?: Instant | undefined;
  /** A part of who, what, on what or why, whatever the case. */
  q?: string | undefined;
};

/** Newest first; `after`: the number of the last row of the page before. */
export async function listAudit(
  db: Db,
  filter: AuditFilter,
  { after, limit }: { after: number | null; limit: number },
): Promise<{ rows: AuditRow[]; next: number | null }> {
  const { values, param } = parameters();
  const conditions = [...conditionsOf(filter, param), ...(after === null ? [] : [`a.sequence < ${param(after)}`])];
  const { rows } = await db.query<StoredAuditRow>(
    `select ${AUDIT_COLUMNS} from tracker.audit a
      where ${conditions.join(' and ') || 'true'}
      order by a.sequence desc limit ${param(limit + 1)}`,
    values,
  );
  const shown = rows.slice(0, limit).map(auditRow);
  return { rows: shown, next: rows.length > limit ? shown.at(-1)!.sequence : null };
}

/** All that pass, newest first, a few thousand at a time. */
export async function* everyAudited(db: Db, filter: AuditFilter): AsyncGenerator<AuditRow[]> {
  for (let after: number | null = null; ; ) {
    const page = await listAudit(db, filter, { after, limit: PAGE });
    if (page.rows.length > 0) yield page.rows;
    if (page.next === null) return;
    after = page.next;
  }
}

const PAGE = 2_000;

function conditionsOf(filter: AuditFilter, param: Param): string[] {
  const { who, action, subjectKind, subjectId, from, to, q } = filter;
  const parts: string[] = [];
  if (who !== undefined) parts.push(`a.who = ${param(who)}`);
  // `order` means everything that is done to orders: `order.corrected`, `order.taken` …
  if (action !== undefined) {
    const named = param(action);
    parts.push(`(a.action = ${named} or starts_with(a.action, ${named} || '.'))`);
  }
  if (subjectKind !== undefined) parts.push(`a.subject_kind = ${param(subjectKind)}`);
  if (subjectId !== undefined) parts.push(`a.subject_id = ${param(subjectId)}`);
  if (from !== undefined) parts.push(`a.at >= ${time(param, from)}`);
  if (to !== undefined) parts.push(`a.at < ${time(param, to)}`);
  if (q !== undefined) {
    const part = param(`%${q.replace(/[\\%_]/g, '\\$&')}%`);
    const fields = ['a.who', 'a.action', 'a.subject_id', `coalesce(a.reason, '')`];
    parts.push(`(${fields.map(field => `${field} ilike ${part}`).join(' or ')})`);
  }
  return parts;
}
