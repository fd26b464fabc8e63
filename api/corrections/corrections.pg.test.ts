import { beforeAll, beforeEach, expect, test } from 'vitest';
import { toIso } from '../../platform/clock.ts';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, arrivals, DAY, HOUR, T0 } from '../../test/support/factory.ts';
import { verifyAudit } from '../../tracker/audit/verify.ts';
import { createExpiry } from '../../tracker/corrections/proposals.ts';
import { plainVault } from '../../tracker/personal-data.ts';
import { apiUnderTest } from '../api-under-test.ts';
import { contract } from '../contract.ts';
import { registerKey } from '../keys.ts';

const { pool } = await testDatabase();
const api = await apiUnderTest(pool, undefined, undefined, undefined, undefined, true);

const ROLES = { sofia: 'support', petr: 'support', maria: 'manager', olga: 'operator' } as const;
type Who = keyof typeof ROLES;
const as = (who: Who) => ({ headers: { authorization: `Bearer a-key-of-${who}` } });

beforeAll(async () => {
  for (const [name, role] of Object.entries(ROLES)) {
    await registerKey(pool, { name, role, key: `a-key-of-${name}` }, T0);
  }
});

const customer = { id: 'C-7', name: 'Anna Ivanova', email: 'anna@example.com', locale: 'en' };

beforeEach(async () => {
  api.clock.set(T0);
  await pool.query(
    `truncate tracker.order_event, tracker.order_state, tracker.order_search, tracker.order_alias, tracker.correction,
              tracker.publication, notifier.notice, notifier.message cascade`,
  );
  await api.ledger.record(arrivals([anEvent({ orderId: 'ORD-1', occurredAt: T0 - 2 * DAY, customer })]));
  await pool.query('delete from notifier.notice');
});

const CORRECTIONS = '/api/v1/orders/ORD-1/corrections';
const ask = { to: 'MANUFACTURING_STARTED', reason: 'the MES says so on its screen' };
const correct = (who: Who, body: object) => api.post(contract.Correction, CORRECTIONS, JSON.stringify(body), as(who));
const preview = async (body: object) =>
  (await api.post(contract.CorrectionPreview, `${CORRECTIONS}/preview`, JSON.stringify(body), as('sofia'))).body;
const refused = (who: Who, body: object, path = CORRECTIONS) =>
  api.refused('POST', path, { ...as(who), body: JSON.stringify(body) });
const decide = (who: Who, id: string, what: string) =>
  api.post(contract.Correction, `/api/v1/corrections/${id}/${what}`, '{"reason":"looked at it"}', as(who));
const refusedTo = (who: Who, id: string, what: string) => refused(who, {}, `/api/v1/corrections/${id}/${what}`);
const order = async () => (await api.get(contract.Order, '/api/v1/orders/ORD-1', as('sofia'))).body;
const notices = async () =>
  (await pool.query(`select notice, state, reason from notifier.notice where noted_at = $1 order by 1`, [toIso(T0)]))
    .rows;

test('shows what it would do before it does it, and changes nothing by that', async () => {
  const before = await pool.query('select count(*) from tracker.order_event');

  const shown = await preview({ to: 'MANUFACTURING_STARTED' });

  expect(shown).toMatchObject({
    orderId: 'ORD-1',
    verdict: 'legal',
    why: null,
    skipped: ['PRICE_CALCULATED', 'MANUFACTURING_APPROVED'],
    before: { status: 'SUBMITTED', stuck: true },
    after: { status: 'MANUFACTURING_STARTED', confirmed: true, stuck: false, statusSince: toIso(T0) },
    messages: [
      {
        kind: 'customer',
        channel: 'email',
        to: expect.stringMatching(/^a.*@example\.com$/),
        template: 'manufacturing-started',
      },
    ],
    lastTold: null,
    publishes: null,
  });
  expect(JSON.stringify(shown)).not.toContain('anna@');
  expect(shown.messages[0]!.text).toContain('ORD-1');
  const own = await preview({ to: 'CANCELLED', notify: 'own', text: 'Sorry, the stone broke.', publish: true });
  expect(own).toMatchObject({
    messages: [{ template: 'order-message' }],
    publishes: { exchange: 'orders', routingKey: 'order.orderwatch.CANCELLED' },
  });
  expect(own.messages[0]!.text).toContain('the stone broke');
  expect((await preview({ to: 'CANCELLED', notify: 'none' })).messages).toEqual([]);
  expect(await preview({ to: 'SUBMITTED', occurredAt: toIso(T0 - DAY) })).toMatchObject({
    verdict: 'refused',
    why: 'It was SUBMITTED at that time.',
    after: null,
  });
  const dry = await api.post(
    contract.CorrectionPreview,
    CORRECTIONS,
    JSON.stringify({ ...ask, dryRun: true }),
    as('sofia'),
  );
  expect(dry).toMatchObject({ status: 200, body: { verdict: 'legal' } });
  expect((await pool.query('select count(*) from tracker.order_event')).rows).toEqual(before.rows);
  expect(await notices()).toEqual([]);
});

