import { z } from 'zod';
import { toIso } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import type { AuditRow } from '../../tracker/audit/audit-rows.ts';
import { listAudit } from '../../tracker/audit/list.ts';
import type { contract } from '../contract.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import type { auditQuery } from './audit-requests.ts';

const position = z.tuple([z.literal('audit'), z.int().min(1)]);

/** The page of the log that a query asks for. Throws Refused. */
export async function auditPage(
  db: Db,
  { cursor, limit, format: _, ...filter }: z.infer<typeof auditQuery.audit>,
): Promise<z.infer<typeof contract.AuditPage>> {
  const after = cursor === undefined ? null : decodeCursor(position, cursor)[1];
  const { rows, next } = await listAudit(db, filter, { after, limit });
  return { items: rows.map(presentAudit), nextCursor: next === null ? null : encodeCursor(['audit', next]) };
}

export function presentAudit({ previous: _, ...row }: AuditRow): z.infer<typeof contract.AuditEntry> {
  return { ...row, at: toIso(row.at) };
}
