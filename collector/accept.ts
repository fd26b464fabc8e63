import type { Clock, Instant } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { type Db, type Pool, transaction } from '../platform/postgres.ts';
import type { OrderEvent, OrderKey, StatedEvent } from '../tracker/event.ts';
import { eventName } from '../tracker/event-rows.ts';
import type { Ledger, Recorded, RecordedPart } from '../tracker/ledger.ts';
import type { Vault } from '../tracker/personal-data.ts';
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

/** Takes part in each transaction that takes messages out of quarantine; `ids`: which. */
export type Replaying = (tx: Db, ids: readonly string[]) => Promise<void>;

export type AcceptDeps = {
  pool: Pool;
  ledger: Ledger;
  decode: Decode;
  partitions: RawPartitions;
  metrics: IntakeMetrics;
  clock: Clock;
  log: Log;
  vault: Vault;
};

/**
 * The one way into the ledger and the quarantine, for messages from the queue, over HTTP and out of quarantine.
 * The events are written together with their bytes; if that fails for one of them, in several transactions, so that this
 * one ends in quarantine and its neighbours in the ledger: the rule is in `blame.ts`. Quarantine is written last, when
 * nothing can come between any more. Throws when the database is gone, and when no event could be recorded for a reason
 * that is no event's: then some messages may have been dealt with already, and accepting all of them again is harmless.
 */
export async function accept(deps: AcceptDeps, items: readonly Decoded[], replaying?: Replaying): Promise<Accepted> {
  if (items.length === 0) return { outcomes: [], events: [] };
  await deps.partitions.ensure(deps.clock.now());
  const outcomes = new Array<Outcome>(items.length);
  const events: OrderEvent[] = [];
  const toQuarantine = new Map<number, Decoded>();
  const suspects: { index: number; error: unknown }[] = [];
  const failures: { index: number; error: unknown }[] = [];

  /** Halves what fails down to the events that do; what was committed before the failure stays. */
  const take = async (indices: readonly number[], alone: (index: number, error: unknown) => void): Promise<void> => {
    try {
      for await (const part of record(deps, items, indices, replaying)) {
        for (const [at, index] of part.indices.entries()) outcomes[index] = part.outcomes[at]!;
        for (const event of part.events) events.push(event);
      }
    } catch (error) {
      const blamed = blame(error);
      if (blamed === 'database') throw error;
      const left = indices.filter(index => outcomes[index] === undefined);
      const middle = left.length >> 1;
      if (middle > 0) {
        await take(left.slice(0, middle), alone);
        await take(left.slice(middle), alone);
      } else if (blamed === 'content') toQuarantine.set(left[0]!, refused(items[left[0]!]!, error));
      else alone(left[0]!, error);
    }
  };
  const readable = [...items.keys()].filter(index => items[index]!.verdict.ok);
  if (readable.length > 0) await take(readable, (index, error) => suspects.push({ index, error }));

  const [first] = suspects;
  if (first && events.length === 0) throw first.error;
  for (const { index } of suspects) await take([index], (_, error) => failures.push({ index, error }));

  for (const { index, error } of failures) toQuarantine.set(index, failed(items[index]!, error));
  for (const [index, item] of items.entries()) if (!item.verdict.ok) toQuarantine.set(index, item);
  const quarantined = await quarantine(deps, [...toQuarantine.values()]);
  for (const [at, index] of [...toQuarantine.keys()].entries()) outcomes[index] = quarantined[at]!;
  for (const { index, error } of failures) tell(deps.log, items[index]!, error);
  return { outcomes, events };
}

function tell(log: Log, { verdict }: Decoded, error: unknown): void {
  if (!verdict.ok) return;
  const { key: order, eventId, correlationId } = verdict.event;
  log.error(
    { order, eventId, correlationId, ...whereabouts(error) },
    'Orderwatch fails to record this event, but not those beside it: quarantined as ledger_failed',
  );
}

type Stated = { item: Decoded; index: number; event: StatedEvent };
type AcceptedPart = Accepted & { indices: number[] };