test('is an event that wins over what came before it and over nothing after it', async () => {
  const { version } = await preview({ to: ask.to });
  const { status, body } = await correct('sofia', { ...ask, expected: version, publish: true });

  expect(status).toBe(201);
  expect(body).toMatchObject({ state: 'done', from: 'SUBMITTED', to: ask.to, proposedBy: 'sofia', isYours: true });
  expect(await order()).toMatchObject({ status: ask.to, confirmed: true });
  expect(await notices()).toEqual([{ notice: 'manufacturing-started', state: 'waiting', reason: null }]);
  const { rows: published } = await pool.query('select routing_key, body from tracker.publication');
  expect(published).toMatchObject([
    {
      routing_key: 'order.orderwatch.MANUFACTURING_STARTED',
      body: {
        orderId: 'ORD-1',
        status: ask.to,
        type: 'order.status_corrected',
        data: { previous: 'SUBMITTED', reason: ask.reason },
      },
    },
  ]);
  const { items } = (await api.get(contract.TimelinePage, '/api/v1/orders/ORD-1/timeline', as('sofia'))).body;
  expect(items).toContainEqual(
    expect.objectContaining({ kind: 'correction', by: 'sofia', title: 'Status corrected', detail: ask.reason }),
  );
  // Late news from before does not undo it; news from after it counts.
  const says = (said: string, at: number) => anEvent({ orderId: 'ORD-1', status: said, source: 'mes', occurredAt: at });
  await api.ledger.record(arrivals([says('PRICE_CALCULATED', T0 - DAY)]));
  expect((await order()).status).toBe(ask.to);
  api.clock.advance(HOUR);
  await api.ledger.record(arrivals([says('MANUFACTURING_COMPLETED', T0 + HOUR)]));
  expect((await order()).status).toBe('MANUFACTURING_COMPLETED');
  const audit = await pool.query(
    `select who, action, reason, before, after from tracker.audit order by sequence desc limit 1`,
  );
  expect(audit.rows[0]).toMatchObject({
    who: 'sofia',
    action: 'order.corrected',
    reason: ask.reason,
    before: { status: 'SUBMITTED' },
    after: { status: ask.to, notify: 'usual' },
  });
});

test('of two who decide on the same sight of an order the second is refused, and learns who was faster', async () => {
  const { version } = await preview({ to: ask.to });
  const both = await Promise.all(
    (['sofia', 'petr'] as const).map(who =>
      api.send('POST', CORRECTIONS, { ...as(who), body: JSON.stringify({ ...ask, expected: version }) }),
    ),
  );
  expect(both.map(({ status }) => status).sort()).toEqual([201, 412]);
  const loser = contract.Problem.parse(await both.find(({ status }) => status === 412)!.json());
  const winner = both[0]!.status === 201 ? 'sofia' : 'petr';
  expect(loser.happened).toMatchObject({ by: winner });
  expect((await refused('maria', { ...ask, to: 'CANCELLED', expected: version })).status).toBe(412);
  // Progress takes the ground from under nobody's decision.
  const seen = await preview({ to: 'CANCELLED' });
  const progress = {
    orderId: 'ORD-1',
    status: null,
    type: 'order.calculation_progress',
    source: 'mes',
    occurredAt: T0,
  };
  await api.ledger.record(arrivals([anEvent(progress)]));
  expect((await correct('maria', { to: 'CANCELLED', reason: 'asked to', expected: seen.version })).status).toBe(201);
});

