import { Registry } from 'prom-client';
import { beforeEach, expect, test } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import { createLog } from '../platform/log.ts';
import { createPool, type Pool } from '../platform/postgres.ts';
import { testDatabase } from '../test/support/database.ts';
import { T0 } from '../test/support/factory.ts';
import { referenceLifecycles } from '../test/support/reference.ts';
import { lifecycle, lifecycles } from '../tracker/lifecycle.ts';
import { plainVault } from '../tracker/personal-data.ts';
import { createLedger } from '../tracker/record.ts';
import { accept, type Outcome } from './accept.ts';
import { decoder } from './envelope/decode.ts';
import { UNREADABLE_HEADERS } from './header-guard.ts';
import { createIntakeMetrics } from './intake-metrics.ts';
import { fromHttp, type InboundMessage } from './message.ts';
import { countOpen, findQuarantined, listQuarantine } from './quarantine.ts';
import { gaugeQuarantine } from './quarantine-gauge.ts';
import { rawPartitions } from './raw-partitions.ts';
import { type ReplayDeps, type Replayed, type ReplayOptions, type ReplaySelection, replay } from './replay.ts';

const { pool } = await testDatabase();
const clock = manualClock(T0);
const DAY = 86_400_000;

beforeEach(async () => {
  clock.set(T0);
  await pool.query('truncate tracker.order_event, tracker.order_state, collector.quarantine, collector.raw_message');
});

function depsWith(lifecycles = referenceLifecycles): ReplayDeps {
  const ledgerOn = (db: Pool) => createLedger({ pool: db, lifecycles: () => lifecycles, clock, vault: plainVault });
  const metrics = createIntakeMetrics(new Registry());
  const decode = decoder(() => lifecycles);
  return {
    pool,
    ledger: ledgerOn(pool),
    ledgerOn,
    decode,
    partitions: rawPartitions(pool),
    metrics,
    clock,
    log: createLog('silent'),
    vault: plainVault,
  };
}
const deps = depsWith();

/** The lifecycle after somebody has added the status that producers had already been sending. */
const withEngraving = depsWith(
  lifecycles(
    [],
    [lifecycle({ name: 'mended', zone: 'UTC', statuses: { ENGRAVING: { owner: 'mes', next: [], entry: true } } }, 'x')],
  ),
);

function posted(body: unknown): InboundMessage {
  return fromHttp(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)), clock.now());
}

function amqp(body: string, named: Partial<InboundMessage> = {}): InboundMessage {
  return { ...posted(body), origin: 'amqp', exchange: 'orders', routingKey: 'order.shop.x', ...named };
}

async function take(...messages: InboundMessage[]): Promise<Outcome[]> {
  const decoded = messages.map(async message => ({
    message,
    verdict: await deps.decode(message, { historic: false }),
  }));
  return (await accept(deps, await Promise.all(decoded))).outcomes;
}

async function replayAll(on: ReplayDeps, selection: ReplaySelection, named: Partial<ReplayOptions> = {}) {
  const all: Replayed[] = [];
  for await (const chunk of replay(on, selection, { historic: false, dryRun: false, ...named })) all.push(...chunk);
  return all;
}

async function listed(filter: Parameters<typeof listQuarantine>[1] = {}) {
  const { messages } = await listQuarantine(pool, filter, { after: null, limit: 100 }, plainVault);
  return messages.map(message => message.bodyPreview);
}

const engraving = (orderId: string) => ({ orderId, eventId: `e-${orderId}`, status: 'ENGRAVING', source: 'mes' });

test('messages of one call each have their outcome', async () => {
  const good = { orderId: 'A', eventId: '1', status: 'SUBMITTED', source: 'shop' };
  const outcomes = await take(posted(good), posted('nonsense'), posted(good), posted({ ...good, partner: 'acme' }));
  expect(outcomes).toEqual([
    { outcome: 'recorded', orderKey: 'A', eventId: '1' },
    { outcome: 'quarantined', id: expect.any(String), kind: 'not_json', reason: expect.stringContaining('not JSON') },
    { outcome: 'duplicate', orderKey: 'A', eventId: '1' },
    { outcome: 'conflict', orderKey: 'A', eventId: '1' },
  ]);
});

