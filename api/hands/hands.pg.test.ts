import { beforeAll, beforeEach, expect, test } from 'vitest';
import { toIso } from '../../platform/clock.ts';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, arrivals, DAY, HOUR, MINUTE, T0 } from '../../test/support/factory.ts';
import { USUAL_DECISIONS } from '../../tracker/decisions/settings.ts';
import { createClaimSweep } from '../../tracker/hands/hands.ts';
import { byQueue, type Waiting } from '../../tracker/work-queue/queue-rank.ts';
import { apiUnderTest } from '../api-under-test.ts';
import { contract } from '../contract.ts';
import { registerKey } from '../keys.ts';

const { pool } = await testDatabase();
const api = await apiUnderTest(pool);

const ROLES = { olga: 'operator', ivan: 'operator', maria: 'manager', sofia: 'support' } as const;
type Who = keyof typeof ROLES;
const as = (who: Who) => ({ headers: { authorization: `Bearer a-key-of-${who}` } });

beforeAll(async () => {
  for (const [name, role] of Object.entries(ROLES)) {
    await registerKey(pool, { name, role, key: `a-key-of-${name}` }, T0);
  }
});

beforeEach(async () => {
  api.clock.set(T0);
  await pool.query(
    'truncate tracker.order_event, tracker.order_state, tracker.order_search, tracker.order_alias, tracker.order_hands, tracker.publication',
  );
});

const started = (orderId: string, at = T0) =>
  anEvent({ orderId, status: 'MANUFACTURING_STARTED', source: 'mes', occurredAt: at });
const record = (...events: ReturnType<typeof anEvent>[]) => api.ledger.record(arrivals(events));
const path = (orderId: string, command: string) => `/api/v1/orders/${orderId}/${command}`;
const post = (who: Who, orderId: string, command: string, body: object = {}) =>
  api.post(contract.OrderHands, path(orderId, command), JSON.stringify(body), as(who));
const refused = (who: Who, orderId: string, command: string, body: object = {}) =>
  api.refused('POST', path(orderId, command), { ...as(who), body: JSON.stringify(body) });
const queue = async (who: Who, query = '') =>
  (await api.get(contract.WorkQueue, `/api/v1/work-queue${query}`, as(who))).body;
const ids = (items: { orderId: string }[]) => items.map(({ orderId }) => orderId);

test('of any number who take an order at once one has it, and the others learn who and since when', async () => {
  await record(started('ORD-1'));
  const tries = (['olga', 'ivan', 'maria'] as const).flatMap(who => [who, who, who]);

  const all = await Promise.all(tries.map(who => api.send('POST', path('ORD-1', 'take'), { ...as(who), body: '{}' })));

  const winners = new Set(tries.filter((_, at) => all[at]!.status === 200));
  expect(winners.size).toBe(1);
  const [winner] = winners;
  for (const [at, response] of all.entries()) {
    const body = (await response.json()) as object;
    if (tries[at] === winner) expect(body).toMatchObject({ claim: { by: winner, isYours: true } });
    else {
      expect(response.status).toBe(409);
      expect(contract.Problem.parse(body)).toMatchObject({ holder: { by: winner, since: toIso(T0) } });
    }
  }
  const { rows } = await pool.query(
    `select count(*)::int as taken from tracker.order_event where type = 'order.taken'`,
  );
  expect(rows).toEqual([{ taken: 1 }]);
});

test('what was taken is given back by whoever has it, or a manager, and is everybody’s after four hours without a word', async () => {
  await record(started('ORD-1'));
  await post('olga', 'ORD-1', 'take');
  expect((await refused('ivan', 'ORD-1', 'release')).problem.holder).toMatchObject({ by: 'olga' });
  expect((await post('maria', 'ORD-1', 'release')).body.claim).toBeNull();
  expect((await refused('olga', 'ORD-1', 'release')).problem.detail).toBe('Nobody has it.');

  await post('olga', 'ORD-1', 'take');
  api.clock.advance(3 * HOUR);
  await post('olga', 'ORD-1', 'notes', { text: 'the stone is not there' });
  api.clock.advance(3 * HOUR);
  expect((await queue('olga')).mine).toMatchObject([{ orderId: 'ORD-1', claim: { isYours: true } }]);
  api.clock.advance(HOUR);
  // Nobody has to have looked: whoever takes it has it.
  expect((await queue('olga')).mine).toEqual([]);
  const sweep = createClaimSweep({ db: pool, ledger: api.ledger, settings: () => USUAL_DECISIONS });
  expect(await sweep.runOnce(api.clock.now())).toBe(1);
  expect(await sweep.runOnce(api.clock.now())).toBe(0);
  expect((await post('ivan', 'ORD-1', 'take')).body.claim).toMatchObject({ by: 'ivan' });

  const { items } = (await api.get(contract.TimelinePage, path('ORD-1', 'timeline'), as('sofia'))).body;
  const said = items.map(({ kind, by, title, detail }) => [kind, by, title, detail].filter(Boolean).join(' | '));
  expect(said.slice(-4)).toEqual([
    'assignment | olga | Taken',
    'note | olga | Note | the stone is not there',
    'assignment | orderwatch | Given back | Nothing was done with it for too long',
    'assignment | ivan | Taken',
  ]);
  const { rows } = await pool.query(`select who, action from tracker.audit order by sequence desc limit 2`);
  expect(rows).toEqual([
    { who: 'ivan', action: 'order.taken' },
    { who: 'orderwatch', action: 'order.released' },
  ]);
});

