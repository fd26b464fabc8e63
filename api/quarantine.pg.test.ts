import { beforeEach, describe, expect, test } from 'vitest';
import { toIso } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { HOUR, T0 } from '../test/support/factory.ts';
import { admitTestKey, apiUnderTest, type Body } from './api-under-test.ts';
import { contract } from './contract.ts';

const { pool } = await testDatabase();
await admitTestKey(pool);
const api = await apiUnderTest(pool);

const QUARANTINE = '/api/v1/quarantine';

beforeEach(async () => {
  await pool.query('truncate collector.quarantine');
  api.clock.set(T0);
});

/** Puts a message into quarantine and gives its id. */
async function poison(body: Body): Promise<string> {
  return (await api.refused('POST', '/api/v1/events', { body })).problem.quarantineId!;
}

/** A message that was not understood when it came and would be today. */
async function mended(orderId: string): Promise<string> {
  const id = await poison(`not yet ${orderId}`);
  const body = JSON.stringify({ orderId, status: 'SUBMITTED', source: 'shop' });
  await pool.query('update collector.quarantine set body = $2 where id = $1', [id, Buffer.from(body)]);
  return id;
}

const replay = (request: object) => api.post(contract.ReplayResult, `${QUARANTINE}/replay`, JSON.stringify(request));

async function listedIds(query = ''): Promise<string[]> {
  return (await api.get(contract.QuarantinePage, `${QUARANTINE}${query}`)).body.items.map(({ id }) => id);
}

const reveal = async (id: string, request: object = {}) =>
  (await api.post(contract.QuarantinedMessageInFull, `${QUARANTINE}/${id}/reveal`, JSON.stringify(request))).body;

async function audited(action: string) {
  const { rows } = await pool.query(
    'select who, subject_id as subject, reason from tracker.audit where action = $1 order by sequence',
    [action],
  );
  return rows;
}

describe('looking', () => {
  test('a message with its reason, and nothing of whom it is about', async () => {
    const id = await poison('{ "status": 7, "customer": { "name": "Anna Ivanova" }, "orderId": "ORD-1" }');
    const { body } = await api.get(contract.QuarantinedMessage, `${QUARANTINE}/${id}`);
    expect(body).toMatchObject({
      id,
      origin: 'http',
      exchange: null,
      receivedAt: toIso(T0),
      times: 1,
      reasonKind: 'wrong_type',
      bodyPreview: '{ "status": 7, "customer": { "name": "…" }, "orderId": "ORD-1" }',
      orders: ['ORD-1'],
      state: 'open',
      replayedAt: null,
    });
    expect(JSON.stringify((await api.get(contract.QuarantinePage, QUARANTINE)).body)).not.toContain('Anna');
  });

  test('its whole bytes only for whom the audit log names', async () => {
    const text = '{ "status": 7, "customer": { "name": "Anna Ivanova" } }';
    const id = await poison(text);
    const told = await reveal(id, { reason: 'The shop asks' });
    expect(told).toMatchObject({ id, body: text, bodyEncoding: 'utf8', bodyPreview: text, bodyBytes: text.length });
    const binary = await poison(new Uint8Array([0xff, 0x00, 0x80]));
    expect(await reveal(binary)).toMatchObject({ body: '/wCA', bodyEncoding: 'base64' });
    expect(await audited('quarantine.revealed')).toEqual([
      { who: 'tests', subject: id, reason: 'The shop asks' },
      { who: 'tests', subject: binary, reason: null },
    ]);
    expect((await api.refused('POST', `${QUARANTINE}/999999/reveal`, { body: '{}' })).status).toBe(404);
  });

  test('the list, newest first, by filter and in pages', async () => {
    const first = await poison('one');
    api.clock.set(T0 + HOUR);
    const second = await poison('two');
    const third = await poison('{}');
    expect(await listedIds()).toEqual([third, second, first]);
    expect(await listedIds('?reasonKind=not_json')).toEqual([second, first]);
    expect(await listedIds(`?from=${toIso(T0 + HOUR)}`)).toEqual([third, second]);
    expect(await listedIds('?state=replayed')).toEqual([]);

    const page = await api.get(contract.QuarantinePage, `${QUARANTINE}?limit=2`);
    expect(await listedIds(`?cursor=${page.body.nextCursor}`)).toEqual([first]);
  });

  test.each(['0', '999999', 'one', '1e3', '99999999999999999999'])('no message %s: 404', async id => {
    expect((await api.refused('GET', `${QUARANTINE}/${id}`)).status).toBe(404);
  });

  test.each([
    ['?state=gone', 'state'],
    ['?cursor=WzFd', 'cursor'],
    ['?from=0000-01-01', 'from'],
    ['?to=9999-12-31T23:59:59-23:59', 'to'],
    ['?queue=orders', 'queue'],
  ])('%s: 400', async (query, parameter) => {
    const { status, problem } = await api.refused('GET', QUARANTINE + query);
    expect([status, problem.parameter]).toEqual([400, parameter]);
  });
});

