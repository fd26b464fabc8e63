import { beforeEach, describe, expect, test } from 'vitest';
import { addressHash } from '../notifier/address.ts';
import { type Preference, readPreferences, savePreference } from '../notifier/preference-rows.ts';
import { findSuppressed, suppress, suppressionKey } from '../notifier/suppression-rows.ts';
import { tell } from '../notifier/told-under-test.ts';
import { type Unsubscribing, unsubscribeUrl } from '../notifier/unsubscribe.ts';
import { createLog } from '../platform/log.ts';
import { createPool } from '../platform/postgres.ts';
import { signToken } from '../platform/signed-token.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, T0 } from '../test/support/factory.ts';
import { apiUnderTest, type Body, SIGNING_KEY } from './api-under-test.ts';

const { pool, databaseUrl } = await testDatabase();
const api = await apiUnderTest(pool);

const recipient = 'customer:C-7';
const link: Unsubscribing = {
  recipient,
  channel: 'email',
  addressHash: addressHash('email', 'anna@example.com'),
  template: 'order-shipped',
};
const urlOf = (what: Unsubscribing) => unsubscribeUrl({ publicUrl: api.url, signingKey: SIGNING_KEY }, what);
const url = urlOf(link);

beforeEach(async () => {
  await pool.query('truncate notifier.suppression, notifier.preference, notifier.message cascade');
  await tell(pool, T0, { locale: 'en' });
});

await api.ledger.record(
  arrivals([anEvent({ customer: { id: 'C-7', email: 'anna@example.com', phone: '+7 916 123-45-67' } })]),
);

const reasonOf = async ({ channel, addressHash }: Pick<Unsubscribing, 'channel' | 'addressHash'> = link) =>
  (await findSuppressed(pool, [{ channel, addressHash }])).get(suppressionKey({ channel, addressHash })) ?? null;
const channelsOf = async () => (await readPreferences(pool, [recipient])).get(recipient)?.channels;

async function open(address = url, headers: Record<string, string> = {}) {
  const response = await fetch(address, { headers });
  return { status: response.status, headers: response.headers, text: visible(await response.text()) };
}

/** Without the sign that keeps a line from ending there. */
function visible(text: string): string {
  return text.replaceAll('\u2060', '');
}

async function press(form: Record<string, string>, address = url) {
  const body = new URLSearchParams(form);
  const response = await fetch(address, { method: 'POST', body, redirect: 'manual' });
  return { status: response.status, location: response.headers.get('location'), text: await response.text() };
}

describe('the page', () => {
  test('says who writes where, what would no longer come, and changes nothing', async () => {
    const { status, headers, text } = await open();
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(text).toContain('Lunaria writes to a…@example.com when something happens to your order.');
    expect(text).toContain('>Send me no more e-mails</button>');
    expect(text).toContain('<li>Your price is ready</li>');
    expect(text).toContain('<li>A delay, with the new date</li>');
    expect(text).toContain('href="mailto:hello@lunaria.example"');
    expect(text).not.toContain('anna');
    expect(await reasonOf()).toBeNull();
  });

  test('is kept by nobody, tells nobody where it was, runs nothing and is framed by nobody', async () => {
    const { headers, text } = await open();
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-robots-tag')).toBe('noindex, nofollow');
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(text).not.toMatch(/<script|<img|<link| style=| on\w+=/);
    expect(text.length).toBeLessThan(10_000);
  });

  test('comes in the language that is known of them, else in that of their browser, else in that of the shop', async () => {
    const russian = 'Lunaria пишет на a…@example.com';
    const english = 'Lunaria writes to a…@example.com';
    expect((await open(url, { 'accept-language': 'ru' })).text).toContain(english);
    await savePreference(pool, recipient, { channels: null, locale: 'uk', zone: null, quietHours: null }, T0);
    const { text } = await open();
    expect(text).toContain(russian);
    expect(text).toContain('<html lang="ru">');
    expect(text).toContain('<li>Цена готова</li>');

    const unknown = urlOf({ ...link, recipient: 'customer:C-8' });
    expect((await open(unknown, { 'accept-language': 'de, en;q=0.8' })).text).toContain('writes to you by e-mail');
    expect((await open(unknown)).text).toContain('Lunaria сообщает вам по электронной почте');
  });

  test.each([
    ['that was never one', 'nonsense'],
    ['of another key', signToken(Buffer.alloc(32, 8), 'unsubscribe', { r: recipient, c: 'email', h: 'x', t: 'x' })],
    ['for something else', signToken(SIGNING_KEY, 'track', { r: recipient })],
    [
      'that has ended',
      signToken(SIGNING_KEY, 'unsubscribe', { r: recipient, c: 'email', h: 'A'.repeat(43), t: 'x', exp: T0 }),
    ],
  ])('of a link %s is the same page, whatever is done', async (_which, token) => {
    const address = `${api.url}/unsubscribe/${token}`;
    const wrong = await open(address, { 'accept-language': 'en' });
    expect(wrong.status).toBe(404);
    expect(wrong.text).toContain('This link does not work');
    expect(wrong.text).toBe((await open(`${api.url}/unsubscribe/x`, { 'accept-language': 'en' })).text);
    expect((await press({ 'List-Unsubscribe': 'One-Click' }, address)).status).toBe(404);
    expect((await pool.query('select 1 from notifier.suppression')).rowCount).toBe(0);
  });

  test('other methods are refused, and paths beside it are no page', async () => {
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(405);
    expect((await fetch(`${api.url}/unsubscribe`)).status).toBe(404);
    expect((await fetch(`${url}/x`)).status).toBe(404);
  });
});