test('a redelivery of the same poison counts and adds no row, whatever the broker wrote on it', async () => {
  const properties = { ...posted('').properties, messageId: 'm-1' };
  await take(amqp('poison', { properties }));
  clock.advance(1_000);
  const death = { 'x-death': [{ count: 1, time: { '!': 'timestamp', value: 7 } }], 'x-delivery-count': 3 };
  await take(amqp('poison', { properties: { ...properties, headers: death } }));
  const { messages } = await listQuarantine(pool, {}, { after: null, limit: 10 }, plainVault);
  expect(messages).toMatchObject([{ times: 2, receivedAt: T0, lastReceivedAt: T0 + 1_000 }]);

  await take(amqp('poison', { properties: { ...properties, messageId: 'm-2' } }), posted('poison'));
  expect(await countOpen(pool)).toBe(3);
});

test('what no table could hold is kept all the same', async () => {
  let headers: Record<string, unknown> = { bytes: Buffer.from([0, 1]), nan: Number.NaN, 'k\0': 'v\0\uD800' };
  for (let level = 0; level < 3_000; level++) headers = { ...(level === 2_999 && { top: true }), h: headers };
  const [outcome] = await take(amqp('\0', { routingKey: 'a\0b', properties: { ...posted('').properties, headers } }));
  const { id } = outcome as { id: string };
  const kept = await findQuarantined(pool, id, plainVault);
  expect(kept).toMatchObject({ routingKey: 'a\uFFFDb', bodyBytes: 1, body: Buffer.from([0]) });
  expect(kept?.properties.headers).toMatchObject({ top: true, h: { h: {} } });
  expect(JSON.stringify(kept?.properties)).toContain('nested too deep');
});

test('the list is newest first, in pages, and filtered', async () => {
  await take(posted('one'));
  clock.advance(DAY);
  await take(amqp('two'), amqp('{}', { exchange: 'crm' }), posted('four'));
  expect(await listed()).toEqual(['four', '{}', 'two', 'one']);
  expect(await listed({ reasonKind: 'missing_field' })).toEqual(['{}']);
  expect(await listed({ exchange: 'orders' })).toEqual(['two']);
  expect(await listed({ since: T0 + DAY })).toEqual(['four', '{}', 'two']);
  expect(await listed({ until: T0 + DAY })).toEqual(['one']);
  expect(await listed({ state: 'replayed' })).toEqual([]);

  const first = await listQuarantine(pool, {}, { after: null, limit: 3 }, plainVault);
  const second = await listQuarantine(pool, {}, { after: first.next, limit: 3 }, plainVault);
  expect(first.messages.map(one => one.bodyPreview)).toEqual(['four', '{}', 'two']);
  expect(second).toMatchObject({ messages: [{ bodyPreview: 'one' }], next: null });
});

test('a preview is the beginning of the body, made readable', async () => {
  const [outcome] = await take(amqp('', { body: Buffer.concat([Buffer.from([0xff]), Buffer.alloc(2_000_000, 'x')]) }));
  const kept = await findQuarantined(pool, (outcome as { id: string }).id, plainVault);
  expect(kept?.bodyPreview).toBe(`\uFFFD${'x'.repeat(511)}`);
  expect(kept?.body).toHaveLength(2_000_001);
});

test.each(['0', '-1', '1.5', 'x', '99999999999999999999', "1'"])('no message has the id %s', async id => {
  expect(await findQuarantined(pool, id, plainVault)).toBeNull();
});

test('a replay records what is understood by now and leaves the rest with the reason of today', async () => {
  await take(
    posted(engraving('A')),
    posted('nonsense'),
    posted({ orderId: 'C', status: 'SUBMITTED', source: 'shop', sequence: -1 }),
  );
  expect(await replayAll(withEngraving, { filter: {} })).toEqual([
    { id: expect.any(String), outcome: 'recorded', orderKey: 'A', eventId: 'e-A' },
    { id: expect.any(String), outcome: 'still_quarantined', kind: 'not_json', reason: expect.any(String) },
    {
      id: expect.any(String),
      outcome: 'still_quarantined',
      kind: 'unknown_status',
      reason: expect.stringContaining('ENGRAVING'),
    },
  ]);
  expect(await listed({ state: 'replayed' })).toEqual([JSON.stringify(engraving('A'))]);
  expect(await listed({ state: 'open', reasonKind: 'unknown_status' })).toHaveLength(1);
  expect(await countOpen(pool)).toBe(2);
  const { rows } = await pool.query('select order_id, historic from tracker.order_event');
  expect(rows).toEqual([{ order_id: 'A', historic: false }]);
  // Replayed once is replayed: a second time there is nothing to do for it.
  expect(await replayAll(withEngraving, { filter: { reasonKind: 'unknown_status' } })).toHaveLength(1);
});

