import { toIso } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import { noteChange, TOPICS_OF } from '../changes/note-change.ts';
import { type ChainHead, link, plainEntry } from './chain.ts';
import { withoutContacts } from './contacts-in-reason.ts';
import type { AuditEntry } from './entry.ts';

// Any fixed number will do; it is the same for every process.
const AUDIT_LOCK = 7_203_114_889;

/**
 * Writes what somebody did into the chain, in the transaction that does it: both are there or neither is.
 *
 * A chain has one end, so from here until the commit nobody else can write to it. Call it as the last thing in the
 * transaction, when everything else is locked and written: what then waits behind the lock is one commit, about a
 * thousand changes a second, and people make a few a minute. It is also what rules deadlocks out. Rows first and the
 * chain last is the order of everybody, so whoever holds the chain waits for nobody; who takes a row after it may be
 * ended by the database with 40P01, and `transaction` runs it again. Of many changes in one transaction call
 * `recordAudits`, once.
 */
export async function recordAudit(tx: Db, entry: AuditEntry): Promise<void> {
  await recordAudits(tx, [entry]);
}

/** The same for several changes, in their order, with one wait and one statement. */
export async function recordAudits(tx: Db, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  for (const { at, subject } of entries) {
    for (const topic of TOPICS_OF[subject.kind] ?? []) await noteChange(tx, { at, topic, subjects: [subject.id] });
  }
  // A statement of its own: the next one sees what was committed while this one waited.
  await tx.query('select pg_advisory_xact_lock($1)', [AUDIT_LOCK]);
  // A row that somebody put in by other means keeps the number that it took: it shows, and does not stop the others.
  const { rows } = await tx.query<ChainHead>(
    `select greatest(sequence, (select max(sequence) from tracker.audit)) as sequence, encode(hash, 'hex') as hash
       from tracker.audit_head`,
  );
  let head = rows[0]!;
  const links = entries
    .map(withoutContacts)
    .map(plainEntry)
    .map(entry => {
      const previous = head.hash;
      head = link(head, entry);
      return { ...head, previous, ...entry, at: toIso(entry.at), kind: entry.subject.kind, id: entry.subject.id };
    });
  await tx.query(
    `with chained as (
       insert into tracker.audit (sequence, at, who, role, from_address, action, subject_kind, subject_id, reason,
                                  before, after, previous, hash)
       select sequence, at, who, role, "from", action, kind, id, reason, before, after,
              decode(previous, 'hex'), decode(hash, 'hex')
         from jsonb_to_recordset($1) as link (
           sequence bigint, at timestamptz, who text, role text, "from" text, action text, kind text, id text,
           reason text, before jsonb, after jsonb, previous text, hash text))
     update tracker.audit_head set sequence = $2, hash = decode($3, 'hex')`,
    [JSON.stringify(links), head.sequence, head.hash],
  );
}
