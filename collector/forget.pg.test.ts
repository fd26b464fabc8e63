import { Registry } from 'prom-client';
import { describe, expect, test } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import { createLog } from '../platform/log.ts';
import { transaction } from '../platform/postgres.ts';
import { testDatabase } from '../test/support/database.ts';
import { DAY, T0 } from '../test/support/factory.ts';
import { referenceLifecycles as lifecycles } from '../test/support/reference.ts';
import { verifyAudit } from '../tracker/audit/verify.ts';
import { findCustomersBy } from '../tracker/forget-rows.ts';
import { freezeByHand } from '../tracker/freeze.ts';
import { note } from '../tracker/hands/hands.ts';
import { listOrders } from '../tracker/order-list.ts';
import { findOrder } from '../tracker/orders.ts';
import { vaultOf } from '../tracker/personal-data.ts';
import { rebuild } from '../tracker/rebuild.ts';
import { createLedger } from '../tracker/record.ts';
import { readTimeline } from '../tracker/timeline.ts';
import { type AcceptDeps, accept } from './accept.ts';
import { decoder } from './envelope/decode.ts';
import { rejected } from './envelope/envelope.ts';
import { FORGOTTEN_TYPE, forget, planForget } from './forget.ts';
import { createIntakeMetrics } from './intake-metrics.ts';
import { fromHttp } from './message.ts';
import { findQuarantined, listQuarantine } from './quarantine.ts';
import { insertQuarantined, updateReasons } from './quarantine-rows.ts';
import { insertRawMessages, rawMessages } from './raw-message.ts';
import { rawPartitions } from './raw-partitions.ts';
import { sealOldMessages } from './seal-old.ts';