test('a historic replay tells nobody, a dry run changes nothing', async () => {
  const [first] = await take(posted(engraving('A')), posted(engraving('B')));
  const ids = [(first as { id: string }).id, '999', 'x'];
  expect(await replayAll(withEngraving, { ids }, { dryRun: true })).toEqual([
    { id: ids[0], outcome: 'would_be_recorded', orderKey: 'A', eventId: 'e-A' },
  ]);
  expect(await countOpen(pool)).toBe(2);
  expect(await replayAll(withEngraving, { ids }, { historic: true })).toMatchObject([{ outcome: 'recorded' }]);
  const { rows } = await pool.query('select order_id, historic from tracker.order_event');
  expect(rows).toEqual([{ order_id: 'A', historic: true }]);
});

test('two replays at once record each message once', async () => {
  await take(...Array.from({ length: 450 }, (_, number) => posted(engraving(`O-${number}`))));
  const [one, two] = await Promise.all([
    replayAll(withEngraving, { filter: {} }),
    replayAll(withEngraving, { filter: {} }),
  ]);
  const recorded = [...one, ...two].filter(result => result.outcome === 'recorded');
  expect(recorded).toHaveLength(450);
  expect(await countOpen(pool)).toBe(0);
  // Whatever both of them took, no producer sent it twice.
  const { rows } = await pool.query('select sum(duplicate_count) as duplicates from tracker.order_state');
  expect(rows[0].duplicates).toBe(0);
});

test('what one replay records again that another one recorded is no duplicate of a producer', async () => {
  const [outcome] = await take(posted(engraving('A')));
  const ids = [(outcome as { id: string }).id];
  await replayAll(withEngraving, { ids });
  await pool.query('update collector.quarantine set replayed_at = null');
  expect(await replayAll(withEngraving, { ids })).toMatchObject([{ outcome: 'duplicate' }]);
  const { rows } = await pool.query('select duplicate_count from tracker.order_state');
  expect(rows).toEqual([{ duplicate_count: 0 }]);
});

test('a message whose headers could not be read is replayed without them', async () => {
  const body = JSON.stringify({ orderId: 'A', eventId: 'e-A', status: 'SUBMITTED', source: 'shop' });
  const headers = { [UNREADABLE_HEADERS]: 'nested too deep or cut off' };
  const [outcome] = await take(amqp(body, { properties: { ...posted('').properties, headers } }));
  expect(outcome).toMatchObject({ outcome: 'quarantined', kind: 'unreadable_headers' });
  expect(await replayAll(deps, { filter: {} })).toMatchObject([{ outcome: 'recorded', orderKey: 'A' }]);
});

test('a replay fetches large bodies a few at a time, and those too large not at all', async () => {
  const properties = posted('').properties;
  const large = (index: number) => `{"orderId":"O-${index}","status":"ENGRAVING","note":"${'x'.repeat(1_000_000)}"}`;
  for (let index = 0; index < 40; index++) await take(amqp(large(index), { properties }));
  await take(amqp('', { body: Buffer.alloc(3_000_000, 'y') }));
  let fetched = 0;
  let largest = 0;
  const counting = new Proxy(pool, {
    get: (target, name) =>
      name === 'query'
        ? async (text: string, values: unknown[]) => {
            const result = await target.query<{ body?: Buffer | null }>(text, values);
            const sizes = result.rows.map(row => row.body?.length ?? 0);
            fetched = Math.max(
              fetched,
              sizes.reduce((sum, bytes) => sum + bytes, 0),
            );
            largest = Math.max(largest, ...sizes);
            return result;
          }
        : Reflect.get(target, name),
  });
  const results = await replayAll({ ...deps, pool: counting }, { filter: {} });
  expect(results).toHaveLength(41);
  expect(results.at(-1)).toMatchObject({
    outcome: 'still_quarantined',
    kind: 'too_large',
    reason: expect.stringContaining('3000000 bytes'),
  });
  expect(fetched).toBeLessThanOrEqual(32 * 1024 * 1024);
  expect(fetched).toBeGreaterThan(20_000_000);
  expect(largest).toBeLessThan(1_100_000);
});

test('the gauge counts what is open at each scrape, and fails none when the database is gone', async () => {
  const registry = new Registry();
  gaugeQuarantine(registry, pool);
  await take(posted('one'), posted('two'));
  expect(await registry.metrics()).toContain('orderwatch_quarantine_open_messages 2');

  const nowhere = new Registry();
  gaugeQuarantine(nowhere, createPool('postgres://nobody:secret@127.0.0.1:1/none', createLog('silent')));
  expect(await nowhere.metrics()).toContain('orderwatch_quarantine_open_messages Nan');
});