/** The readable ones among the items into the ledger; yields what each transaction has committed. */
async function* record(
  { ledger, metrics, clock, vault }: AcceptDeps,
  items: readonly Decoded[],
  indices: readonly number[],
  replaying?: Replaying,
): AsyncGenerator<AcceptedPart> {
  const stated = indices.flatMap((index): Stated[] => {
    const item = items[index]!;
    return item.verdict.ok ? [{ item, index, event: item.verdict.event }] : [];
  });
  const arrivals = stated.map(({ item, event }) => ({ event, redelivered: item.message.redelivered }));
  const also = async (tx: Db, { recorded, places }: RecordedPart) => {
    const part = places.map(place => stated[place]!);
    const now = clock.now();
    await insertRawMessages(tx, rawRows(part, recorded, now), vault);
    const ids = part.flatMap(({ item }) => item.quarantineId ?? []);
    await markReplayed(tx, ids, now);
    if (ids.length > 0) await replaying?.(tx, ids);
  };
  for await (const { recorded, places } of ledger.recordInParts(arrivals, also)) {
    const part = places.map(place => stated[place]!);
    const outcomes = part.map(
      ({ event }, at): Outcome => ({ outcome: recorded.outcomes[at]!, orderKey: event.key, eventId: event.eventId }),
    );
    const accepted = { outcomes, events: recorded.events };
    metrics.accepted(
      part.map(({ item }) => item),
      accepted,
    );
    yield { ...accepted, indices: part.map(({ index }) => index) };
  }
}

/** One outcome for each of the items, none of which was understood. */
async function quarantine({ pool, metrics, vault }: AcceptDeps, items: readonly Decoded[]): Promise<Outcome[]> {
  if (items.length === 0) return [];
  const poison = items.flatMap(item => (item.verdict.ok ? [] : [{ item, rejection: item.verdict }]));
  const fresh = poison.filter(({ item }) => item.quarantineId === undefined);
  const known = poison.filter(({ item }) => item.quarantineId !== undefined);
  const ids = await transaction(pool, async tx => {
    await updateReasons(
      tx,
      known.map(({ item, rejection }) => ({ id: item.quarantineId!, message: item.message, rejection })),
      vault,
    );
    return insertQuarantined(
      tx,
      fresh.map(({ item, rejection }) => ({ message: item.message, rejection })),
      vault,
    );
  });
  const idOf = new Map(fresh.map(({ item }, at) => [item, ids[at]!]));
  const outcomes = poison.map(
    ({ item, rejection: { kind, reason } }): Outcome => ({
      outcome: 'quarantined',
      id: item.quarantineId ?? idOf.get(item)!,
      kind,
      reason,
    }),
  );
  metrics.accepted(items, { outcomes, events: [] });
  return outcomes;
}

/** The bytes of what is new and of what conflicts; a plain duplicate says nothing that is not kept already. */
function rawRows(stated: readonly Stated[], recorded: Recorded, now: Instant): RawRow[] {
  const recordedAt = new Map(recorded.events.map(event => [eventName(event), event.recordedAt]));
  return stated.flatMap(({ item, event }, at) =>
    recorded.outcomes[at] === 'duplicate'
      ? []
      : {
          orderId: event.key,
          eventId: event.eventId,
          recordedAt: recordedAt.get(eventName(event)) ?? now,
          message: item.message,
        },
  );
}

function withSaid(item: Decoded, rejection: Rejection): Decoded {
  if (!item.verdict.ok) return { ...item, verdict: rejection };
  const { key, ids, correlationId, source } = item.verdict.event;
  return { ...item, verdict: { ...rejection, said: { orderId: key, ids, correlationId, source } } };
}

function refused(item: Decoded, error: unknown): Decoded {
  const reason = `The event reads well, but the ledger refused it: ${(error as Error).message}.`;
  return withSaid(item, rejected('refused_by_ledger', reason));
}

function failed(item: Decoded, error: unknown): Decoded {
  const reason =
    'The event reads well, but Orderwatch failed to record it, while it recorded others of the same batch: ' +
    `${(error as Error).message}. This is a mistake in Orderwatch; replay the message once it is mended.`;
  return withSaid(item, rejected('ledger_failed', reason));
}