describe.each([
  ['plain', null],
  ['sealed', Buffer.alloc(32, 3)],
])('personal data kept %s', (_kept, key) => {
  const vault = vaultOf(key);

  async function setUp() {
    const { pool } = await testDatabase();
    const clock = manualClock(T0);
    const deps: AcceptDeps = {
      pool,
      ledger: createLedger({ pool, lifecycles: () => lifecycles, clock, vault }),
      decode: decoder(() => lifecycles),
      partitions: rawPartitions(pool),
      metrics: createIntakeMetrics(new Registry()),
      clock,
      log: createLog('silent'),
      vault,
    };
    const take = async (body: object | string) => {
      const message = fromHttp(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)), clock.now());
      const { outcomes } = await accept(deps, [{ message, verdict: await deps.decode(message, { historic: false }) }]);
      return outcomes[0]!;
    };
    return { pool, clock, deps: { ...deps, vault, hands: { by: 'olga' } }, take };
  }

  const anna = { id: 'C-1', name: 'Анна Ёлкина', email: 'anna@example.com', phone: '+7 916 123-45-67', locale: 'ru' };
  const event = (eventId: string, more: object) => ({ eventId, source: 'shop', status: 'SUBMITTED', ...more });

  test('goes from everywhere, and nothing else goes', async () => {
    const { pool, clock, deps, take } = await setUp();
    const first = event('e1', { orderId: 'O-1', ids: { mes: 'M-1' }, customer: anna });
    await take(first);
    await take(
      event('e2', {
        ids: { mes: 'M-1' },
        source: 'mes',
        status: 'PRICE_CALCULATED',
        customer: { phone: '89161234567' },
      }),
    );
    // Somebody else's order that once was Anna's, and somebody else altogether.
    await take(
      event('e3', { orderId: 'O-2', occurredAt: '2026-11-19T09:00:00Z', customer: { id: 'C-1', name: 'Анна Ёлкина' } }),
    );
    await take(
      event('e4', { orderId: 'O-2', occurredAt: '2026-11-19T10:00:00Z', customer: { id: 'C-2', name: 'Boris Blau' } }),
    );
    await take(event('e5', { orderId: 'O-3', customer: { id: 'C-3', name: 'Clara Coal' } }));
    const mentioning = await take({ nonsense: true, mail: 'ANNA@example.com' });
    const other = await take('no JSON at all');
    const olga = { person: { id: 'user:1', name: 'olga' }, actor: { who: 'olga', role: null, from: null } };
    const hands = { db: pool, ledger: deps.ledger, settings: () => ({ claimForMs: DAY }) };
    await note(hands, 'O-1', { ...olga, text: 'Анна Ёлкина called from 916 123' }, clock.now());
    await note(hands, 'O-3', { ...olga, text: 'Clara is somebody else' }, clock.now());
    const frozen = {
      orderId: 'O-1',
      freeze: true,
      by: 'olga',
      reason: 'anna@example.com asked for it',
      actor: olga.actor,
    };
    await freezeByHand({ db: pool, ledger: deps.ledger }, frozen, clock.now());
    const before = await digests(pool);

    clock.advance(DAY);
    const forgotten = { customerIds: ['C-1'], orderIds: [] };
    const plan = await planForget(deps, forgotten);
    expect(plan.orders.map(({ orderId, how }) => [orderId, how])).toEqual([
      ['O-1', 'theirs'],
      ['O-2', 'mentioned'],
    ]);
    expect(plan).toMatchObject({ events: 3, texts: 2, quarantined: [(mentioning as { id: string }).id] });

    expect(await forget(deps, forgotten)).toEqual({
      ...{ orders: 2, events: 3, texts: 2, rawMessages: 3, quarantined: 1 },
    });
    const found = async (name: string) => {
      const verdict = await findOrder(pool, lifecycles, name, T0, vault);
      return verdict.kind === 'found' ? verdict.order : null;
    };
    expect((await found('O-1'))?.customer).toEqual({ id: 'C-1', locale: 'ru' });
    expect((await found('O-2'))?.customer).toEqual({ id: 'C-2', name: 'Boris Blau' });
    expect((await found('O-3'))?.customer).toEqual({ id: 'C-3', name: 'Clara Coal' });
    const search = async (q: string) => {
      const page = { sort: 'lastEvent', after: null, limit: 9 } as const;
      return (await listOrders(pool, lifecycles, { q }, page, T0, vault)).orders.map(order => order.orderId);
    };
    const isGone = async () => {
      for (const q of ['anna@example.com', '+79161234567', '4567', 'ёлкина']) expect(await search(q)).toEqual([]);
      const { rows } = await pool.query<{ text: string }>(
        `select concat((select string_agg(e::text, '') from tracker.order_event e),
                       (select string_agg(s::text, '') from tracker.order_search s),
                       (select string_agg(a::text, '') from tracker.audit a),
                       (select string_agg(convert_from(body, 'UTF8'), '') from collector.raw_message
                         where $1), (select string_agg(encode(body, 'escape'), '') from collector.quarantine)) as text`,
        [key === null],
      );
      expect(rows[0]!.text).not.toMatch(/Анна|Ёлкина|елкина|anna@|ANNA@|916.?123|example/);
    };
    await isGone();
    for (const [order, id] of [
      ['O-1', 'e1'],
      ['~mes:M-1', 'e2'],
      ['O-2', 'e3'],
    ] as const) {
      expect(await rawMessages(pool, order, id, vault)).toEqual([]);
    }
    expect(await rawMessages(pool, 'O-2', 'e4', vault)).toHaveLength(1);
    const { messages } = await listQuarantine(pool, {}, { after: null, limit: 9 }, vault);
    expect(messages.map(message => message.bodyPreview)).toEqual(['no JSON at all']);
    expect((await findQuarantined(pool, (other as { id: string }).id, vault))?.body.toString()).toBe('no JSON at all');

    // What the ledger is sure of is untouched, and each order says what happened.
    const after = await digests(pool);
    expect(after.filter(row => row.type !== FORGOTTEN_TYPE)).toEqual(before);
    expect(after.filter(row => row.type === FORGOTTEN_TYPE).map(row => row.order_id)).toEqual(['O-1', 'O-2']);
    const timeline = await readTimeline(pool, lifecycles, 'O-1');
    const written = timeline.filter(({ by }) => by === 'olga').map(({ title, detail }) => `${title}: ${detail}`);
    expect(written).toEqual(['Note: [cleared]', 'Frozen: [cleared]']);
    const others = await readTimeline(pool, lifecycles, 'O-3');
    expect(others.map(({ detail }) => detail)).toContain('Clara is somebody else');
    expect((await verifyAudit(pool)).faults).toEqual([]);
    expect(timeline.at(-1)).toMatchObject({ at: T0 + DAY, by: 'orderwatch', title: FORGOTTEN_TYPE, detail: /cleared/ });

    // Neither a twin nor a rebuild brings it back, and doing it again does nothing.
    expect(await take(first)).toMatchObject({ outcome: 'duplicate' });
    await rebuild({ pool, lifecycles, clock, vault });
    await isGone();
    expect(await forget(deps, forgotten)).toEqual({
      ...{ orders: 0, events: 0, texts: 0, rawMessages: 0, quarantined: 0 },
    });

    await take(event('e9', { orderId: 'O-1', customer: { id: 'C-1', name: 'Anna Again' } }));
    expect((await found('O-1'))?.customer).toMatchObject({ name: 'Anna Again' });
  });

  test.each([
    ['becomes a member of an order', { orderId: 'O-1', ids: { mes: 'M-1' } }, false],
    ['is parted from its order', { orderId: 'O-2', correlationId: 'cart' }, true],
  ])('what %s meanwhile is forgotten with all that it left behind', async (_what, news, isMember) => {
    const { pool, deps, take } = await setUp();
    if (isMember) await take(event('e1', { orderId: 'O-1', correlationId: 'cart' }));
    const named = isMember ? { correlationId: 'cart' } : { ids: { mes: 'M-1' } };
    await take(event('e2', { ...named, source: 'mes', status: 'PRICE_CALCULATED', customer: anna }));
    let isFirst = true;
    const ledger: typeof deps.ledger = {
      ...deps.ledger,
      async *recordInParts(...recorded) {
        if (isFirst) await take(event('e3', news));
        isFirst = false;
        yield* deps.ledger.recordInParts(...recorded);
      },
    };
    expect(await forget({ ...deps, ledger }, { customerIds: ['C-1'], orderIds: [] })).toMatchObject({ events: 1 });
    const { rows } = await pool.query(
      `select customer - 'id' - 'locale' as left from tracker.order_event where customer is not null
       union all
       select to_jsonb(order_id) from tracker.order_search where contact is not null or contact_hashes is not null`,
    );
    expect(rows).toEqual([{ left: {} }]);
  });

  test('a message that nobody understood is found however its customer is written in it', async () => {
    const { pool, deps, take } = await setUp();
    await take(event('e1', { orderId: 'O-1', customer: anna }));
    const form = (mail: string) => ['application/x-www-form-urlencoded', `x=1&mail=${mail}`] as const;
    const xml = (head: string) => Buffer.concat([Buffer.from(`${head}<name>`), windows1251('анна елкина')]);
    const bodies = [
      form('anna%40example.com'),
      ['application/x-www-form-urlencoded; charset=windows-1251', 'name=%C0%ED%ED%E0+%A8%EB%EA%E8%ED%E0'],
      ['application/xml', xml('<?xml version="1.0" encoding="windows-1251"?>')],
      ['text/xml; charset=windows-1251', xml('')],
      ['text/plain; charset=nobody-knows', 'anna@example.com'],
      form('boris%40example.com'),
    ] as const;
    await transaction(pool, async tx => {
      for (const [contentType, body] of bodies) {
        const message = fromHttp(Buffer.from(body), T0, { contentType });
        await insertQuarantined(tx, [{ message, rejection: rejected('not_json', 'no') }], vault);
      }
    });
    expect((await planForget(deps, { customerIds: ['C-1'], orderIds: [] })).quarantined).toHaveLength(
      bodies.length - 1,
    );
  });

  test('without a customer id: by the orders, which the whole address or number leads to', async () => {
    const { pool, deps, take } = await setUp();
    await take(event('e1', { orderId: 'G-1', customer: { name: 'Guest', email: 'guest@example.com' } }));
    await take(event('e2', { orderId: 'G-2', customer: { id: 'C-9', email: 'Guest@example.com' } }));
    await take(event('e3', { orderId: 'G-3', customer: { email: 'a.guest@example.com' } }));
    expect(await findCustomersBy(pool, { email: 'guest@example.com' }, vault)).toEqual([
      { customerId: 'C-9', orders: ['G-2'] },
      { customerId: null, orders: ['G-1'] },
    ]);
    expect(await findCustomersBy(pool, { phone: 'nobody' }, vault)).toEqual([]);
    expect(await forget(deps, { customerIds: [], orderIds: ['G-1'] })).toMatchObject({
      orders: 1,
      events: 1,
      rawMessages: 1,
    });
    expect(await findCustomersBy(pool, { email: 'guest@example.com' }, vault)).toEqual([
      { customerId: 'C-9', orders: ['G-2'] },
    ]);
  });
});

