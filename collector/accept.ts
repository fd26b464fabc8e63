import type { Clock, Instant } from '../platform/clock.ts';
import { type Db, type Pool, sqlState, transaction } from '../platform/postgres.ts';
import type { OrderEvent, OrderKey, StatedEvent } from '../tracker/event.ts';
import type { Ledger, Recorded } from '../tracker/ledger.ts';
import type { Lifecycle } from '../tracker/lifecycle.ts';
import { type Rejection, rejected, type Verdict } from './envelope/envelope.ts';
import type { IntakeMetrics } from './intake-metrics.ts';
import type { InboundMessage } from './message.ts';
import { insertQuarantined, markReplayed, updateReasons } from './quarantine-rows.ts';
import { insertRawMessages, type RawRow } from './raw-message.ts';
import type { RawPartitions } from './raw-partitions.ts';

/** A message and what decoding made of it. */
export type Decoded = {
  message: InboundMessage;
  verdict: Verdict;
  /** Set for a message that comes out of quarantine: its row is updated instead of another added. */
  quarantineId?: string;
};

export type Outcome =
  | { outcome: 'recorded' | 'duplicate' | 'conflict'; orderKey: OrderKey; eventId: string }
  | { outcome: 'quarantined'; id: string; kind: Rejection['kind']; reason: string };

export type Accepted = {
  /** One for each message, in its order. */
  outcomes: Outcome[];
  /** The events that were new. */
  events: OrderEvent[];
};

export type AcceptDeps = {
  pool: Pool;
  ledger: Ledger;
  lifecycle: Lifecycle;
  partitions: RawPartitions;
  metrics: IntakeMetrics;
  clock: Clock;
};

/**
 * The one way into the ledger and the quarantine, for messages from the queue, over HTTP and out of quarantine.
 * Everything is written in one transaction; if the database refuses it for its content, in several, so that the one
 * bad message ends in quarantine and its neighbours in the ledger. Throws when the database is gone: then some
 * messages may have been recorded already, and accepting all of them again is harmless.
 */
export async function accept(deps: AcceptDeps, items: readonly Decoded[]): Promise<Accepted> {
  if (items.length === 0) return { outcomes: [], events: [] };
  try {
    await deps.partitions.ensure(deps.clock.now());
    return await record(deps, items);
  } catch (error) {
    if (!isRefusal(error) || items.every(item => !item.verdict.ok)) throw error;
    if (items.length === 1) return record(deps, [refused(items[0]!, error)]);
    const middle = items.length >> 1;
    const first = await accept(deps, items.slice(0, middle));
    const second = await accept(deps, items.slice(middle));
    return { outcomes: [...first.outcomes, ...second.outcomes], events: [...first.events, ...second.events] };
  }
}

/** One transaction, and once it is committed, its figures. */
async function record(deps: AcceptDeps, items: readonly Decoded[]): Promise<Accepted> {
  const accepted = await write(deps, items);
  deps.metrics.accepted(items, accepted);
  return accepted;
}

type Stated = { item: Decoded; index: number; event: StatedEvent };
type Poison = { item: Decoded; index: number; rejection: Rejection };

async function write({ pool, ledger, clock }: AcceptDeps, items: readonly Decoded[]): Promise<Accepted> {
  const stated: Stated[] = [];
  const poison: Poison[] = [];
  for (const [index, item] of items.entries()) {
    if (item.verdict.ok) stated.push({ item, index, event: item.verdict.event });
    else poison.push({ item, index, rejection: item.verdict });
  }

  const outcomes = new Array<Outcome>(items.length);
  // Runs once for every attempt of the transaction; the last one's results count.
  const also = async (tx: Db, recorded: Recorded) => {
    const now = clock.now();
    for (const [at, { index, event }] of stated.entries()) {
      outcomes[index] = { outcome: recorded.outcomes[at]!, orderKey: event.key, eventId: event.eventId };
    }
    await insertRawMessages(tx, rawRows(stated, recorded, now));
    await markReplayed(
      tx,
      stated.flatMap(({ item }) => item.quarantineId ?? []),
      now,
    );
    await keepPoison(tx, poison, outcomes);
  };

  if (stated.length === 0) {
    await transaction(pool, tx => keepPoison(tx, poison, outcomes));
    return { outcomes, events: [] };
  }
  const arrivals = stated.map(({ item, event }) => ({ event, redelivered: item.message.redelivered }));
  const { events } = await ledger.record(arrivals, also);
  return { outcomes, events };
}

async function keepPoison(tx: Db, poison: readonly Poison[], outcomes: Outcome[]): Promise<void> {
  const fresh = poison.filter(({ item }) => item.quarantineId === undefined);
  const known = poison.filter(({ item }) => item.quarantineId !== undefined);
  const ids = await insertQuarantined(
    tx,
    fresh.map(({ item, rejection }) => ({ message: item.message, rejection })),
  );
  await updateReasons(
    tx,
    known.map(({ item, rejection }) => ({ id: item.quarantineId!, rejection })),
  );
  for (const [at, { index, rejection }] of fresh.entries()) outcomes[index] = quarantined(ids[at]!, rejection);
  for (const { item, index, rejection } of known) outcomes[index] = quarantined(item.quarantineId!, rejection);
}

function quarantined(id: string, { kind, reason }: Rejection): Outcome {
  return { outcome: 'quarantined', id, kind, reason };
}

/** The bytes of what is new and of what conflicts; a plain duplicate says nothing that is not kept already. */
function rawRows(stated: readonly Stated[], recorded: Recorded, now: Instant): RawRow[] {
  const recordedAt = new Map(recorded.events.map(event => [`${event.key}\n${event.eventId}`, event.recordedAt]));
  return stated.flatMap(({ item, event }, at) =>
    recorded.outcomes[at] === 'duplicate'
      ? []
      : {
          orderId: event.key,
          eventId: event.eventId,
          recordedAt: recordedAt.get(`${event.key}\n${event.eventId}`) ?? now,
          message: item.message,
        },
  );
}

// Data exceptions, violated constraints, exceeded limits: the content is at fault and will be the next time too.
const REFUSED_CLASSES = new Set(['22', '23', '54']);

/**
 * True when trying again can't help. A mistake of ours that only some event brings to light (TypeError, RangeError)
 * counts as well: it may cost that event's message a stay in quarantine, but not the line.
 */
function isRefusal(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== undefined) return REFUSED_CLASSES.has(state.slice(0, 2));
  return error instanceof TypeError || error instanceof RangeError;
}

function refused(item: Decoded, error: unknown): Decoded {
  const said = (error as Error).message;
  return {
    ...item,
    verdict: rejected('refused_by_ledger', `The event reads well, but the ledger refused it: ${said}.`),
  };
}
