import { beforeEach, describe, expect, test } from 'vitest';
import { addressHash } from '../notifier/address.ts';
import { findSuppressed, suppress } from '../notifier/suppression-rows.ts';
import { toIso } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, T0 } from '../test/support/factory.ts';
import { admitTestKey, apiUnderTest } from './api-under-test.ts';
import { contract } from './contract.ts';

const { pool } = await testDatabase();
await admitTestKey(pool);
const api = await apiUnderTest(pool);

const PREFERENCES = '/api/v1/customers/C-7/preferences';
const NOTHING = { channels: null, locale: null, zone: null, quietHours: null, optOuts: [] };
const email = { channel: 'email' as const, addressHash: addressHash('email', 'anna@example.com') };
const sms = { channel: 'sms' as const, addressHash: addressHash('sms', '+79161234567') };

beforeEach(() => pool.query('truncate notifier.suppression, notifier.preference'));

await api.ledger.record(
  arrivals([anEvent({ customer: { id: 'C-7', email: 'anna@example.com', phone: '+7 916 123-45-67' } })]),
);

const read = async (path = PREFERENCES) => (await api.get(contract.Preferences, path)).body;
const put = async (preferences: object, path = PREFERENCES) =>
  (await api.ask(contract.Preferences, 'PUT', path, { body: JSON.stringify(preferences) })).body;

describe('what a customer wants', () => {
  test('nothing, as long as they have said nothing', async () => {
    expect(await read()).toEqual(NOTHING);
    expect(await read('/api/v1/customers/nobody/preferences')).toEqual(NOTHING);
  });

  test('is taken down as a whole', async () => {
    const preferences = {
      channels: { 'order-shipped': ['sms', 'email'], '*': [] },
      locale: 'ru',
      zone: 'Europe/Moscow',
      quietHours: { from: '22:00', to: '09:00' },
    };
    expect(await put(preferences)).toEqual({ ...preferences, optOuts: [] });
    expect(await read()).toEqual({ ...preferences, optOuts: [] });
    expect(await put({ quietHours: 'none' })).toEqual({ ...NOTHING, quietHours: 'none' });
    expect(await put({})).toEqual(NOTHING);
  });

  test('is that of this customer', async () => {
    await put({ locale: 'ru' }, '/api/v1/customers/C%2F8/preferences');
    expect(await read()).toEqual(NOTHING);
    expect((await read('/api/v1/customers/C%2F8/preferences')).locale).toBe('ru');
  });
});

test('opt-outs are told with masked addresses; naming the channel ends them, and no bounce', async () => {
  for (const address of [email, sms]) await suppress(pool, { ...address, reason: 'opted_out' }, T0);
  await suppress(pool, { ...email, reason: 'hard_bounce' }, T0 + 1);
  expect((await read()).optOuts).toEqual(
    expect.arrayContaining([
      { channel: 'email', address: 'a…@example.com', reason: 'opted_out', since: toIso(T0) },
      { channel: 'email', address: 'a…@example.com', reason: 'hard_bounce', since: toIso(T0 + 1) },
      { channel: 'sms', address: '+7 916 … 67', reason: 'opted_out', since: toIso(T0) },
    ]),
  );
  await put({ locale: 'ru' });
  expect((await read()).optOuts).toHaveLength(3);
  const { optOuts } = await put({ channels: { '*': ['email', 'sms'] } });
  expect(optOuts.map(({ channel, reason }) => [channel, reason])).toEqual([['email', 'hard_bounce']]);
  expect((await findSuppressed(pool, [email, sms])).size).toBe(1);
});

test.each([
  ['{"channels":{"order-shiped":["sms"]}}', 'body.channels.order-shiped', 'Did you mean order-shipped?'],
  ['{"channels":{"*":["slack"]}}', 'body.channels.*.0', 'must be one of email, sms, telegram'],
  ['{"channels":{"*":"sms"}}', 'body.channels.*', 'must be a list of channels'],
  ['{"locale":"russian"}', 'body.locale', 'must be a language such as ru or en-GB'],
  ['{"zone":"Mars"}', 'body.zone', 'must be an IANA time zone'],
  ['{"quietHours":"never"}', 'body.quietHours', 'must be none, or two times of day'],
  ['{"quietHours":{"from":"9pm","to":"08:00"}}', 'body.quietHours.from', 'must be a time of day such as 21:00'],
  ['{"quietHours":{"from":"09:00","to":"09:00"}}', 'body.quietHours', 'must end at another time'],
  ['{"colour":"red"}', 'body.colour', 'There is no parameter'],
  ['[]', 'body', ''],
])('%s: 400', async (body, parameter, detail) => {
  const { status, problem } = await api.refused('PUT', PREFERENCES, { body });
  expect([status, problem.parameter]).toEqual([400, parameter]);
  expect(problem.detail).toContain(detail);
  expect(await read()).toEqual(NOTHING);
});

test('what is no request of this kind', async () => {
  expect((await api.refused('PUT', PREFERENCES, { body: '{' })).status).toBe(400);
  expect(
    (await api.refused('PUT', PREFERENCES, { body: '{}', headers: { 'content-type': 'text/plain' } })).status,
  ).toBe(415);
  expect((await api.refused('GET', `${PREFERENCES}?x=1`)).status).toBe(400);
  expect((await api.refused('GET', `/api/v1/customers/${'x'.repeat(257)}/preferences`)).problem.parameter).toBe('id');
  expect((await api.refused('GET', '/api/v1/customers/a%00b/preferences')).problem.parameter).toBe('id');
  expect((await api.refused('POST', PREFERENCES, { body: '{}' })).status).toBe(405);
  const { status } = await api.refused('GET', PREFERENCES, { headers: { authorization: 'Bearer another' } });
  expect(status).toBe(401);
});