test('messages from before the key are sealed by a rebuild’s second half, and read as before', async () => {
  const { pool } = await testDatabase();
  const [plain, sealed] = [vaultOf(null), vaultOf(Buffer.alloc(32, 4))];
  await rawPartitions(pool).ensure(T0);
  const rows = Array.from({ length: 45 }, (_, i) => ({
    orderId: 'O-1',
    eventId: `e-${i >> 1}`,
    recordedAt: T0,
    message: fromHttp(Buffer.from(`secret ${i}`), T0, { headers: { who: 'secret' } }),
  }));
  await transaction(pool, async tx => {
    await insertRawMessages(tx, rows, plain);
    for (const { message } of rows)
      await insertQuarantined(tx, [{ message, rejection: rejected('not_json', 'It says "secret".') }], plain);
  });
  const read = async () => [
    (await Promise.all(rows.map(row => rawMessages(pool, 'O-1', row.eventId, sealed)))).flat(),
    (await listQuarantine(pool, {}, { after: null, limit: 99 }, sealed)).messages,
    await findQuarantined(pool, '7', sealed),
  ];
  const before = await read();

  expect(await sealOldMessages(pool, sealed)).toBe(90);
  expect(await sealOldMessages(pool, sealed)).toBe(0);
  expect(await read()).toEqual(before);
  const plainOnes = async () => {
    const { rows } = await pool.query<{ plain: number }>(
      `select count(*) as plain from (select '' as reason, properties, body from collector.raw_message
         union all select reason, properties, body from collector.quarantine) kept
        where reason || properties::text like '%secret%' or position('secret' in encode(body, 'escape')) > 0`,
    );
    return rows[0]!.plain;
  };
  expect(await plainOnes()).toBe(0);

  // As an older version kept it, which sealed no reasons.
  await pool.query(`update collector.quarantine set reason = 'It says "secret".' where id = 7`);
  expect(await sealOldMessages(pool, sealed)).toBe(1);
  expect(await read()).toEqual(before);
  expect(await plainOnes()).toBe(0);
});

