import { expect, test } from 'vitest';
import { type Clock, systemClock } from '../platform/clock.ts';
import { createLog } from '../platform/log.ts';
import { testVhost } from '../test/support/broker.ts';
import { testDatabase } from '../test/support/database.ts';
import { type Bookmark, canGoOn, type StorySettings } from './bookmark.ts';
import { EVERYTHING_FAILS } from './failures-under-test.ts';
import { INBOXES } from './inboxes.ts';
import { runIntake } from './intake-under-test.ts';
import { createLive, type Live } from './live.ts';
import type { Release } from './releases.ts';
import { expected, limits, shown } from './shown-under-test.ts';

const SOON = { timeout: 120_000, interval: 50 };
const { pool } = await testDatabase();
const { amqpUrl: url, connection } = await testVhost();
// What is stuck depends on people's working hours, so it is always this Thursday morning.
const ahead = Date.parse('2026-11-19T08:00:00Z') - systemClock.now();
const clock: Clock = { now: () => systemClock.now() + ahead };
const SETTINGS: StorySettings = {
  seed: 7,
  ordersPerMonth: 400,
  speed: 2_000,
  failures: EVERYTHING_FAILS,
  storm: false,
};

function begin(resumed: Bookmark | null) {
  const said: string[] = [];
  let kept: Bookmark | null = null;
  const keep = (bookmark: Bookmark) => {
    kept = structuredClone(bookmark);
  };
  const deps = { url, clock, log: createLog('error'), say: (text: string) => said.push(text), keep };
  return { live: createLive(deps, { ...SETTINGS, limits }, resumed), said, kept: () => kept! };
}

async function runUntil({ live, said }: ReturnType<typeof begin>, words: RegExp): Promise<void> {
  await live.start();
  await expect.poll(() => said.join('\n'), SOON).toMatch(words);
  await live.stop();
}

async function expectTruth(live: Live): Promise<void> {
  const truth = live.truth()!;
  await expect.poll(() => shown(pool, truth.now), SOON).toEqual(expected(truth));
}

test('the ledger follows what is told live, and what is gone on with after a stop', { timeout: 300_000 }, async () => {
  const intake = await runIntake({ pool, url, clock });
  const first = begin(null);
  await runUntil(first, /stuck: ORD-\S+ in SUBMITTED .* was never published by the mes/);
  await expectTruth(first.live);
  const causes = new Set(first.live.truth()!.orders.map(({ why }) => why?.cause));
  for (const cause of ['lost-publish', 'failed-upload', 'starvation', 'flood', 'stopped-consumer']) {
    expect(causes).toContain(cause);
  }

  // What waits for a system that has stopped can be seen on the broker.
  const channel = await connection.createChannel();
  expect((await channel.checkQueue(INBOXES.crm!.queue)).messageCount).toBeGreaterThan(100);
  expect((await channel.checkQueue(INBOXES.mes!.queue)).messageCount).toBe(0);

  expect(canGoOn(first.kept(), SETTINGS)).toBe(true);
  expect(canGoOn(first.kept(), { ...SETTINGS, seed: 8 })).toBe(false);
  const again = begin(first.kept());
  await again.live.start();
  expect(again.said[0]).toContain('goes on with the story of the last start');
  const begun = again.live.truth()!.now;
  await expect.poll(() => again.live.truth()!.now, SOON).toBeGreaterThan(begun + 2_000);
  await again.live.stop();
  await expectTruth(again.live);
  const { rows } = await pool.query(
    `select count(*)::int as n from tracker.order_anomaly where kind = 'event_id_conflict'`,
  );
  expect(rows).toEqual([{ n: 0 }]);
  await intake.stop();
});

test('a stop in the middle of the past is gone on with as well', { timeout: 300_000 }, async () => {
  const other = await testVhost();
  const channel = await other.connection.createChannel();
  await channel.assertExchange('orders', 'topic', { durable: true });
  await channel.assertQueue('heard');
  await channel.bindQueue('heard', 'orders', '#');
  const heard = new Map<string, number>();
  await channel.consume('heard', got => {
    const id = got?.properties.messageId as string;
    heard.set(id, (heard.get(id) ?? 0) + 1);
  });
  const settings = { ...SETTINGS, failures: { ...EVERYTHING_FAILS, duplicates: 0 }, limits };
  const quiet = { url: other.amqpUrl, clock, log: createLog('error'), say: () => {} };

  let kept: Bookmark | undefined;
  let stopping: Promise<void> | undefined;
  const keep = (bookmark: Bookmark) => {
    kept = structuredClone(bookmark);
    stopping ??= first.stop();
  };
  const released: string[] = [];
  const release = async ({ service, version, at }: Release) => {
    released.push(`${service} ${version} ${at}`);
  };
  const first: Live = createLive({ ...quiet, keep, release }, settings);
  await first.start();
  await stopping;
  expect(kept!.toldUntil).toBeLessThan(kept!.anchors[0].story);

  const second = createLive({ ...quiet, release }, settings, kept);
  await second.start();
  await second.stop();
  const wanted = second.truth()!.orders.reduce((sum, { messages }) => sum + messages, 0);
  await expect.poll(() => heard.size, SOON).toBeGreaterThanOrEqual(wanted);
  expect([...heard.values()].filter(times => times > 1)).toEqual([]);
  expect(released.length).toBeGreaterThan(20);
  expect(new Set(released).size).toBe(released.length);
});
