import { beforeAll, describe, expect, test } from 'vitest';
import { putFinding, putIncident } from '../../alerts/incident-rows-under-test.ts';
import { toIso } from '../../platform/clock.ts';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, arrivals, DAY, HOUR, MINUTE, T0 } from '../../test/support/factory.ts';
import { orderTraceId } from '../../tracker/orders.ts';
import { aKeyOf } from '../access/key-under-test.ts';
import { admitTestKey, apiUnderTest } from '../api-under-test.ts';
import { contract } from '../contract.ts';

const { pool } = await testDatabase();
await admitTestKey(pool);
const api = await apiUnderTest(pool);
const asViewer = { headers: await aKeyOf(pool, 'viewer') };
const asPartner = { headers: await aKeyOf(pool, 'partner', { partner: 'north wind' }) };

const customer = { id: 'C-1', name: 'Zoë Quill', email: 'zoe@example.com', phone: '+7 916 555-44-77' };
const list = async (asked: string, init?: RequestInit) =>
  (await api.get(contract.OrderPage, `/api/v1/orders?${asked}`, init)).body;
const listed = async (asked: string, init?: RequestInit) =>
  (await list(asked, init)).items.map(({ orderId }) => orderId).sort();

beforeAll(async () => {
  api.clock.set(T0 + 4 * DAY);
  await api.ledger.record(
    arrivals([
      anEvent({ orderId: 'S-1', eventId: 'msg-1', correlationId: 'cart-1', customer, partner: 'north wind' }),
      anEvent({
        orderId: 'S-2',
        occurredAt: T0 + 4 * DAY - HOUR,
        customer: { name: '=cmd()', phone: '+7 916 555-99-00' },
      }),
      anEvent({ orderId: 'S-3', status: 'CLOSED', source: 'crm', customer: { name: 'Ann, "the" Quill' } }),
    ]),
  );
});

describe('the box', () => {
  test('its words are filters, and the answer says how they were understood', async () => {
    const { items, understood } = await list('q=quill+status%3Asubmitted+is%3Astuck');
    expect(items.map(({ orderId }) => orderId)).toEqual(['S-1']);
    expect(understood).toEqual({
      text: 'quill',
      as: 'text',
      words: [
        { word: 'status:submitted', parameter: 'status', value: 'SUBMITTED' },
        { word: 'is:stuck', parameter: 'stuck', value: 'true' },
      ],
    });
    // The word in the box was said last.
    expect(await listed('q=status%3ACLOSED&status=SUBMITTED')).toEqual(['S-3']);
    expect(await listed('q=age%3A%3E24h')).toEqual(['S-1']);
    expect(await listed('youngerThan=PT24H')).toEqual(['S-2']);
    expect(await listed('q=stuck%3A%3E2h')).toEqual(['S-1']);
    expect(await listed('stuckFor=P9D')).toEqual([]);
    const { problem } = await api.refused('GET', '/api/v1/orders?q=status%3ASUBMITED');
    expect(problem).toMatchObject({ status: 400, parameter: 'q' });
    expect(problem.detail).toContain('did you mean SUBMITTED?');
  });

  test('the id of a message and the trace id of an order lead to it', async () => {
    expect(await listed('q=msg-1')).toEqual(['S-1']);
    expect(await listed(`q=${orderTraceId({ orderId: 'S-1', correlationId: 'cart-1' })}`)).toEqual(['S-1']);
    expect(await listed(`q=${orderTraceId({ orderId: 'S-3', correlationId: null })}`)).toEqual(['S-3']);
    expect(await list(`q=${'0'.repeat(32)}`)).toMatchObject({ items: [], understood: { as: 'traceId' } });
  });

  test('who is shown contacts masked cannot guess them bit by bit', async () => {
    for (const q of ['5554', '%2B7+916+555', 'quil', 'zoe@exam', '@example.com', 'zoe@example']) {
      expect([q, (await listed(`q=${q}`)).includes('S-1')]).toEqual([q, true]);
      expect([q, await listed(`q=${q}`, asViewer)]).toEqual([q, []]);
    }
    for (const q of ['%2B7+916+555-44-77', '8+916+5554477', 'zoe@example.com', 'quill+zoe', 'zoe+north+wind', 'S-1']) {
      expect([q, await listed(`q=${q}`, asViewer)]).toEqual([q, expect.arrayContaining(['S-1'])]);
    }
    const [order] = (await list('q=zoe@example.com', asViewer)).items;
    expect(order).toMatchObject({ customerMasked: true, customer: { name: 'Z. Quill', phone: '+7 ••• 44-77' } });
  });

  test('a partner finds its own orders only, and nothing of what is done here', async () => {
    expect(await listed('', asPartner)).toEqual(['S-1']);
    expect(await listed('q=quill', asPartner)).toEqual(['S-1']);
    expect(await listed('partner=somebody', asPartner)).toEqual([]);
    for (const asked of ['include=incidents', 'incident=1']) {
      expect((await api.refused('GET', `/api/v1/orders?${asked}`, asPartner)).status).toBe(403);
    }
  });
});

