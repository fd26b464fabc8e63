import type { Clock, Instant } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { type Db, type Pool, transaction } from '../platform/postgres.ts';
import type { OrderEvent, OrderKey, StatedEvent } from '../tracker/event.ts';
import type { Ledger, Recorded } from '../tracker/ledger.ts';
import { blame, whereabouts } from './blame.ts';
import type { Decode } from './envelope/decode.ts';
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
  decode: Decode;
  partitions: RawPartitions;
  metrics: IntakeMetrics;
  clock: Clock;
  log: Log;
};

/**
 * The one way into the ledger and the quarantine, for messages from the queue, over HTTP and out of quarantine.
 * Everything is written in one transaction; if that fails for one of the events, in several, so that this one ends in
 * quarantine and its neighbours in the ledger: the rule is in `blame.ts`. Throws when the database is gone, and when
 * no event could be recorded for a reason that is no event's: then some messages may have been dealt with already,
 * and accepting all of them again is harmless.
 */
export async function accept(deps: AcceptDeps, items: readonly Decoded[]): Promise<Accepted> {
  if (items.length === 0) return { outcomes: [], events: [] };
  await deps.partitions.ensure(deps.clock.now());
  try {
    return await record(deps, items);
  } catch (error) {
    if (blame(error) === 'database' || !items.some(item => item.verdict.ok)) throw error;
    return acceptInParts(deps, items);
  }
}

/** Halves the events down to those that fail, and writes into quarantine last, when nothing can come between any more. */
async function acceptInParts(deps: AcceptDeps, items: readonly Decoded[]): Promise<Accepted> {
  const outcomes = new Array<Outcome>(items.length);
  const events: OrderEvent[] = [];
  const keep = (indices: readonly number[], accepted: Accepted): void => {
    for (const [at, index] of indices.entries()) outcomes[index] = accepted.outcomes[at]!;
    events.push(...accepted.events);
  };
  const toQuarantine = new Map<number, Decoded>();
  const suspects: { index: number; error: unknown }[] = [];
  const failures: { index: number; error: unknown }[] = [];

  const take = async (indices: readonly number[], alone: (index: number, error: unknown) => void): Promise<void> => {
    try {
      const part = indices.map(index => items[index]!);
      keep(indices, await record(deps, part));
    } catch (error) {
      const [index] = indices;
      const middle = indices.length >> 1;
      const blamed = blame(error);
      if (blamed === 'database') throw error;
      if (middle > 0) {
        await take(indices.slice(0, middle), alone);
        await take(indices.slice(middle), alone);
      } else if (blamed === 'content') toQuarantine.set(index!, refused(items[index!]!, error));
      else alone(index!, error);
    }
  };
  const readable = [...items.keys()].filter(index => items[index]!.verdict.ok);
  await take(readable, (index, error) => suspects.push({ index, error }));

  const [first] = suspects;
  if (first && events.length === 0) throw first.error;
  for (const { index } of suspects) await take([index], (_, error) => failures.push({ index, error }));

  for (const { index, error } of failures) toQuarantine.set(index, failed(items[index]!, error));
  for (const [index, item] of items.entries()) if (!item.verdict.ok) toQuarantine.set(index, item);
  if (toQuarantine.size > 0) keep([...toQuarantine.keys()], await record(deps, [...toQuarantine.values()]));
  for (const { index, error } of failures) tell(deps.log, items[index]!, error);
  return { outcomes, events };
}

function tell(log: Log, { verdict }: Decoded, error: unknown): void {
  if (!verdict.ok) return;
  const { key: order, eventId } = verdict.event;
  log.error(
    { order, eventId, ...whereabouts(error) },
    'Orderwatch fails to record this event, but not those beside it: quarantined as ledger_failed',
  );
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

function refused(item: Decoded, error: unknown): Decoded {
  const reason = `The event reads well, but the ledger refused it: ${(error as Error).message}.`;
  return { ...item, verdict: rejected('refused_by_ledger', reason) };
}

function failed(item: Decoded, error: unknown): Decoded {
  const reason =
    'The event reads well, but Orderwatch failed to record it, while it recorded others of the same batch: ' +
    `${(error as Error).message}. This is a mistake in Orderwatch; replay the message once it is mended.`;
  return { ...item, verdict: rejected('ledger_failed', reason) };
}