describe('by cause', () => {
  const groups = async (query = '') => (await api.get(contract.QuarantineGroups, `${QUARANTINE}/groups${query}`)).body;
  const priced = (orderId: string) =>
    poison(JSON.stringify({ orderId, status: 'PRICED', source: 'mes', customer: { name: 'Anna Ivanova' } }));

  test('how many, since when, of which orders, and whether it goes on', async () => {
    const first = await priced('ORD-1');
    api.clock.set(T0 + 5 * HOUR);
    const second = await priced('ORD-2');
    await priced('ORD-2');
    await poison('nonsense');
    const { items, total } = await groups();
    expect(total).toBe(3);
    expect(items.map(({ fingerprint, count }) => [fingerprint, count])).toEqual([
      ['unknown_status:PRICED:mes', 2],
      ['not_json:unknown', 1],
    ]);
    expect(items[0]).toMatchObject({
      reasonKind: 'unknown_status',
      what: 'PRICED',
      source: 'mes',
      firstAt: toIso(T0),
      lastAt: toIso(T0 + 5 * HOUR),
      orders: { count: 2, more: false, first: ['ORD-2', 'ORD-1'] },
      sampleId: second,
      sampleReason: expect.stringContaining('PRICED'),
    });
    expect(items[0]!.trend.slice(-6)).toEqual([1, 0, 0, 0, 0, 1]);
    expect(await listedIds('?fingerprint=unknown_status:PRICED:mes')).toEqual([second, first]);
  });

  test('a group is dismissed with a reason, waits no more, and comes back when it is taken back', async () => {
    const ids = [await priced('ORD-1'), await priced('ORD-2')];
    const fingerprint = 'unknown_status:PRICED:mes';
    const dismissal = { fingerprint, reason: 'A test of the MES' };
    const { body } = await api.post(contract.DismissResult, `${QUARANTINE}/dismiss`, JSON.stringify(dismissal));
    expect(body).toMatchObject({ dismissed: 2, notOpen: [] });
    expect((await groups()).items).toEqual([]);
    expect((await groups('?state=dismissed')).items).toMatchObject([{ fingerprint, count: 2 }]);
    expect((await api.get(contract.QuarantinedMessage, `${QUARANTINE}/${ids[0]}`)).body).toMatchObject({
      state: 'dismissed',
      dismissed: { by: 'tests', why: 'A test of the MES', at: toIso(T0) },
    });
    const replayed = await replay({ ids });
    expect(replayed.body.items.map(({ outcome }) => outcome)).toEqual(['not_open', 'not_open']);

    const undone = JSON.stringify({ dismissal: body.dismissal });
    expect((await api.post(contract.RestoreResult, `${QUARANTINE}/restore`, undone)).body).toEqual({ restored: 2 });
    expect(await listedIds()).toEqual(ids.toReversed());
    expect(await audited('quarantine.dismissed')).toEqual([
      { who: 'tests', subject: fingerprint, reason: 'A test of the MES' },
    ]);
    expect(await audited('quarantine.restored')).toHaveLength(2);
    expect((await api.refused('POST', `${QUARANTINE}/dismiss`, { body: '{"ids":["1"],"reason":" "}' })).status).toBe(
      400,
    );
  });
});