test('a reason is kept sealed from the first, and so is that of today', async () => {
  const { pool } = await testDatabase();
  const vault = vaultOf(Buffer.alloc(32, 4));
  const message = fromHttp(Buffer.from('{}'), T0);
  const reason = 'Unable to cast value to a number: "Anna"';
  const kept = async () => {
    const [found] = (await listQuarantine(pool, {}, { after: null, limit: 1 }, vault)).messages;
    const { rows } = await pool.query<{ reason: string }>('select reason from collector.quarantine');
    expect(rows[0]!.reason).not.toContain('Anna');
    return found!.reason;
  };
  const [id] = await transaction(pool, tx =>
    insertQuarantined(tx, [{ message, rejection: rejected('expression_failed', reason) }], vault),
  );
  expect(await kept()).toBe(reason);
  const again = { id: id!, message, rejection: rejected('expression_failed', `Again: ${reason}`) };
  await transaction(pool, tx => updateReasons(tx, [again], vault));
  expect(await kept()).toBe(`Again: ${reason}`);
});

/** Small letters and spaces. */
function windows1251(text: string): Buffer {
  return Buffer.from([...text].map(letter => (letter === ' ' ? 0x20 : letter.charCodeAt(0) - 0x430 + 0xe0)));
}

async function digests(pool: Awaited<ReturnType<typeof testDatabase>>['pool']) {
  const { rows } = await pool.query<{ order_id: string; type: string }>(
    `select order_id, event_id, type, status, encode(digest, 'hex') as digest, customer ->> 'id' as customer
       from tracker.order_event order by order_id, recorded_at, event_id`,
  );
  return rows;
}
