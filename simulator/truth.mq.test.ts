import { expect, test } from 'vitest';
import { listQuarantine } from '../collector/quarantine.ts';
import { type Instant, manualClock } from '../platform/clock.ts';
import { createLog } from '../platform/log.ts';
import { testVhost } from '../test/support/broker.ts';
import { testDatabase } from '../test/support/database.ts';
import { referenceLifecycles as lifecycles } from '../test/support/reference.ts';
import { findOrder } from '../tracker/orders.ts';
import { plainVault } from '../tracker/personal-data.ts';
import type { Garbling } from './course.ts';
import { EVERYTHING_FAILS } from './failures-under-test.ts';
import { DAY, MINUTE, SECOND } from './hours.ts';
import { runIntake } from './intake-under-test.ts';
import { SYSTEMS } from './process.ts';
import { expected, limits, shown } from './shown-under-test.ts';
import { createStation } from './station.ts';
import { story } from './story.ts';
import { storyTime } from './timeline.ts';
import type { SeenOrder, Truth } from './truth.ts';
import type { Message } from './world.ts';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const FROM = Date.parse('2026-09-01T00:00:00Z');
const LOOK_MS = 30 * MINUTE;
const log = createLog('error');

const { pool } = await testDatabase();

test.each(SEEDS)('what the ledger shows is the truth of story %i', { timeout: 300_000 }, async seed => {
  await pool.query(
    'truncate tracker.order_event, tracker.order_state, tracker.order_alias, tracker.order_search, tracker.order_anomaly, collector.quarantine, collector.raw_message',
  );
  const until = FROM + 18 * DAY;
  const told = story({ seed, from: FROM, until, ordersPerMonth: 150, failures: EVERYTHING_FAILS, limits, timeline });
  const { amqpUrl: url } = await testVhost();
  const clock = manualClock(FROM);
  const intake = await runIntake({ pool, url, clock });
  const stations = SYSTEMS.map(system => ({ system, station: createStation({ system, url, clock, log }) }));
  for (const { station } of stations) await station.start();

  let published = 0;
  const looks = chunks(told.messages);
  for (const [index, chunk] of looks.entries()) {
    clock.set(chunk.clock);
    const publishing = stations.map(({ system, station }) =>
      station.publish(chunk.messages.filter(({ publisher }) => publisher === system)),
    );
    await Promise.all(publishing);
    published += chunk.messages.length;
    await expect.poll(intake.dealtWith, { timeout: 120_000, interval: 5 }).toBe(published);
    // Now and then on the way, for what is late then will have come by the end.
    if (index % Math.ceil(looks.length / 3) === 1) {
      expect(await shown(pool, chunk.clock)).toEqual(expected(told.truth(chunk.clock)));
    }
  }

  const truth = told.truth(until);
  expect(await shown(pool, until)).toEqual(expected(truth));
  expect(await quarantined()).toEqual(unreadable(truth));
  await everyNameLeadsTo(truth.orders, until);
  for (const { station } of stations) await station.stop();
  await intake.stop();
});

/** Who listens here looks into the queue every half hour; the truth knows that. */
const timeline = { ...storyTime, arrival: looksAt };

function looksAt(publishedAt: Instant): Instant {
  return Math.ceil(publishedAt / LOOK_MS) * LOOK_MS;
}

type Chunk = { clock: Instant; messages: Message[] };

/** What can be recorded at one instant without a difference: all looks up to one with a time that can't be believed. */
function chunks(messages: readonly Message[]): Chunk[] {
  const found: Chunk[] = [];
  let begun: Message[] = [];
  for (const [clock, look] of Map.groupBy(messages, ({ publishedAt }) => looksAt(publishedAt))) {
    begun.push(...look);
    if (!look.some(isAhead) && begun.length < 1_000 && look.at(-1) !== messages.at(-1)) continue;
    found.push({ clock, messages: begun });
    begun = [];
  }
  return found;
}

/** Of a time that can't be believed, or hardly: it depends on when it comes whether it is. */
function isAhead({ body, properties: { timestamp = 0 }, publishedAt }: Message): boolean {
  const occurredAt = Date.parse(/"occurredAt":"([^"]+)"/.exec(body.toString('latin1'))?.[1] ?? '');
  return (occurredAt || timestamp * SECOND) > publishedAt + 4 * MINUTE + 59 * SECOND;
}

const REASONS: Readonly<Record<Garbling, string>> = {
  'cut-off': 'not_json',
  empty: 'empty_body',
  'renamed-status': 'unknown_status',
  'number-in-quotes': 'wrong_type',
  nameless: 'missing_field',
  'local-date': 'bad_time',
  'wrong-encoding': 'invalid_utf8',
};

function unreadable(truth: Truth): string[] {
  return truth.unreadable.map(({ messageId, how }) => `${messageId} ${REASONS[how]}`).sort();
}

async function quarantined(): Promise<string[]> {
  const { messages } = await listQuarantine(pool, {}, { after: null, limit: 1_000 }, plainVault);
  const { rows } = await pool.query<{ id: string; message_id: string }>(
    `select id::text, properties ->> 'messageId' as message_id from collector.quarantine`,
  );
  const names = new Map(rows.map(row => [row.id, row.message_id]));
  return messages.map(({ id, reasonKind }) => `${names.get(id)} ${reasonKind}`).sort();
}

/** Any of its names finds an order. */
async function everyNameLeadsTo(orders: readonly SeenOrder[], now: Instant): Promise<void> {
  for (const { orderId, otherNames } of orders.slice(0, 60)) {
    for (const name of [orderId, ...otherNames]) {
      expect(await findOrder(pool, lifecycles, name, now, plainVault), name).toMatchObject({
        kind: 'found',
        order: { orderId },
      });
    }
  }
}