describe('trying a mapping', () => {
  const tryMapping = (mapping: string, ids: string[]) =>
    api.post(contract.TryResult, `${QUARANTINE}/try`, JSON.stringify({ ids, mapping }));
  const mapping = `name: mes-prices
exchange: mes.events
source: mes
fields:
  orderId: $.number
  status: $.state
  customer:
    name: $.client.who
statuses:
  PRICED: PRICE_CALCULATED
`;

  async function fromMes(body: object): Promise<string> {
    const id = await poison(JSON.stringify(body));
    await pool.query(
      `update collector.quarantine set source = 'amqp', exchange = 'mes.events', routing_key = 'price' where id = $1`,
      [id],
    );
    return id;
  }

  test('each message becomes an event, or says what is still wrong; nothing is recorded', async () => {
    const good = await fromMes({ number: 'TRY-1', state: 'PRICED', client: { who: 'Anna Ivanova' } });
    const bad = await fromMes({ number: 'TRY-2', state: 'PRICEY' });
    const { body } = await tryMapping(mapping, [good, bad, '999']);
    expect(body).toMatchObject({ understood: 1, notOpen: ['999'] });
    expect(body.items).toMatchObject([
      { id: good, understood: true, readBy: 'mes-prices', orderId: 'TRY-1', event: { status: 'PRICE_CALCULATED' } },
      { id: bad, understood: false, reasonKind: 'unknown_status', reason: expect.stringContaining('PRICEY') },
    ]);
    expect(JSON.stringify(body)).not.toContain('Anna');
    expect(await listedIds()).toEqual([bad, good]);
    expect((await api.refused('GET', '/api/v1/orders/TRY-1')).status).toBe(404);
    expect(await audited('quarantine.tried')).toMatchObject([{ subject: good }, { subject: bad }]);
  });

  test('what is wrong with it comes with its place, in each way of writing it', async () => {
    const id = await poison('{}');
    const mistakesOf = async (text: string) => {
      const body = JSON.stringify({ ids: [id], mapping: text });
      const { status, problem } = await api.refused('POST', `${QUARANTINE}/try`, { body });
      expect([status, problem.parameter]).toEqual([400, 'body.mapping']);
      return problem.mistakes!.map(({ line, column, sentence }) => `${line}:${column} ${sentence}`);
    };
    const wrong = mapping.replace('PRICE_CALCULATED', 'PRICE_CALCULATD').replace('source: mes', 'sorce: mes');
    expect(await mistakesOf(wrong)).toEqual([
      expect.stringMatching(/^3:1 `sorce` is no key of the document\. Did you mean `source`\?/),
      expect.stringMatching(
        /^10:11 No lifecycle declares the status PRICE_CALCULATD\. Did you mean PRICE_CALCULATED\?/,
      ),
    ]);
    const asDocument = `sources:\n  - ${wrong.trim().replaceAll('\n', '\n    ')}\n`;
    expect(await mistakesOf(asDocument)).toEqual([expect.stringMatching(/^4:5 /), expect.stringMatching(/^11:15 /)]);
    expect(await mistakesOf('[{"name": 7}]')).toContainEqual(expect.stringMatching(/^1:11 /));
    expect(await mistakesOf('name: [')).toHaveLength(1);
  });
});

