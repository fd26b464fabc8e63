import type { Db } from '../../platform/postgres.ts';
import type { ChainHead } from './chain.ts';
import type { AuditEntry, AuditSubject } from './entry.ts';

/** An entry as it stands in the chain; hashes in hex. */
export type AuditRow = AuditEntry & { sequence: number; previous: string; hash: string };

export type StoredAuditRow = Omit<AuditRow, 'subject'> & { kind: AuditSubject['kind']; id: string };

export const AUDIT_COLUMNS = `sequence, at, who, role, from_address as "from", action, subject_kind as kind, subject_id as id,
            reason, before, after, encode(previous, 'hex') as previous, encode(hash, 'hex') as hash`;

export function auditRow({ kind, id, ...row }: StoredAuditRow): AuditRow {
  return { ...row, subject: { kind, id } };
}

/** What the entry said, without its place in the chain. */
export function entryOf({ sequence: _, previous: _previous, hash: _hash, ...entry }: AuditRow): AuditEntry {
  return entry;
}

const PAGE = 5_000;

/** All rows in their order, a few thousand at a time. In a transaction that sees one state of the database. */
export async function* everyAuditRow(tx: Db): AsyncGenerator<AuditRow> {
  for (let after = Number.MIN_SAFE_INTEGER; ; ) {
    const { rows } = await tx.query<StoredAuditRow>(
      `select ${AUDIT_COLUMNS} from tracker.audit where sequence > $1 order by sequence limit ${PAGE}`,
      [after],
    );
    for (const row of rows) yield auditRow(row);
    if (rows.length < PAGE) return;
    after = rows.at(-1)!.sequence;
  }
}

/** Where the chain should end. */
export async function readAuditHead(db: Db): Promise<ChainHead> {
  const { rows } = await db.query<ChainHead>(`select sequence, encode(hash, 'hex') as hash from tracker.audit_head`);
  return rows[0]!;
}