describe('one click (RFC 8058)', () => {
  const multipart = new FormData();
  multipart.set('List-Unsubscribe', 'One-Click');
  test.each<[string, Body]>([
    ['as a form', new URLSearchParams({ 'List-Unsubscribe': 'One-Click' })],
    ['as multipart', multipart],
  ])('%s ends the mails at once, without a page, however often', async (_how, body) => {
    for (const _time of [1, 2]) {
      const response = await fetch(url, { method: 'POST', body, redirect: 'error' });
      expect([response.status, await response.text()]).toEqual([200, 'Unsubscribed.\n']);
    }
    expect(await reasonOf()).toBe('opted_out');
  });

  test.each<[string, RequestInit]>([
    ['nothing', {}],
    ['another word', { body: new URLSearchParams({ 'List-Unsubscribe': 'Maybe' }) }],
    ['JSON', { body: '{"List-Unsubscribe":"One-Click"}', headers: { 'content-type': 'application/json' } }],
    ['half a multipart', { body: '--x', headers: { 'content-type': 'multipart/form-data; boundary=x' } }],
    ['an action that there is not', { body: new URLSearchParams({ action: 'delete' }) }],
  ])('%s is not one', async (_what, init) => {
    const response = await fetch(url, { method: 'POST', ...init });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('<h1>');
    expect(await reasonOf()).toBeNull();
  });

  test('a body that is too large is not read', async () => {
    const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click', x: 'x'.repeat(20_000) });
    expect((await fetch(url, { method: 'POST', body })).status).toBe(413);
    expect(await reasonOf()).toBeNull();
  });
});

