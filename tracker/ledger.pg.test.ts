import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import { batches, eventSet, ownEvent, systemEvent } from '../test/support/arbitrary-events.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, DAY, HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { referenceLifecycles as lifecycles, referenceLifecycle } from '../test/support/reference.ts';
import { expectedStates, readStates } from '../test/support/verify-ledger.ts';
import { OWN_SOURCE, OWN_TYPES, type StatedEvent } from './event.ts';
import { readEvents } from './event-rows.ts';
import type { Announcement, Listener } from './ledger.ts';
import { lifecycles as compile } from './lifecycle.ts';
import { plainVault } from './personal-data.ts';
import { rebuild } from './rebuild.ts';
import { createLedger } from './record.ts';

const { pool } = await testDatabase();
await pool.query('create table public.announced (order_id text, event_id text, historic boolean)');

/** Writes what is announced in the transaction that makes it so, as the notifier's outbox will. */
const announced: Listener = async (tx, { announcements }) => {
  for (const { orderId, eventId, historic } of announcements) {
    await tx.query('insert into public.announced values ($1, $2, $3)', [orderId, eventId, historic]);
  }
};
const clock = manualClock(T0 + HOUR);
const tracker = () =>
  createLedger({ pool, lifecycles: () => lifecycles, clock, listeners: [announced], vault: plainVault });
const ledger = tracker();
const record = (...events: StatedEvent[]) => ledger.record(arrivals(events));

async function empty() {
  await pool.query(
    `truncate tracker.order_event, tracker.order_state, tracker.order_alias, tracker.order_search,
              tracker.order_anomaly, public.announced`,
  );
  clock.set(T0 + HOUR);
}
beforeEach(empty);

async function state(orderId: string) {
  const { rows } = await pool.query('select * from tracker.order_state where order_id = $1', [orderId]);
  return rows[0];
}

async function anomalies(orderId: string): Promise<string[]> {
  const { rows } = await pool.query<{ kind: string }>(
    'select kind from tracker.order_anomaly where order_id = $1 and cleared_at is null order by kind',
    [orderId],
  );
  return rows.map(row => row.kind);
}

describe('recording', () => {
  it('keeps an event as it was said, and says where the order is', async () => {
    const said = anEvent({
      sequence: 2,
      correlationId: 'C-1',
      causationId: 'click',
      ids: { mes: 'M-77' },
      partner: 'acme',
      promisedAt: T0 + 9 * DAY,
      customer: { id: 'K-7', name: 'Анна' },
      data: { ring: { size: 17.5 }, big: '9007199254740993' },
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    });
    await record(said);
    const [kept] = await readEvents(pool, ['ORD-1']);
    expect(kept).toMatchObject({ ...said, recordedAt: T0 + HOUR });
    expect(await state('ORD-1')).toMatchObject({
      status: 'SUBMITTED',
      confirmed: true,
      due_at: T0 + DAY,
      promised_at: T0 + 9 * DAY,
      ids: { mes: 'M-77' },
      correlation_id: 'C-1',
    });
  });

  it('counts a duplicate beside the set, unless the broker says that it delivered it before', async () => {
    const said = anEvent();
    await record(said);
    expect((await record(said, said)).outcomes).toEqual(['duplicate', 'duplicate']);
    await ledger.record([{ event: said, redelivered: true }]);
    expect(await state('ORD-1')).toMatchObject({ event_count: 1, duplicate_count: 2 });
    expect((await pool.query('select from public.announced')).rowCount).toBe(1);
  });

  it('keeps the first of two contents under one id, and says what differs', async () => {
    const said = anEvent({ eventId: 'same', correlationId: 'C-1' });
    const other = { ...said, status: 'CANCELLED', correlationId: 'C-2', customer: { name: 'Secret' } };
    expect((await record(said, other)).outcomes).toEqual(['recorded', 'conflict']);
    expect((await record(other)).outcomes).toEqual(['conflict']);
    expect(await state('ORD-1')).toMatchObject({ status: 'SUBMITTED', event_count: 1, duplicate_count: 0 });
    const { rows } = await pool.query('select kind, detail from tracker.order_anomaly');
    expect(rows).toEqual([
      {
        kind: 'event_id_conflict',
        detail:
          'shop sent something else under this event id; the first stays. ' +
          'It differs in status SUBMITTED → CANCELLED, correlationId C-1 → C-2, customer',
      },
    ]);
    // What was refused states no names either.
    const aliases = await pool.query('select alias from tracker.order_alias');
    expect(aliases.rows).toEqual([{ alias: '~corr:C-1' }]);
  });

  it('names only what differs, whatever the order in which a producer writes', async () => {
    const said = anEvent({ eventId: 'same', ids: { shop: 'S', mes: 'M' }, data: { width: 1, carat: 2 } });
    await record(said);
    const { outcomes } = await record({ ...said, data: { carat: 2, width: 1 } });
    expect(outcomes).toEqual(['duplicate']);
    await record({ ...said, status: 'CANCELLED', data: { carat: 2, width: 1 } });
    const { rows } = await pool.query('select detail from tracker.order_anomaly');
    expect(rows[0].detail).toMatch(/It differs in status SUBMITTED → CANCELLED$/);
  });

  it('does not take a duplicate for a fold under the present lifecycle', async () => {
    const said = anEvent();
    await record(said);
    const changed = compile(['shop', 'crm', 'mes'], [{ ...referenceLifecycle, hash: 'changed' }]);
    await createLedger({ pool, lifecycles: () => changed, clock, vault: plainVault }).record(arrivals([said]));
    expect(await state('ORD-1')).toMatchObject({ lifecycle_hash: referenceLifecycle.hash, duplicate_count: 1 });
  });

  it('clears a gap when the missing event comes late, and announces that as late', async () => {
    await record(anEvent(), anEvent({ status: 'MANUFACTURING_APPROVED', source: 'crm', occurredAt: T0 + HOUR }));
    expect(await anomalies('ORD-1')).toEqual(['gap']);
    const late = await record(anEvent({ status: 'PRICE_CALCULATED', source: 'mes', occurredAt: T0 + MINUTE }));
    expect(late.announcements).toMatchObject([{ to: 'PRICE_CALCULATED', late: true, current: false }]);
    expect(await anomalies('ORD-1')).toEqual([]);
  });

  it('announces both moves of a batch, the last as current', async () => {
    const { announcements } = await record(
      anEvent(),
      anEvent({ status: 'PRICE_CALCULATED', source: 'mes', occurredAt: T0 + MINUTE }),
    );
    expect(announcements.map(({ to, current, late }) => [to, current, late])).toEqual([
      ['SUBMITTED', false, false],
      ['PRICE_CALCULATED', true, false],
    ]);
  });

  it('marks what an import says as historic', async () => {
    const { announcements } = await record(anEvent({ historic: true }));
    expect(announcements).toMatchObject([{ historic: true }]);
  });

  it('records nothing when a listener fails', async () => {
    const failing = createLedger({
      pool,
      lifecycles: () => lifecycles,
      clock,
      listeners: [() => Promise.reject(new Error('full'))],
      vault: plainVault,
    });
    await expect(failing.record(arrivals([anEvent()]))).rejects.toThrow('full');
    expect(await state('ORD-1')).toBeUndefined();
  });
});

