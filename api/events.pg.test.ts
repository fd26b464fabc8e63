import { describe, expect, test } from 'vitest';
import { testDatabase } from '../test/support/database.ts';
import { admitTestKey, apiUnderTest } from './api-under-test.ts';
import { contract } from './contract.ts';

const { pool } = await testDatabase();
await admitTestKey(pool);
const api = await apiUnderTest(pool);

const EVENTS = '/api/v1/events';
const body = (orderId: string, more: object = {}) =>
  JSON.stringify({ eventId: `e-${orderId}`, orderId, status: 'SUBMITTED', source: 'shop', ...more });

async function quarantinedBody(id: string): Promise<string> {
  const { rows } = await pool.query<{ body: Buffer }>('select body from collector.quarantine where id = $1', [id]);
  return rows[0]!.body.toString();
}

describe('a single event', () => {
  test('is recorded, and the order is there', async () => {
    const { status, body: outcome } = await api.post(contract.EventOutcome, EVENTS, body('ONE'));
    expect(status).toBe(202);
    expect(outcome).toEqual({ outcome: 'recorded', orderId: 'ONE', eventId: 'e-ONE' });
    expect((await api.get(contract.Order, '/api/v1/orders/ONE')).body.status).toBe('SUBMITTED');
  });

  test('sent again is a duplicate, and with other content a conflict', async () => {
    await api.post(contract.EventOutcome, EVENTS, body('TWICE'));
    expect((await api.post(contract.EventOutcome, EVENTS, body('TWICE'))).body.outcome).toBe('duplicate');
    const other = body('TWICE', { partner: 'acme' });
    expect((await api.post(contract.EventOutcome, EVENTS, other)).body.outcome).toBe('conflict');
  });

  test('without an order id leads to the order as we know it', async () => {
    const sent = JSON.stringify({ eventId: 'e-mes', ids: { mes: 'M 1/2' }, status: 'PRICE_CALCULATED', source: 'mes' });
    const { orderId } = (await api.post(contract.EventOutcome, EVENTS, sent)).body;
    const { body: order } = await api.get(contract.Order, `/api/v1/orders/${encodeURIComponent(orderId)}`);
    expect(order).toMatchObject({ orderId: '~mes:M 1/2', provisional: true });
  });

  test('carries the trace of its sender', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await api.post(contract.EventOutcome, EVENTS, body('TRACED'), { headers: { traceparent } });
    const { rows } = await pool.query(`select traceparent from tracker.order_event where order_id = 'TRACED'`);
    expect(rows).toEqual([{ traceparent }]);
  });

  test.each([
    ['not JSON', 'hello', 'not_json'],
    ['JSON of another kind', '42', 'not_an_object'],
    ['an unknown status', body('BAD', { status: 'NOWHERE' }), 'unknown_status'],
    ['an array that is cut off', `[${body('CUT')},`, 'not_json'],
    ['nothing', '', 'empty_body'],
  ])('that is %s goes to quarantine as it came', async (_case, sent, reasonKind) => {
    const { status, problem } = await api.refused('POST', EVENTS, { body: sent });
    expect(status).toBe(422);
    expect(problem).toMatchObject({ type: 'urn:orderwatch:problem:bad-event', reasonKind });
    expect(await quarantinedBody(problem.quarantineId!)).toBe(sent);
  });
});

test('a finding of our own is refused, and kept nowhere', async () => {
  const sent = body('ORD-1', { type: 'orderwatch.finding.overdue' });
  const { status, problem } = await api.refused('POST', EVENTS, { body: sent });
  expect([status, problem.type]).toEqual([400, 'urn:orderwatch:problem:bad-request']);
  const { rows } = await pool.query(`select from collector.quarantine where body = $1`, [Buffer.from(sent)]);
  expect(rows).toEqual([]);
});

describe('an array of events', () => {
  test('is recorded as a whole, an outcome each in their order', async () => {
    const sent = `[${body('A-1')}, ${body('A-2')}, ${body('A-1')}]`;
    const { status, body: outcomes } = await api.post(contract.EventOutcomes, EVENTS, sent);
    expect(status).toBe(202);
    expect(outcomes.items.map(({ outcome }) => outcome)).toEqual(['recorded', 'recorded', 'duplicate']);
  });

  test('one that is bad does not harm its neighbours and keeps its own text', async () => {
    const bad = '{ "orderId": "A-3",  "status": "SUBMITTED", "source": 12345678901234567890.0 }';
    const { status, body: outcomes } = await api.post(
      contract.EventOutcomes,
      EVENTS,
      `[${body('A-4')},\n${bad}\n, ${body('A-5')}]`,
    );
    expect(status).toBe(207);
    expect(outcomes.items.map(({ outcome }) => outcome)).toEqual(['recorded', 'quarantined', 'recorded']);
    const [, item] = outcomes.items;
    if (item?.outcome !== 'quarantined') throw new Error('not in quarantine');
    expect(item.reason).toContain('source');
    expect(await quarantinedBody(item.quarantineId)).toBe(bad);
  });

  test('numbers come into the ledger as they were written', async () => {
    await api.post(
      contract.EventOutcomes,
      EVENTS,
      `[${body('BIG').slice(0, -1)},"data":{"serial":12345678901234567890}}]`,
    );
    const { rows } = await pool.query(`select data::text from tracker.order_event where order_id = 'BIG'`);
    expect(rows[0].data).toContain('12345678901234567890');
  });

  test('may begin with a byte order mark', async () => {
    const { body: outcomes } = await api.post(contract.EventOutcomes, EVENTS, `\uFEFF[${body('BOM-1')}]`);
    expect(outcomes.items).toMatchObject([{ outcome: 'recorded', orderId: 'BOM-1' }]);
  });

  test('an empty one has no outcomes', async () => {
    const { status, body: outcomes } = await api.post(contract.EventOutcomes, EVENTS, '[]');
    expect([status, outcomes.items]).toEqual([202, []]);
  });

  test('a thousand are taken, one more is not', async () => {
    const events = Array.from({ length: 1_001 }, (_, i) => body(`THOUSAND-${i}`));
    const taken = await api.post(contract.EventOutcomes, EVENTS, `[${events.slice(0, 1_000).join()}]`);
    expect(taken.body.items).toHaveLength(1_000);
    const { status, problem } = await api.refused('POST', EVENTS, { body: `[${events.join()}]` });
    expect(status).toBe(413);
    expect(problem.detail).toContain('1000');
  });
});

describe('what is not taken at all', () => {
  test('another content type: 415', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const { status, problem } = await api.refused('POST', EVENTS, { body: body('FORM'), headers });
    expect(status).toBe(415);
    expect(problem.detail).toContain('application/json');
  });

  test('a body over the limit: 413', async () => {
    expect((await api.refused('POST', EVENTS, { body: ' '.repeat(16 * 1024 * 1024 + 1) })).status).toBe(413);
  });

  test('an encoding that we do not know: 415', async () => {
    const headers = { 'content-encoding': 'morse' };
    expect((await api.refused('POST', EVENTS, { body: body('MORSE'), headers })).status).toBe(415);
  });

  test('a query: 400', async () => {
    expect((await api.refused('POST', `${EVENTS}?quiet=1`, { body: body('QUIET') })).problem.parameter).toBe('quiet');
  });
});