test('it is one queue: the earliest deadline first, less what was waited already; mine above, and who has how much', async () => {
  const waiting: Waiting[] = [];
  for (let at = 0; at < 12; at++) {
    const orderId = `ORD-${at}`;
    const begunAt = T0 - ((at * 7) % 12) * 3 * DAY;
    const since = begunAt + (at % 3) * DAY;
    const status = at % 2 === 0 ? 'MANUFACTURING_STARTED' : 'PACKAGING';
    await record(
      anEvent({ orderId, occurredAt: begunAt }),
      anEvent({ orderId, status, source: 'mes', occurredAt: since }),
    );
    const { rows } = await pool.query(
      'select due_at as "dueAt", promised_at as "promisedAt" from tracker.order_state where order_id = $1',
      [orderId],
    );
    waiting.push({ orderId, since, begunAt, ...rows[0] });
  }
  await record(anEvent({ orderId: 'NEW' }), anEvent({ orderId: 'FROZEN', status: 'PACKAGING', source: 'mes' }));
  await api.post(contract.Order, path('FROZEN', 'freeze'), JSON.stringify({ reason: 'x' }), as('maria'));
  const sorted = ids(waiting.toSorted(byQueue));

  const first = await queue('olga', '?limit=5');
  const second = await queue('olga', `?limit=20&cursor=${first.nextCursor}`);
  expect([...ids(first.items), ...ids(second.items)]).toEqual(sorted);
  expect(first.counts).toMatchObject({ waiting: 12, held: 0 });
  expect(first.items[0]).toMatchObject({
    claim: null,
    why: [{ kind: 'late' }],
    next: expect.arrayContaining(['CANCELLED']),
  });
  expect(ids((await queue('olga', '?status=PACKAGING')).items)).toEqual(
    sorted.filter(id => Number(id.slice(4)) % 2 === 1),
  );

  await post('olga', sorted[3]!, 'take');
  api.clock.advance(MINUTE);
  await post('olga', sorted[0]!, 'take');
  await post('ivan', sorted[1]!, 'take');
  const { mine, items, counts, load } = await queue('olga');
  expect(ids(mine)).toEqual([sorted[3], sorted[0]]);
  expect(ids(items)).toEqual(sorted.filter((_, at) => ![0, 1, 3].includes(at)));
  expect(counts).toMatchObject({ waiting: 9, held: 3 });
  expect(load).toEqual([
    { by: 'olga', isYou: true, orders: 2, since: toIso(T0) },
    { by: 'ivan', isYou: false, orders: 1, since: toIso(T0 + MINUTE) },
  ]);
});

test('an order is given to somebody without anybody being kept from it', async () => {
  await record(started('ORD-1'));
  const { body } = await post('sofia', 'ORD-1', 'assign', { to: 'ivan' });
  expect(body).toMatchObject({ claim: null, assignment: { to: 'ivan', by: 'sofia', at: toIso(T0) } });
  expect((await queue('ivan')).items[0]!.why[0]).toMatchObject({ kind: 'assignedToYou' });
  expect((await queue('olga')).items[0]!.why[0]).toMatchObject({ kind: 'due' });
  expect((await post('olga', 'ORD-1', 'take')).body.claim).toMatchObject({ by: 'olga' });
  expect((await post('sofia', 'ORD-1', 'assign', { to: null })).body.assignment).toBeNull();
  const orders = async (who: string) => (await api.send('GET', `/api/v1/orders?assignedTo=${who}`)).status;
  expect([200, 401]).toContain(await orders('olga'));
});

test('whoever has it brings it to a declared next status and to no other; CRM and MES are told', async () => {
  await record(started('ORD-1', T0 - HOUR));
  expect((await refused('olga', 'ORD-1', 'advance', { to: 'MANUFACTURING_COMPLETED' })).problem.detail).toBe(
    'Take it first: nobody has it.',
  );
  const { version } = (await post('olga', 'ORD-1', 'take')).body;
  expect((await refused('ivan', 'ORD-1', 'advance', { to: 'MANUFACTURING_COMPLETED' })).problem.holder?.by).toBe(
    'olga',
  );
  expect((await refused('olga', 'ORD-1', 'advance', { to: 'SHIPPED' })).problem.detail).toBe(
    'SHIPPED does not follow MANUFACTURING_STARTED; MANUFACTURING_COMPLETED, CANCELLED do.',
  );
  const { body } = await post('olga', 'ORD-1', 'advance', { to: 'MANUFACTURING_COMPLETED', expected: version });
  expect(body).toMatchObject({ status: 'MANUFACTURING_COMPLETED', claim: { isYours: true } });
  // What she saw is no longer so.
  const stale = await refused('olga', 'ORD-1', 'advance', { to: 'PACKAGING', expected: version });
  expect(stale).toMatchObject({
    status: 412,
    problem: { happened: { by: 'olga', what: expect.stringContaining('→') } },
  });
  const header = { headers: { ...as('olga').headers, 'if-match': `"${body.version}"` }, body: '{"to":"PACKAGING"}' };
  expect((await api.send('POST', path('ORD-1', 'advance'), header)).status).toBe(200);
  // What comes out of the queue with it is out of hand.
  expect((await post('olga', 'ORD-1', 'advance', { to: 'SHIPPED' })).body).toMatchObject({
    status: 'SHIPPED',
    claim: null,
  });

  const order = (await api.get(contract.Order, '/api/v1/orders/ORD-1', as('sofia'))).body;
  expect(order).toMatchObject({ status: 'SHIPPED', confirmed: false });
  const { rows } = await pool.query('select exchange, routing_key, body from tracker.publication order by id');
  expect(rows).toHaveLength(3);
  expect(rows[2]).toMatchObject({
    exchange: 'orders',
    routing_key: 'order.orderwatch.SHIPPED',
    body: {
      orderId: 'ORD-1',
      status: 'SHIPPED',
      source: 'orderwatch',
      type: 'order.advanced',
      data: { previous: 'PACKAGING' },
    },
  });
});