describe('what else a list tells', () => {
  test('the incidents that orders are in, who has taken them, and how all of them stand', async () => {
    const id = await putIncident(pool, { severity: 'critical' });
    const onTrial = await putIncident(pool, { rule: 'tried', shadow: true });
    await putFinding(pool, id, { orderId: 'S-1' });
    await putFinding(pool, onTrial, { orderId: 'S-1' });
    await pool.query(
      `insert into tracker.order_hands (order_id, holder_id, holder, taken_at, acted_at, assignee, assigned_by, assigned_at)
       values ('S-1', 'user:1', 'olga', $1, $1, null, null, null), ('S-2', null, null, null, null, 'tests', 'olga', $1)`,
      [toIso(T0)],
    );
    const { items } = await list('include=incidents,assignment');
    expect(items.map(({ orderId, assignedTo }) => [orderId, assignedTo])).toEqual(
      expect.arrayContaining([
        ['S-1', 'olga'],
        ['S-2', 'tests'],
        ['S-3', null],
      ]),
    );
    expect(await listed('assignedTo=olga')).toEqual(['S-1']);
    expect(await listed('q=assigned%3Ame')).toEqual(['S-2']);
    expect((await list('assignedTo=olga&count=true')).total).toEqual({ count: 1, more: false });
    const told = new Map(items.map(({ orderId, incidents }) => [orderId, incidents]));
    expect(told.get('S-1')).toMatchObject([{ id: String(id), severity: 'critical' }]);
    expect(told.get('S-3')).toEqual([]);
    expect(await listed(`incident=${id}`)).toEqual(['S-1']);

    const { body } = await api.get(contract.OrderSummary, '/api/v1/orders/summary');
    expect(body).toMatchObject({
      open: 2,
      stuck: 1,
      atRisk: 0,
      overdue: 0,
      mostCommon: { incident: String(id), orders: 1 },
    });
    expect(body.oldestStuckSince).toBe((await list('q=S-1')).items[0]!.dueAt);
    await pool.query(`update tracker.order_state set due_at = null where order_id = 'S-2'`);
    await pool.query(`update tracker.order_state set status = 'CLOSED' where order_id = 'S-2'`);
    const summary = async () => (await api.get(contract.OrderSummary, '/api/v1/orders/summary')).body;
    expect((await summary()).open).toBe(2);
    api.clock.set(T0 + 4 * DAY + MINUTE);
    expect((await summary()).open).toBe(1);
  });
});