describe('identity', () => {
  const priced = (named: Parameters<typeof anEvent>[0] = {}) =>
    anEvent({
      orderId: null,
      source: 'mes',
      status: 'PRICE_CALCULATED',
      ids: { mes: 'M-1' },
      occurredAt: T0 + MINUTE,
      ...named,
    });

  it('shows what has no order yet as a provisional one', async () => {
    const { announcements } = await record(priced());
    expect(announcements).toMatchObject([{ orderId: '~mes:M-1', provisional: true }]);
    expect(await state('~mes:M-1')).toMatchObject({ provisional: true, joined_into: null, status: 'PRICE_CALCULATED' });
  });

  it('joins it when an order with that name comes, and tells its moves of the order', async () => {
    await record(priced());
    const { announcements } = await record(anEvent({ ids: { mes: 'M-1' } }));
    expect(announcements).toMatchObject([
      { orderId: 'ORD-1', to: 'SUBMITTED', current: false },
      { orderId: 'ORD-1', to: 'PRICE_CALCULATED', current: true, provisional: false },
    ]);
    expect(await state('ORD-1')).toMatchObject({ status: 'PRICE_CALCULATED', members: ['~mes:M-1'], event_count: 2 });
    expect(await state('~mes:M-1')).toMatchObject({ joined_into: 'ORD-1' });
  });

  it('undoes the join when a second order claims the name, and revokes what was told', async () => {
    await record(anEvent({ correlationId: 'C-1' }), priced({ ids: {}, correlationId: 'C-1' }));
    expect(await state('ORD-1')).toMatchObject({ status: 'PRICE_CALCULATED' });
    const { revoked } = await record(anEvent({ orderId: 'ORD-2', correlationId: 'C-1' }));
    expect(revoked).toMatchObject([{ orderId: 'ORD-1' }]);
    expect(await state('ORD-1')).toMatchObject({ status: 'SUBMITTED', members: [], event_count: 1 });
    for (const claimant of ['ORD-1', 'ORD-2', '~corr:C-1'])
      expect(await anomalies(claimant)).toEqual(expect.arrayContaining(['identity_conflict']));
  });

  it('takes back a conflict of event ids together with the join that brought it', async () => {
    await record(
      anEvent({ eventId: '1', correlationId: 'C-1' }),
      priced({ eventId: '1', ids: {}, correlationId: 'C-1' }),
    );
    expect(await anomalies('ORD-1')).toEqual(['member_id_conflict']);
    await record(anEvent({ orderId: 'ORD-2', correlationId: 'C-1' }));
    expect(await anomalies('ORD-1')).toEqual(['identity_conflict']);
  });

  it('tells a conflict of very many orders of the provisional one only', async () => {
    const orders = Array.from({ length: 60 }, (_, number) =>
      anEvent({ orderId: `UP-${number}`, correlationId: 'upload' }),
    );
    const answers = orders.map((_, number) => priced({ ids: { mes: `UP-M-${number}` }, correlationId: 'upload' }));
    await record(...orders.slice(0, 10), ...answers);
    expect(await anomalies('UP-3')).toContain('identity_conflict');
    await record(...orders.slice(10));
    expect(await anomalies('UP-3')).toEqual([]);
    expect(await anomalies('~mes:UP-M-3')).toContain('identity_conflict');
    const { rows } = await pool.query(
      `select count(*) as count from tracker.order_anomaly where kind = 'identity_conflict' and cleared_at is null`,
    );
    expect(rows[0].count).toBe(60);
  });

  it('takes a correlation id that many orders share as normal while nobody needs it', async () => {
    await record(anEvent({ correlationId: 'cart' }), anEvent({ orderId: 'ORD-2', correlationId: 'cart' }));
    expect([...(await anomalies('ORD-1')), ...(await anomalies('ORD-2'))]).toEqual([]);
  });

  it('follows a person who says whose it is', async () => {
    await record(
      anEvent({ correlationId: 'cart' }),
      anEvent({ orderId: 'ORD-2', correlationId: 'cart' }),
      priced({ ids: {}, correlationId: 'cart' }),
    );
    const decision = {
      orderId: null,
      correlationId: 'cart',
      source: OWN_SOURCE,
      type: OWN_TYPES.identityDecided,
      status: null,
    };
    await record(anEvent({ ...decision, data: { order: 'ORD-2' }, occurredAt: T0 + HOUR }));
    expect(await state('ORD-2')).toMatchObject({ status: 'PRICE_CALCULATED', members: ['~corr:cart'] });
    for (const claimant of ['ORD-1', 'ORD-2']) expect(await anomalies(claimant)).toEqual([]);
  });

  it('gives an order whose row was lost its members back at the next rebuild', async () => {
    await record(priced(), anEvent({ ids: { mes: 'M-1' } }));
    await pool.query(`delete from tracker.order_state where order_id = 'ORD-1'`);
    await rebuild({ pool, lifecycles, clock, vault: plainVault });
    expect(await state('ORD-1')).toMatchObject({ status: 'PRICE_CALCULATED', members: ['~mes:M-1'] });
  });
});