test('tells nobody, or in one’s own words', async () => {
  await correct('sofia', { ...ask, notify: 'none' });
  expect(await notices()).toEqual([{ notice: 'manufacturing-started', state: 'dropped', reason: 'by_hand' }]);
  await correct('sofia', { to: 'CANCELLED', reason: 'it broke', notify: 'own', text: 'Sorry, it broke.' });
  expect(await notices()).toEqual([
    { notice: 'manufacturing-started', state: 'dropped', reason: 'by_hand' },
    { notice: 'order-cancelled', state: 'dropped', reason: 'by_hand' },
    { notice: 'order-message', state: 'waiting', reason: null },
  ]);
  const { rows } = await pool.query('select words from tracker.correction where words is not null');
  expect(rows).toEqual([]);
  expect((await refused('sofia', { ...ask, notify: 'own' })).problem.parameter).toBe('body.text');
  expect((await refused('sofia', { to: 'CANCELLED' })).problem.parameter).toBe('body.reason');
  expect((await refused('sofia', { ...ask, to: 'LOST' })).problem.detail).toContain('LOST is no status');
});

test('what the lifecycle does not allow takes a second person', async () => {
  const illegal = { to: 'INITIATED', reason: 'it was never paid', notify: 'none' };
  expect(await preview({ to: 'INITIATED' })).toMatchObject({
    verdict: 'needsSecond',
    why: 'INITIATED cannot follow SUBMITTED.',
    after: { status: 'INITIATED' },
  });
  const { status, body } = await correct('sofia', illegal);
  expect(status).toBe(202);
  expect(body).toMatchObject({ state: 'proposed', expiresAt: toIso(T0 + DAY) });
  expect((await order()).status).toBe('SUBMITTED');
  expect((await refused('petr', illegal)).problem.detail).toContain('waits for a second person');
  // Not by a name, which two may have: by who it is.
  expect((await refusedTo('sofia', body.id, 'approve')).problem.detail).toContain('It takes a second person');
  expect((await refusedTo('sofia', body.id, 'reject')).status).toBe(409);
  expect((await refusedTo('petr', body.id, 'withdraw')).problem.detail).toContain('Only sofia can withdraw it');
  const open = (await api.get(contract.CorrectionPage, '/api/v1/corrections?state=proposed', as('petr'))).body;
  expect(open.items).toMatchObject([{ id: body.id, isYours: false, proposedBy: 'sofia' }]);

  expect((await decide('petr', body.id, 'approve')).body).toMatchObject({ state: 'done', decidedBy: 'petr' });
  expect(await order()).toMatchObject({ status: 'INITIATED', confirmed: true });
  expect((await refusedTo('maria', body.id, 'approve')).problem.detail).toBe(
    'It does not wait any more: it is done, by petr.',
  );

  // Withdrawn, rejected, overtaken, expired.
  const again = { to: 'PACKAGING', reason: 'x' };
  await correct('sofia', { to: 'CANCELLED', reason: 'x' });
  const one = (await correct('sofia', again)).body;
  expect((await decide('sofia', one.id, 'withdraw')).body.state).toBe('withdrawn');
  const two = (await correct('sofia', again)).body;
  expect((await decide('petr', two.id, 'reject')).body).toMatchObject({ state: 'rejected', decision: 'looked at it' });
  const three = (await correct('sofia', again)).body;
  const back = (await correct('petr', { to: 'SUBMITTED', reason: 'x' })).body;
  await decide('maria', back.id, 'approve');
  expect((await refusedTo('maria', three.id, 'approve')).status).toBe(412);
  const four = (await correct('sofia', { to: 'INITIATED', reason: 'x' })).body;
  api.clock.advance(DAY);
  expect((await refusedTo('maria', four.id, 'approve')).problem.detail).toContain('Nobody agreed to it in time');
  expect(await createExpiry({ pool, vault: plainVault }).runOnce(api.clock.now())).toBe(1);
  const { items } = (await api.get(contract.CorrectionPage, '/api/v1/corrections?order=ORD-1&limit=2', as('petr')))
    .body;
  expect(items.map(({ state }) => state)).toEqual(['expired', 'done']);
  expect(await verifyAudit(pool)).toMatchObject({ faults: [] });
  expect((await api.send('POST', CORRECTIONS, { ...as('olga'), body: JSON.stringify(ask) })).status).toBe(403);
});