describe('as CSV', () => {
  const csv = async (asked: string, headers: Record<string, string> = {}) => {
    const response = await api.send('GET', `/api/v1/orders?${asked}`, { headers });
    expect(response.headers.get('content-type')).toMatch(/^text\/csv/);
    return (await response.text()).split('\r\n');
  };

  test('all that pass, with what a spreadsheet would take for a formula made text', async () => {
    await api.ledger.record(
      arrivals(Array.from({ length: 1_100 }, (_, n) => anEvent({ orderId: `MANY-${n}`, partner: 'many' }))),
    );
    const lines = await csv('partner=many&format=csv');
    expect(new Set(lines.slice(1, -1)).size).toBe(1_100);
    const [head, ...rest] = await csv('q=S-2&contacts=true', { accept: 'text/csv' });
    expect(head).toMatch(/^orderId,status,/);
    expect(rest[0]).toContain(",'=cmd(),");
    expect((await csv('q=S-3&format=csv&contacts=true'))[1]).toContain('"Ann, ""the"" Quill"');
  });

  test('contacts are masked, or else the audit log tells who has them', async () => {
    const audited = async () => {
      const { rows } = await pool.query(
        `select who, after from tracker.audit where action = 'order.contacts_exported'`,
      );
      return rows;
    };
    const before = (await audited()).length;
    expect((await csv('q=zoe@example.com&format=csv'))[1]).toContain('z***@example.com');
    expect(await audited()).toHaveLength(before);
    expect((await csv('q=zoe@example.com+is%3Astuck&format=csv&contacts=true'))[1]).toContain('zoe@example.com');
    const [row] = (await audited()).slice(before);
    expect(row).toMatchObject({ who: 'tests', after: { byText: true } });
    expect(JSON.stringify(row)).not.toContain('zoe');
    expect((await api.refused('GET', '/api/v1/orders?format=csv&contacts=true', asViewer)).status).toBe(400);
  });
});

test('saved views: of one’s own to be changed, those that are shared to be seen', async () => {
  const asOlga = { headers: await aKeyOf(pool, 'support', { name: 'olga' }) };
  const body = (view: object) => JSON.stringify(view);
  const views = async (init?: RequestInit) =>
    (await api.get(contract.SavedViewPage, '/api/v1/views', init)).body.items.map(({ name, mine }) => [name, mine]);
  const stuck = { name: 'Stuck', query: 'stuck=true&sort=age', shared: true };
  const { body: shared, status } = await api.post(contract.SavedView, '/api/v1/views', body(stuck), asOlga);
  expect(status).toBe(201);
  await api.post(contract.SavedView, '/api/v1/views', body({ name: 'Mine', query: '' }), asOlga);
  expect(await views(asOlga)).toEqual([
    ['Mine', true],
    ['Stuck', true],
  ]);
  expect(await views()).toEqual([['Stuck', false]]);
  expect((await api.refused('POST', '/api/v1/views', { ...asOlga, body: body(stuck) })).status).toBe(409);
  for (const query of ['a b', 'javascript"', '<x>']) {
    expect((await api.refused('POST', '/api/v1/views', { body: body({ name: 'x', query }) })).status).toBe(400);
  }
  const path = `/api/v1/views/${shared.id}`;
  expect((await api.refused('PUT', path, { body: body(stuck) })).status).toBe(404);
  expect((await api.refused('DELETE', path)).status).toBe(404);
  const asSeen = { headers: { ...asOlga.headers, 'if-match': `"${shared.version}"` } };
  const changed = await api.ask(contract.SavedView, 'PUT', path, { ...asSeen, body: body({ ...stuck, name: 'Late' }) });
  expect(changed.body).toMatchObject({ name: 'Late', mine: true, owner: 'olga' });
  expect((await api.refused('DELETE', path, asSeen)).status).toBe(412);
  expect((await api.send('DELETE', path, asOlga)).status).toBe(204);
  expect(await views()).toEqual([]);
  const { rows } = await pool.query(
    `select who, action, before, after from tracker.audit where subject_kind = 'view' order by sequence`,
  );
  expect(rows).toEqual([
    { who: 'olga', action: 'view.shared', before: null, after: { name: 'Stuck', shared: true } },
    {
      who: 'olga',
      action: 'view.changed',
      before: { name: 'Stuck', shared: true },
      after: { name: 'Late', shared: true },
    },
    { who: 'olga', action: 'view.removed', before: { name: 'Late', shared: true }, after: null },
  ]);
});