describe('the buttons', () => {
  test('stop, and undo', async () => {
    const told = async () =>
      (
        await pool.query<{ row: string }>(
          `select concat_ws(' ', a.who, a.action, a.subject_kind, a.subject_id, a.from_address, a.after) as row
             from tracker.audit a where a.action like 'messages.%' order by a.sequence desc limit 2`,
        )
      ).rows.map(({ row }) => row);
    expect(await press({ action: 'stop' })).toMatchObject({ status: 303, location: '?' });
    const stops = await told();
    // Pressed twice it is the same, and so the log has it once; what address it was it never says.
    await press({ action: 'stop' });
    expect(await told()).toEqual(stops);
    const by = link.recipient;
    expect(stops[0]).toBe(`${by} messages.stopped ${by.replace(':', ' ')} 127.0.0.1 {"channel": "email"}`);
    expect(await reasonOf()).toBe('opted_out');
    const stopped = await open();
    expect(stopped.text).toContain('Lunaria does not write to a…@example.com any more.');
    expect(stopped.text).not.toContain('value="stop"');
    expect(await press({ action: 'undo' })).toMatchObject({ status: 303, location: '?' });
    expect(await reasonOf()).toBeNull();
    expect((await told())[0]).toContain('messages.resumed');
    expect((await open()).text).toContain('value="stop"');
  });

  test('undo leaves a bounce, and stop leaves others', async () => {
    await suppress(pool, { ...link, reason: 'hard_bounce' }, T0);
    await press({ action: 'stop' });
    await press({ action: 'undo' });
    expect(await reasonOf()).toBe('hard_bounce');
    expect(await reasonOf({ channel: 'sms', addressHash: link.addressHash })).toBeNull();
  });

  test('choose: only what was changed, on channels where they can be reached', async () => {
    const { text } = await open();
    const asked = [...text.matchAll(/<select name="kind:([^"]+)">(.*?)<\/select>/gs)].map(([, id, options]) => [
      id,
      [...options!.matchAll(/value="(\w+)"/g)].map(([, value]) => value),
    ]);
    expect(asked).toHaveLength(8);
    expect(asked).toContainEqual(['order-shipped', ['usual', 'email', 'sms', 'none']]);
    expect(asked).toContainEqual(['manufacturing-started', ['usual', 'email', 'none']]);

    const answers = { 'kind:order-shipped': 'sms', 'kind:price-reminder': 'none', 'kind:price-ready': 'usual' };
    expect(await press({ action: 'choose', ...answers })).toMatchObject({ status: 303, location: '?saved=1' });
    expect(await channelsOf()).toEqual({ 'order-shipped': ['sms'], 'price-reminder': [] });
    const saved = (await open(`${url}?saved=1`)).text;
    expect(saved).toContain('Saved.');
    expect(saved).toMatch(/kind:order-shipped">.*?value="sms" selected/s);
    expect(saved.slice(0, saved.indexOf('<h2>'))).not.toContain('On its way to you');
  });

  test('choose keeps all else that they want, and takes back the opt-out of a channel that they choose', async () => {
    const before: Preference = {
      channels: { '*': ['sms', 'email'] },
      locale: 'ru',
      zone: 'Europe/Moscow',
      quietHours: 'none',
    };
    await savePreference(pool, recipient, before, T0);
    const phone = { channel: 'sms' as const, addressHash: addressHash('sms', '+79161234567') };
    await suppress(pool, { ...phone, reason: 'opted_out' }, T0);
    await press({ action: 'choose', 'kind:price-ready': 'sms', 'kind:order-shipped': 'none' });
    expect((await readPreferences(pool, [recipient])).get(recipient)).toEqual({
      ...before,
      channels: { '*': ['sms', 'email'], 'order-shipped': [] },
    });
    expect(await reasonOf(phone)).toBe('opted_out');
    await press({ action: 'choose', 'kind:order-shipped': 'sms' });
    expect(await reasonOf(phone)).toBeNull();
  });

  test.each([
    ['a kind that there is not', { 'kind:fireworks': 'email' }],
    ['a channel that it does not go out on', { 'kind:price-reminder': 'sms' }],
  ])('choose %s: refused', async (_what, answers) => {
    expect((await press({ action: 'choose', ...answers })).status).toBe(400);
    expect(await channelsOf()).toBeUndefined();
  });
});

test('whoever was forgotten can still end the messages', async () => {
  await pool.query(`update notifier.message set address = ''`);
  const { text } = await open();
  expect(text).toContain('Lunaria writes to you by e-mail when');
  await press({ action: 'stop' });
  expect(await reasonOf()).toBe('opted_out');
});

test('while the database is gone, people read that it is not possible now', async () => {
  const gone = createPool(databaseUrl, createLog('silent'));
  const without = await apiUnderTest(gone);
  await gone.end();
  const address = url.replace(api.url, without.url);
  for (const method of ['GET', 'POST']) {
    const form = method === 'POST' ? { body: new URLSearchParams({ action: 'stop' }) } : {};
    const response = await fetch(address, { method, headers: { 'accept-language': 'en' }, ...form });
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '60']);
    expect(await response.text()).toContain('Please try again in a few minutes.');
  }
});
