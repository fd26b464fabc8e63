import { type Instant, toIso } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import type { Person } from '../decisions/own-event.ts';
import type { OrderKey } from '../event.ts';
import type { Vault } from '../personal-data.ts';
import { parameters } from '../sql-condition.ts';
import type { Correction, CorrectionState } from './correction.ts';

type Row = Omit<Correction, 'proposer' | 'decider'> & {
  proposer_id: string;
  proposer: string;
  decider_id: string | null;
  decider: string | null;
};

const COLUMNS = `c.id, c.order_id as "orderId", c.state, c.from_status as "from", c.to_status as "to", c.reason,
  c.occurred_at as "occurredAt", c.notify, c.words, c.publish, c.version, c.proposer_id, c.proposer,
  c.asked_at as "askedAt", c.expires_at as "expiresAt", c.decider_id, c.decider, c.decided_at as "decidedAt", c.decision,
  c.event_id as "eventId"`;

function fromRow({ proposer_id, proposer, decider_id, decider, words, ...row }: Row, vault: Vault): Correction {
  return {
    ...row,
    words: words === null ? null : vault.openText(words),
    proposer: { id: proposer_id, name: proposer },
    decider: decider_id === null ? null : { id: decider_id, name: decider! },
  };
}

/** Null: the same is proposed for the order already. */
export async function insertCorrection(
  tx: Db,
  correction: Omit<Correction, 'id'>,
  vault: Vault,
): Promise<Correction | null> {
  const { proposer, decider, words, ...one } = correction;
  const { rows } = await tx.query<Row>(
    `insert into tracker.correction as c
       (order_id, state, from_status, to_status, reason, occurred_at, notify, words, publish, version, proposer_id,
        proposer, asked_at, expires_at, decider_id, decider, decided_at, decision, event_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
     on conflict do nothing returning ${COLUMNS}`,
    [
      ...[one.orderId, one.state, one.from, one.to, one.reason, iso(one.occurredAt), one.notify],
      ...[words === null ? null : vault.sealText(words), one.publish, one.version, proposer.id, proposer.name],
      ...[iso(one.askedAt), iso(one.expiresAt), decider?.id, decider?.name, iso(one.decidedAt), one.decision],
      one.eventId,
    ],
  );
  return rows[0] ? fromRow(rows[0], vault) : null;
}

function iso(instant: Instant | null): string | null {
  return instant === null ? null : toIso(instant);
}

export type Decision = {
  state: Exclude<CorrectionState, 'proposed'>;
  decider: Person | null;
  decidedAt: Instant;
  decision: string | null;
  eventId?: string;
};

/** Decides one that is proposed; null: somebody was faster. The words to the customer are where they are sent from by then. */
export async function decideCorrection(
  tx: Db,
  id: number,
  { state, decider, decidedAt, decision, eventId }: Decision,
  vault: Vault,
): Promise<Correction | null> {
  const { rows } = await tx.query<Row>(
    `update tracker.correction c
        set state = $2, decider_id = $3, decider = $4, decided_at = $5, decision = $6, event_id = $7, words = null
      where c.id = $1 and c.state = 'proposed' returning ${COLUMNS}`,
    [id, state, decider?.id, decider?.name, toIso(decidedAt), decision, eventId],
  );
  return rows[0] ? fromRow(rows[0], vault) : null;
}

export async function findCorrection(db: Db, id: number, vault: Vault): Promise<Correction | null> {
  const { rows } = await db.query<Row>(`select ${COLUMNS} from tracker.correction c where c.id = $1`, [id]);
  return rows[0] ? fromRow(rows[0], vault) : null;
}

export type CorrectionFilter = { state?: CorrectionState | undefined; orderIds?: readonly OrderKey[] | undefined };

/** Newest first; `after`: the id of the last one of the page before. */
export async function listCorrections(
  db: Db,
  { state, orderIds }: CorrectionFilter,
  { after, limit }: { after: number | null; limit: number },
  vault: Vault,
): Promise<{ corrections: Correction[]; next: number | null }> {
  const { values, param } = parameters();
  const conditions = [
    ...(state === undefined ? [] : [`c.state = ${param(state)}`]),
    ...(orderIds === undefined ? [] : [`c.order_id = any (${param(orderIds)}::text[])`]),
    ...(after === null ? [] : [`c.id < ${param(after)}`]),
  ];
  const { rows } = await db.query<Row>(
    `select ${COLUMNS} from tracker.correction c where ${conditions.join(' and ') || 'true'}
      order by c.id desc limit ${param(limit + 1)}`,
    values,
  );
  const corrections = rows.slice(0, limit).map(row => fromRow(row, vault));
  return { corrections, next: rows.length > limit ? corrections.at(-1)!.id : null };
}

/** Those that nobody has agreed to in time. */
export async function expireCorrections(tx: Db, now: Instant, vault: Vault): Promise<Correction[]> {
  const { rows } = await tx.query<Row>(
    `update tracker.correction c set state = 'expired', decided_at = $1, words = null
      where c.state = 'proposed' and c.expires_at <= $1 returning ${COLUMNS}`,
    [toIso(now)],
  );
  return rows.map(row => fromRow(row, vault));
}
