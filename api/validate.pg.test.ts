import { describe, expect, test } from 'vitest';
import { compileSources, sourcesSection } from '../collector/mapping/source-section.ts';
import { createLog } from '../platform/log.ts';
import { testDatabase } from '../test/support/database.ts';
import { admitTestKey, apiUnderTest } from './api-under-test.ts';
import { contract } from './contract.ts';

const { pool } = await testDatabase();
await admitTestKey(pool);
const sources = compileSources(
  sourcesSection.parse([
    {
      name: 'returns',
      exchange: 'crm.events',
      bindings: ['return.#'],
      source: 'crm',
      fields: { orderId: '$.no', type: '"return"' },
    },
    {
      name: 'crm-xml',
      exchange: 'crm.events',
      when: { headers: { kind: 'order' } },
      format: 'xml',
      source: 'crm',
      fields: { ids: { crm: '$.order.`@no`' }, status: '$.order.state', data: { amount: '$number(order.sum)' } },
      statuses: { NEW: 'SUBMITTED' },
    },
    {
      name: 'crm-json',
      exchange: 'crm.events',
      source: 'crm',
      fields: { orderId: '$.no', status: '$.state', occurredAt: '$.at', eventId: '$.id' },
    },
  ]),
);
const api = await apiUnderTest(pool, createLog('silent'), sources);

const VALIDATE = '/api/v1/events/validate';

async function examined(body: object | string) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return (await api.post(contract.Examination, VALIDATE, text)).body;
}

describe('a described message', () => {
  test('is read by the first source that matches; others say why not, and every expression what it gave', async () => {
    const answer = await examined({
      exchange: 'crm.events',
      routingKey: 'order.new',
      headers: { kind: 'order' },
      properties: { messageId: 'm-1', timestamp: '2026-11-20T09:12:00Z' },
      bodyText: '<order no="7"><state>NEW</state><sum>12.50</sum></order>',
    });
    expect(answer).toEqual({
      understood: true,
      readBy: 'crm-xml',
      asked: [
        {
          source: 'returns',
          reads: false,
          why: 'It is bound with return.#, which the routing key "order.new" does not match.',
        },
        { source: 'crm-xml', reads: true, why: 'It is the first declared source that matches.' },
      ],
      fields: [
        { field: 'ids.crm', expression: '$.order.`@no`', gave: '7', problem: null },
        { field: 'status', expression: '$.order.state', gave: 'NEW', problem: null },
        { field: 'data.amount', expression: '$number(order.sum)', gave: 12.5, problem: null },
      ],
      orderId: '~crm:7',
      event: {
        eventId: 'm-1',
        type: 'order.status_changed',
        status: 'SUBMITTED',
        source: 'crm',
        occurredAt: '2026-11-20T09:12:00.000Z',
        ids: { crm: '7' },
        data: { amount: 12.5 },
      },
      reasonKind: null,
      reason: null,
    });
  });

  test('that can not be taken is told why, with what the expressions gave', async () => {
    const bodyBase64 = Buffer.from('<order no="7"><state>LOST</state><sum>much</sum></order>').toString('base64');
    const answer = await examined({ exchange: 'crm.events', headers: { kind: 'order' }, bodyBase64 });
    expect(answer).toMatchObject({ understood: false, readBy: 'crm-xml', event: null, orderId: null });
    expect(answer.reasonKind).toBe('expression_failed');
    expect(answer.reason).toBe(
      'Source crm-xml: `data.amount` ($number(order.sum)) can\'t be worked out: Unable to cast value to a number: "much".',
    );
    expect(answer.fields[2]).toEqual({
      field: 'data.amount',
      expression: '$number(order.sum)',
      gave: null,
      problem: 'Unable to cast value to a number: "much"',
    });
  });

  test('with a body as JSON keeps every digit', async () => {
    const body = '{"exchange":"crm.events","body":{"no":12345678901234567890,"state":"SHIPPED","id":1.0}}';
    expect(await examined(body)).toMatchObject({ orderId: '12345678901234567890', event: { eventId: '1' } });
  });

  test.each([
    [{ exchange: 'x', body: {}, bodyText: '' }, 'body', 'must hold one of'],
    [{ exchange: 7, body: {} }, 'body.exchange', 'must be text'],
    [{ exchnage: 'x', body: {} }, 'body.exchnage', 'There is no parameter'],
    [{ bodyBase64: '%' }, 'body.bodyBase64', 'must be base64'],
    [{ body: {}, properties: { timestamp: 'now' } }, 'body.properties.timestamp', 'ISO 8601'],
  ])('%j is no description', async (body, parameter, detail) => {
    const { status, problem } = await api.refused('POST', VALIDATE, { body: JSON.stringify(body) });
    expect([status, problem.parameter]).toEqual([400, parameter]);
    expect(problem.detail).toContain(detail);
  });
});

describe('a bare event', () => {
  test('is read as it would be when it is posted', async () => {
    const answer = await examined({ orderId: 'ORD-1', status: 'SUBMITTED', source: 'shop', eventId: 'e-1' });
    expect(answer).toMatchObject({ understood: true, readBy: 'plain', orderId: 'ORD-1', fields: [] });
    expect(answer.asked.map(({ why }) => why)).toEqual(
      Array(3).fill('It reads messages of the exchange crm.events, and this one came over HTTP.'),
    );
    expect(answer.event).toEqual({
      orderId: 'ORD-1',
      eventId: 'e-1',
      type: 'order.status_changed',
      status: 'SUBMITTED',
      source: 'shop',
    });
  });

  test.each([
    ['{', 'not_json'],
    ['', 'empty_body'],
    [`{"data":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'too_deep'],
    ['{"orderId":"A","status":"GONE","source":"shop"}', 'unknown_status'],
  ])('that can not be taken is told why', async (body, kind) => {
    expect(await examined(body)).toMatchObject({ understood: false, reasonKind: kind });
  });
});

test('nothing is recorded, and a key is needed', async () => {
  await examined({ orderId: 'ORD-9', status: 'SUBMITTED', source: 'shop' });
  await examined('{');
  const { rows } = await pool.query(
    'select 1 from tracker.order_event union all select 1 from collector.quarantine union all select 1 from collector.raw_message',
  );
  expect(rows).toEqual([]);
  const headers = { authorization: 'Bearer nobody' };
  expect((await api.refused('POST', VALIDATE, { body: '{}', headers })).status).toBe(401);
  expect((await api.refused('GET', VALIDATE)).status).toBe(405);
});