describe('replaying', () => {
  test('what is understood now is recorded, the rest stays with its reason', async () => {
    const good = await mended('MENDED-1');
    const bad = await poison('still no JSON');
    const { body } = await replay({ ids: [good, bad] });
    expect(body).toMatchObject({ replayed: 1, stillQuarantined: 1 });
    expect(body.items.map(({ id, outcome }) => [id, outcome])).toEqual([
      [good, 'recorded'],
      [bad, 'still_quarantined'],
    ]);
    expect(await listedIds()).toEqual([bad]);
    expect(await listedIds('?state=replayed')).toEqual([good]);
    expect((await api.get(contract.Order, '/api/v1/orders/MENDED-1')).body.status).toBe('SUBMITTED');
  });

  test('everything that passes a filter, as a dry run first', async () => {
    const good = await mended('MENDED-2');
    await poison('{}');
    const filter = { reasonKind: 'not_json' };
    const dry = await replay({ filter, dryRun: true });
    expect(dry.body.items).toMatchObject([{ id: good, outcome: 'would_be_recorded', orderId: 'MENDED-2' }]);
    expect((await api.refused('GET', '/api/v1/orders/MENDED-2')).status).toBe(404);
    expect((await replay({ filter })).body).toMatchObject({ replayed: 1, stillQuarantined: 0 });
    expect((await replay({ filter })).body).toMatchObject({ replayed: 0, stillQuarantined: 0, items: [] });
  });

  test('a dry run tells duplicates, the orders, and whom people would hear from; then none of it is true', async () => {
    const twin = { orderId: 'MENDED-4', status: 'SUBMITTED', source: 'shop', eventId: 'e-4' };
    const ids = [await mended('MENDED-4'), await mended('MENDED-5')];
    await pool.query('update collector.quarantine set body = $2 where id = $1', [ids[0], JSON.stringify(twin)]);
    await api.post(contract.EventOutcome, '/api/v1/events', JSON.stringify(twin));
    const { body } = await replay({ ids, dryRun: true });
    expect(body.items.map(({ outcome, orderId }) => [outcome, orderId])).toEqual([
      ['duplicate', 'MENDED-4'],
      ['would_be_recorded', 'MENDED-5'],
    ]);
    expect(body).toMatchObject({
      outcomes: { duplicate: 1, would_be_recorded: 1 },
      orders: { count: 2, first: ['MENDED-4', 'MENDED-5'] },
      messages: { count: 1, items: [{ orderId: 'MENDED-5', to: 'customer', notice: 'order-received' }] },
      limited: false,
    });
    expect((await replay({ ids, dryRun: true, historic: true })).body.messages).toEqual({ count: 0, items: [] });
    expect((await pool.query(`select from notifier.notice where order_id = 'MENDED-5'`)).rows).toEqual([]);
    expect(await listedIds()).toEqual(ids.toReversed());
    expect((await audited('quarantine.replayed')).filter(({ subject }) => ids.includes(subject))).toEqual([]);

    const some = await replay({ filter: { fingerprint: 'not_json:unknown' }, limit: 1 });
    expect(some.body).toMatchObject({ replayed: 1, limited: true, messages: null });
    expect((await audited('quarantine.replayed')).at(-1)).toMatchObject({ who: 'tests', subject: ids[0] });
  });

  test('as history: nobody is told', async () => {
    await mended('MENDED-3');
    await replay({ filter: {}, historic: true });
    const { rows } = await pool.query(`select historic from tracker.order_event where order_id = 'MENDED-3'`);
    expect(rows).toEqual([{ historic: true }]);
  });

  test.each([
    ['{}', 'body'],
    ['{"ids":[]}', 'body.ids'],
    ['{"ids":[7]}', 'body.ids.0'],
    ['{"ids":["1"],"filter":{}}', 'body'],
    ['{"filter":{"colour":"red"}}', 'body.filter.colour'],
    ['{"filter":{"reasonKind":"unknwn"}}', 'body.filter.reasonKind'],
    ['{"filter":{"from":"0000-01-01"}}', 'body.filter.from'],
  ])('%s: 400', async (body, parameter) => {
    const { status, problem } = await api.refused('POST', `${QUARANTINE}/replay`, { body });
    expect([status, problem.parameter]).toEqual([400, parameter]);
  });

  test('a body that is no JSON: 400', async () => {
    expect((await api.refused('POST', `${QUARANTINE}/replay`, { body: '{' })).status).toBe(400);
  });
});
