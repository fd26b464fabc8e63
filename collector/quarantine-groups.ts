import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { type Fingerprint, readFingerprint } from './fingerprint.ts';
import { isOpen } from './quarantine.ts';

/** Messages in quarantine by what they have in common and by whom they name. Of what they say there is nothing here. */

export type QuarantineGroup = Fingerprint & {
  fingerprint: string;
  /** Different messages; one that came again counts once. */
  count: number;
  /** When the first of them came, and when one of them came last. */
  firstAt: Instant;
  lastAt: Instant;
};

export type QuarantinedOrder = Fingerprint & {
  /** Where to look at it: GET /quarantine/{id}. */
  id: string;
  fingerprint: string;
  /** The orders that it seems to name, as the ledger names them: `ORD-1042`, `~mes:M-77`, `~corr:cart-77`. */
  names: readonly string[];
  receivedAt: Instant;
  lastReceivedAt: Instant;
};

/** What waits in quarantine, those that have waited longest first. It reads an index of what waits. */
export async function groupQuarantine(db: Db): Promise<QuarantineGroup[]> {
  const { rows } = await db.query<Omit<QuarantineGroup, keyof Fingerprint>>(
    `select coalesce(q.fingerprint, q.reason_kind) as fingerprint, count(*)::int as count,
            min(q.received_at) as "firstAt", max(q.last_received_at) as "lastAt"
       from collector.quarantine q where ${isOpen('q')}
      group by coalesce(q.fingerprint, q.reason_kind)
      order by min(q.received_at), coalesce(q.fingerprint, q.reason_kind)`,
  );
  return rows.map(row => ({ ...row, ...readFingerprint(row.fingerprint) }));
}

// Somebody may send what nobody reads about an order for days.
const MOST = 1_000;

/** What waits in quarantine and names one of these, in the names of the ledger; the newest first, a thousand at most. */
export async function readQuarantined(db: Db, names: readonly string[]): Promise<QuarantinedOrder[]> {
  if (names.length === 0) return [];
  const { rows } = await db.query<Omit<QuarantinedOrder, keyof Fingerprint | 'id'> & { id: number }>(
    `select q.id, coalesce(q.fingerprint, q.reason_kind) as fingerprint, q.mentions as names,
            q.received_at as "receivedAt", q.last_received_at as "lastReceivedAt"
       from collector.quarantine q
      where q.mentions && $1::text[] and ${isOpen('q')}
      order by q.id desc limit $2`,
    [names, MOST],
  );
  return rows.map(row => ({ ...row, id: String(row.id), ...readFingerprint(row.fingerprint) }));
}
