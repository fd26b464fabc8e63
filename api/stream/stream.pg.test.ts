import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { aQueue } from '../../alerts/evidence/facts-under-test.ts';
import { saveQueues, type WatchedQueue } from '../../collector/watch/watched-queues.ts';
import { transaction } from '../../platform/postgres.ts';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, arrivals, DAY, HOUR, MINUTE, T0 } from '../../test/support/factory.ts';
import { clearChanges } from '../../tracker/changes/clear-changes.ts';
import { noteChange } from '../../tracker/changes/note-change.ts';
import { aKeyOf } from '../access/key-under-test.ts';
import { admitTestKey, apiUnderTest, KEY } from '../api-under-test.ts';
import { contract } from '../contract.ts';
import { listenTo } from './stream-under-test.ts';

const { pool } = await testDatabase();
await admitTestKey(pool);
const { url, ledger, server, clock, refused, get } = await apiUnderTest(pool);

const open: Awaited<ReturnType<typeof listenTo>>[] = [];
afterEach(() => Promise.all(open.splice(0).map(one => one.cut())));

async function listen(query = '', headers: Record<string, string> = {}) {
  const listening = await listenTo(`${url}/api/v1/stream${query}`, { authorization: `Bearer ${KEY}`, ...headers });
  open.push(listening);
  await listening.until(({ event }) => event === 'open');
  return listening;
}

const say = (orderId: string, named: Parameters<typeof anEvent>[0] = {}) =>
  ledger.record(arrivals([anEvent({ orderId, ...named })]));
const about = (orderId: string) => (one: { event: string; data: unknown }) =>
  one.event === 'order' && (one.data as { orderId: string }).orderId === orderId;