describe('the ledger as a function of the set of events', () => {
  const someEvents = fc
    .tuple(eventSet(systemEvent, 30), fc.array(ownEvent, { maxLength: 4 }))
    .map(([said, decided]) => [...said, ...decided.map((event, index) => ({ ...event, eventId: `own-${index}` }))]);
  const arriving = someEvents.chain(events =>
    fc.tuple(fc.constant(events), batches([...events, ...events.slice(0, 6)]), batches(events)),
  );

  it('is exact with two trackers at once, each fact announced once, and a rebuild changes nothing', async () => {
    await fc.assert(
      fc
        .asyncProperty(arriving, async ([events, one, other]) => {
          await Promise.all([feed(one), feed(other)]);
          await verify(events);
          expect(await rebuild({ pool, lifecycles, clock, vault: plainVault })).toMatchObject({ changed: 0 });
        })
        .beforeEach(empty),
      { numRuns: 35 },
    );
  }, 120_000);

  it('comes back from its events alone', async () => {
    await fc.assert(
      fc
        .asyncProperty(arriving, async ([events, one]) => {
          await feed(one);
          await pool.query(
            'truncate tracker.order_state, tracker.order_alias, tracker.order_search, tracker.order_anomaly, public.announced',
          );
          await rebuild({ pool, lifecycles, clock, listeners: [announced], vault: plainVault });
          await verify(events);
          const told = await pool.query('select from public.announced where not historic');
          expect(told.rowCount).toBe(0);
        })
        .beforeEach(empty),
      { numRuns: 12 },
    );
  }, 120_000);

  async function feed(cut: StatedEvent[][]) {
    const { record: recordWith } = tracker();
    for (const batch of cut) await recordWith(arrivals(batch));
  }

  async function verify(events: readonly StatedEvent[]) {
    const ledgerNow = await readEvents(pool, [...new Set(events.map(event => event.key))]);
    expect(ledgerNow.map(event => event.eventId).sort()).toEqual(events.map(event => event.eventId).sort());
    const expected = expectedStates(lifecycles, ledgerNow);
    const states = await readStates(pool);
    // A person may decide for an order of which nothing else is known, and then decide otherwise: an empty row stays.
    for (const [key, shown] of states) if (shown.event_count === 0 && !expected.has(key)) states.delete(key);
    expect(states).toEqual(expected);
    const { rows } = await pool.query<Pick<Announcement, 'orderId' | 'eventId'>>(
      'select order_id as "orderId", event_id as "eventId" from public.announced',
    );
    const told = rows.map(({ orderId, eventId }) => `${orderId} ${eventId}`);
    expect(told.length).toBe(new Set(told).size);
    for (const [key, { history, joined_into }] of expected) {
      if (joined_into === null) for (const eventId of history) expect(told).toContain(`${key} ${eventId}`);
    }
  }
});
