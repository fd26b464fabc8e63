import { type Instant, toIso } from '../platform/clock.ts';
import type { Db, Pool } from '../platform/postgres.ts';
import { type OrderKey, OWN_SOURCE, OWN_TYPES, type StatedEvent } from './event.ts';
import { eventName, findDigests } from './event-rows.ts';
import { inWords, leastMs, parseDuration } from './iso-duration.ts';
import type { Ledger } from './ledger.ts';
import type { Lifecycle, Lifecycles } from './lifecycle.ts';
import { readStates, type StoredState } from './state-rows.ts';

/** Orders frozen in one batch. */
const PAGE = 200;

/**
 * Freezes the orders that have been in their status for as long as its freeze rule says, frozen stretches not counted;
 * each stay once, so that an order which somebody unfroze stays so until it moves. Any number of trackers may run it at
 * the same time. `runOnce` returns how many orders it froze.
 */
export function freezeDue(on: { pool: Pool; ledger: Ledger; lifecycles: () => Lifecycles }) {
  return {
    runOnce: async (now: Instant): Promise<number> => {
      let frozen = 0;
      for (const lifecycle of on.lifecycles().all) {
        for (const status of lifecycle.names) frozen += await freezeStatus(on, lifecycle, status, now);
      }
      return frozen;
    },
  };
}

async function freezeStatus(
  { pool, ledger }: { pool: Pool; ledger: Ledger },
  lifecycle: Lifecycle,
  status: string,
  now: Instant,
): Promise<number> {
  const { freeze } = lifecycle.status(status)!;
  if (!freeze) return 0;
  const since = now - leastMs(parseDuration(freeze.after));
  let frozen = 0;
  for (let from: Place | null = BEGINNING; from !== null; ) {
    const candidates: Place[] = await findCandidates(pool, lifecycle, { status, since, now, from });
    const states = await readStates(
      pool,
      candidates.map(({ key }) => key),
    );
    const due = [...states.values()].flatMap(stored => freezing(lifecycle, stored, now) ?? []);
    const known = await findDigests(pool, due);
    // A twin that another tracker records at the same moment says the same, and is nothing to count.
    const arrivals = due.filter(event => !known.has(eventName(event))).map(event => ({ event, redelivered: true }));
    const { outcomes } = arrivals.length > 0 ? await ledger.record(arrivals) : { outcomes: [] };
    frozen += outcomes.filter(outcome => outcome === 'recorded').length;
    from = candidates.length < PAGE ? null : candidates.at(-1)!;
  }
  return frozen;
}

/**
 * The event that freezes this order now; null when its time has not come. It says the same whoever makes it and when:
 * its time is that of its recording, and it names the stay, so that it freezes no other one (fold.ts).
 */
export function freezing(
  lifecycle: Lifecycle,
  { key, state, joinedInto }: StoredState,
  now: Instant,
): StatedEvent | null {
  const stay = state.memory.history.at(-1);
  if (!stay || state.frozen || joinedInto !== null) return null;
  const rule = lifecycle.status(stay.status)?.freeze;
  const at = lifecycle.freezeAt(stay.status, stay.at, state.memory.pauses);
  if (!rule || at === null || at > now) return null;
  const reason = `It has been in ${stay.status} for ${inWords(parseDuration(rule.after))} and nothing has moved it.`;
  return {
    key,
    eventId: `frozen:${stay.eventId}`,
    type: OWN_TYPES.frozen,
    status: null,
    source: OWN_SOURCE,
    occurredAt: null,
    sequence: null,
    correlationId: null,
    causationId: stay.eventId,
    ids: {},
    partner: null,
    promisedAt: null,
    customer: null,
    data: { by: 'rule', stay: stay.eventId, reason, status: stay.status, after: rule.after },
    traceparent: null,
    historic: false,
  };
}

/** Where in a status we are. */
type Place = { dueAt: string; key: OrderKey };

const BEGINNING: Place = { dueAt: '-infinity', key: '' };

/**
 * A page of those that may be due: exactly so long ago is worked out from the state. A frozen order has no limit, so the
 * index (status, due_at, order_id) leaves it out. An order whose last event is dated ahead of our clock waits until we
 * are past it, or it would be frozen before what is known of it. One that was folded under another lifecycle waits for
 * its renewal.
 */
async function findCandidates(
  db: Db,
  { name, hash }: Lifecycle,
  { status, since, now, from }: { status: string; since: Instant; now: Instant; from: Place },
): Promise<Place[]> {
  const { rows } = await db.query<{ order_id: OrderKey; due_at: Instant }>(
    `select s.order_id, s.due_at from tracker.order_state s
      where s.status = $1 and (s.due_at, s.order_id) > ($2, $3)
        and s.lifecycle = $4 and s.lifecycle_hash = $5 and s.joined_into is null
        and s.status_since <= $6 and s.last_event_at < $7
      order by s.due_at, s.order_id limit $8`,
    [status, from.dueAt, from.key, name, hash, toIso(since), toIso(now), PAGE],
  );
  return rows.map(row => ({ dueAt: toIso(row.due_at), key: row.order_id }));
}