test('what changes is heard, in the form of the contract, and who comes back is told what was missed', async () => {
  const all = await listen();
  expect(all.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(all.response.headers.get('cache-control')).toBe('no-store');
  contract.StreamOpen.parse(all.of('open')[0]);
  contract.AsOf.parse((await all.until(({ event }) => event === 'asOf')).data);
  contract.Summary.parse((await all.until(({ event }) => event === 'summary')).data);

  const one = await listen('?topics=order,incident&order=ORD-2');
  await say('ORD-1', { customer: { id: 'C-1', name: 'Anna Ivanova', phone: '+79161234567' } });
  const { data } = await all.until(about('ORD-1'));
  expect(contract.StreamOrder.parse(data)).toMatchObject({ orderId: 'ORD-1', status: 'SUBMITTED', stuck: false });
  expect(JSON.stringify(all.heard)).not.toMatch(/Ivanova|7916|C-1/);
  await say('ORD-2');
  await one.until(about('ORD-2'));
  expect(one.of('order')).toHaveLength(1);
  expect(one.of('summary')).toEqual([]);

  // Cut after ORD-2: what happens meanwhile comes first, once, and nothing that was heard comes again.
  await transaction(pool, tx => noteChange(tx, { at: T0, topic: 'incident', subjects: ['7'] }));
  await all.until(({ event }) => event === 'incident');
  const lastId = all.lastId();
  await all.cut();
  await say('ORD-3');
  await say('ORD-4');
  const back = await listen('?topics=order,incident', { 'last-event-id': lastId });
  expect(back.of('open')).toMatchObject([{ resumed: true }]);
  await back.until(about('ORD-4'));
  await say('ORD-5');
  await back.until(about('ORD-5'));
  expect(back.of('order').map(order => (order as { orderId: string }).orderId)).toEqual(['ORD-3', 'ORD-4', 'ORD-5']);
  expect(back.of('incident')).toEqual([]);
  expect(back.of('resync')).toEqual([]);

  // As browsers do that can send no header, and after more than is kept.
  await clearChanges(pool, T0 + DAY);
  const late = await listen(`?topics=order&lastEventId=${encodeURIComponent(lastId)}`);
  expect((await late.until(({ event }) => event === 'resync')).data).toEqual({ why: 'too-old' });
});

test('hundreds of orders at once are told in one word', async () => {
  const all = await listen('?topics=order');
  await ledger.record(arrivals(Array.from({ length: 600 }, (_, n) => anEvent({ orderId: `MANY-${n}` }))));
  expect((await all.until(({ event }) => event === 'orders')).data).toEqual({ ids: null });
  expect(all.of('order')).toEqual([]);
});

test('a partner hears of nobody else, and whoever may no longer listen is let go', async () => {
  const headers = await aKeyOf(pool, 'partner', { partner: 'acme' });
  const acme = await listen('', headers);
  const staff = await listen('?topics=order');
  await say('THEIRS-1', { partner: 'other' });
  await say('OURS-1', { partner: 'acme' });
  await acme.until(about('OURS-1'));
  await staff.until(about('OURS-1'));
  expect(staff.of('order')).toHaveLength(2);
  expect(acme.of('order')).toHaveLength(1);
  expect([acme.of('summary'), acme.of('asOf').length]).toEqual([[], 1]);
  expect((await refused('GET', '/api/v1/stream?topics=incident', { headers })).problem.parameter).toBe('topics');
  expect((await refused('GET', '/api/v1/stream?topics=weather')).problem.parameter).toBe('topics');
  expect((await refused('GET', '/api/v1/stream', { headers: { authorization: 'Bearer none' } })).status).toBe(401);

  await pool.query(`update api.key set revoked_at = now() where partner = 'acme'`);
  await server.stream.checkAll();
  await acme.ended;
  expect(acme.of('end')).toEqual([{ why: 'signed-out' }]);
  expect(staff.of('end')).toEqual([]);
});

test('a client that does not read is let go, and costs no more than a bounded rest', async () => {
  const { hostname, port } = new URL(url);
  const slow = connect(Number(port), hostname);
  slow.pause();
  slow.write(`GET /api/v1/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${KEY}\r\n\r\n`);
  const brisk = await listen('?topics=incident');
  const before = server.stream.dropped();
  const long = Array.from({ length: 400 }, (_, n) => `${n}-`.padEnd(2_000, 'x'));
  // What sockets hold on the way is megabytes already.
  for (let round = 0; server.stream.dropped() === before && round < 100; round++) {
    await transaction(pool, tx => noteChange(tx, { at: T0, topic: 'incident', subjects: [...long, `${round}`] }));
    await brisk.until(({ data }) => (data as { ids?: string[] }).ids?.at(-1) === `${round}`);
  }
  expect(server.stream.dropped()).toBe(before + 1);
  slow.destroy();
  expect(brisk.of('resync')).toEqual([]);
});

test('no key has all streams, and the server ends them when it stops', async () => {
  const headers = await aKeyOf(pool, 'viewer');
  const many = await Promise.all(Array.from({ length: 50 }, () => listen('?topics=rule', headers)));
  const refusal = await refused('GET', '/api/v1/stream', { headers });
  expect([refusal.status, refusal.problem.type]).toEqual([429, 'urn:orderwatch:problem:too-many-streams']);
  await many[0]!.cut();

  clock.advance(HOUR / 2);
  await say('ORD-6');
  const { body } = await get(contract.Summary, '/api/v1/metrics/summary');
  expect(body.statuses.find(({ status }) => status === 'SUBMITTED')).toMatchObject({ stuck: 0, limit: 'PT86400S' });
  expect(body.flows).toContainEqual({
    lifecycle: 'jewellery',
    from: null,
    to: 'SUBMITTED',
    orders: expect.any(Number),
  });
  expect(body.asOf).toMatchObject({ newestAt: new Date(T0 + HOUR / 2).toISOString(), lag: null, late: false });
  clock.advance(25 * HOUR);
  const later = await get(contract.Summary, '/api/v1/metrics/summary');
  expect(later.body.totals).toMatchObject({ stuck: later.body.totals.open, atRisk: 0 });
  expect(later.body.totals.stuck).toBeGreaterThan(600);

  // How far the intake is behind is how long its queue has waited, and not how old that is which comes in.
  await say('ORD-OLD', { occurredAt: clock.now() - 26 * HOUR });
  const lagWith = async (seen: Partial<WatchedQueue>) => {
    clock.advance(MINUTE);
    const queue = aQueue({ name: 'orderwatch.ledger', isOurs: true, consumers: 1, sampledAt: clock.now(), ...seen });
    await transaction(pool, tx => saveQueues(tx, [queue]));
    return (await get(contract.Summary, '/api/v1/metrics/summary')).body.asOf.lag;
  };
  expect(await lagWith({ messages: 0, ready: 0, oldestAgeMs: null })).toBe('PT0S');
  expect(await lagWith({ messages: 70, ready: 70, oldestAgeMs: 40_000 })).toBe('PT40S');
  clock.advance(HOUR);
  expect((await get(contract.Summary, '/api/v1/metrics/summary')).body.asOf.lag).toBeNull();

  await server.stop();
  await many[1]!.ended;
  expect(many[1]!.of('end')).toEqual([{ why: 'shutting-down' }]);
});
