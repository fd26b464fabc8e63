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

describe('looking', () => {
  test('a message with its reason and its whole body', async () => {
    const id = await poison('{ "status": 7 }');
    const { body } = await api.get(contract.QuarantinedMessageInFull, `${QUARANTINE}/${id}`);
    expect(body).toMatchObject({
      id,
      origin: 'http',
      exchange: null,
      receivedAt: toIso(T0),
      times: 1,
      reasonKind: 'wrong_type',
      bodyPreview: '{ "status": 7 }',
      body: '{ "status": 7 }',
      bodyEncoding: 'utf8',
      bodyBytes: 15,
      replayedAt: null,
    });
  });

  test('bytes that are no text come as base64', async () => {
    const id = await poison(new Uint8Array([0xff, 0x00, 0x80]));
    const { body } = await api.get(contract.QuarantinedMessageInFull, `${QUARANTINE}/${id}`);
    expect(body).toMatchObject({ body: '/wCA', bodyEncoding: 'base64' });
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
