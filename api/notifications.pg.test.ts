import { beforeEach, describe, expect, test } from 'vitest';
import type { Message } from '../notifier/message.ts';
import { aMessage, putMessages } from '../notifier/message-rows-under-test.ts';
import { toIso } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, DAY, HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { admitTestKey, apiUnderTest } from './api-under-test.ts';
import { contract } from './contract.ts';

const { pool } = await testDatabase();
await admitTestKey(pool);
const api = await apiUnderTest(pool);

const NOTIFICATIONS = '/api/v1/notifications';

beforeEach(async () => {
  await pool.query('truncate notifier.message, notifier.message_event, notifier.notice');
  api.clock.set(T0 + HOUR);
});

async function put(...named: Partial<Message>[]): Promise<Message[]> {
  const messages = named.map(aMessage);
  await putMessages(pool, messages);
  return messages;
}

const list = async (query = '') => (await api.get(contract.NotificationPage, `${NOTIFICATIONS}${query}`)).body;
const listed = async (query = '') => (await list(query)).items.map(({ about }) => about);
const show = async ({ id }: Message) => (await api.get(contract.NotificationInFull, `${NOTIFICATIONS}/${id}`)).body;
const resend = ({ id }: { id: string }, body: object = {}) =>
  api.post(contract.NotificationInFull, `${NOTIFICATIONS}/${id}/resend`, JSON.stringify(body));
const refusedResend = ({ id }: { id: string }, body: object = {}) =>
  api.refused('POST', `${NOTIFICATIONS}/${id}/resend`, { body: JSON.stringify(body) });

describe('the list', () => {
  test('newest first, in pages, also where several were queued at once', async () => {
    await put(
      { about: 'A', queuedAt: T0 },
      { about: 'B', queuedAt: T0 + MINUTE },
      { about: 'C', queuedAt: T0 + MINUTE },
      { about: 'D', queuedAt: T0 + MINUTE },
    );
    const first = await list('?limit=2');
    expect(first.items.map(({ about }) => about)).toEqual(['B', 'C']);
    const second = await list(`?limit=2&cursor=${first.nextCursor}`);
    expect(second.items.map(({ about }) => about)).toEqual(['D', 'A']);
    expect(second.nextCursor).toBeNull();
  });

  test('by filter', async () => {
    await put(
      { about: 'A', channel: 'sms', state: 'failed', reason: 'unreachable', settledAt: T0 },
      { about: 'B', recipient: 'customer:C-9', template: 'order-shipped', state: 'delivered' },
      { about: 'C', kind: 'partner', recipient: 'partner:acme', queuedAt: T0 + DAY },
    );
    expect(await listed('?channel=sms')).toEqual(['A']);
    expect(await listed('?state=delivered')).toEqual(['B']);
    expect(await listed('?troubled=true')).toEqual(['A']);
    expect(await listed('?troubled=false')).toEqual(['C', 'B']);
    expect(await listed('?customer=C-9')).toEqual(['B']);
    expect(await listed('?recipient=partner:acme')).toEqual(['C']);
    expect(await listed('?kind=partner')).toEqual(['C']);
    expect(await listed('?template=order-shipped')).toEqual(['B']);
    expect(await listed('?order=A')).toEqual(['A']);
    expect(await listed(`?from=${toIso(T0 + DAY)}`)).toEqual(['C']);
    expect(await listed(`?to=${toIso(T0 + DAY)}`)).toEqual(['A', 'B']);
  });

  test('says in words how each stands, and shows of an address only so much as tells it from others', async () => {
    await put({ state: 'failed', reason: 'mailbox_full', settledAt: T0 });
    expect((await list()).items[0]).toMatchObject({
      address: 'a…@example.com',
      inWords: 'It did not arrive: the mailbox is full.',
    });
  });

  test('counts what a person has to look at, and what is not decided yet', async () => {
    await put({ about: 'A', state: 'dead' }, { about: 'B', state: 'unknown' }, { about: 'C' });
    await pool.query(
      `insert into notifier.notice (order_id, notice, occasion, at, noted_at, due_at, state, reason) values
         ('A', 'price-ready', 'x', $1, $1, $1, 'waiting', null),
         ('A', 'price-reminder', 'x reminder', $2, $2, $2, 'waiting', null),
         ('B', 'price-ready', 'x', $1, $1, $1, 'dropped', 'superseded')`,
      [toIso(T0), toIso(T0 + DAY)],
    );
    expect((await list('?limit=1')).counts).toEqual({ troubled: 2, undecided: 1 });
    expect((await list('?order=B')).counts).toEqual({ troubled: 1, undecided: 0 });
  });

  test.each([
    ['?state=gone', 'state'],
    ['?channel=pigeon', 'channel'],
    ['?troubled=perhaps', 'troubled'],
    ['?cursor=WzFd', 'cursor'],
    ['?customer=C-1&recipient=customer:C-1', 'customer'],
    ['?address=anna@example.com', 'address'],
  ])('%s: 400', async (query, parameter) => {
    const { status, problem } = await api.refused('GET', NOTIFICATIONS + query);
    expect([status, problem.parameter]).toEqual([400, parameter]);
  });
});

describe('one message', () => {
  test('whole, with its text', async () => {
    const [message] = await put({ state: 'sent', sentAt: T0, subject: 'Your price', body: 'It is ready.' });
    expect(await show(message!)).toMatchObject({
      id: message!.id,
      address: 'anna@example.com',
      subject: 'Your price',
      body: 'It is ready.',
      sentAt: toIso(T0),
      history: [],
    });
  });

  test.each(['nothing', 'f'.repeat(32), '%00'])('no message %s: 404', async id => {
    expect((await api.refused('GET', `${NOTIFICATIONS}/${id}`)).status).toBe(404);
  });
});

describe('sending again', () => {
  test('what failed is queued anew, with who wanted it and why', async () => {
    const [message] = await put({ state: 'failed', reason: 'refused', attempts: 5, settledAt: T0, expiresAt: T0 });
    const { body } = await resend(message!, { reason: 'the mailbox was mended' });
    expect(body).toMatchObject({ state: 'queued', reason: null, attempts: 0, notBefore: toIso(T0 + HOUR) });
    // Somebody who sends it today means it to be of use today.
    expect(Date.parse(body.expiresAt)).toBeGreaterThan(T0 + HOUR);
    expect(body.history).toMatchObject([
      { kind: 'resend', at: toIso(T0 + HOUR), detail: 'By tests, when it was failed: the mailbox was mended' },
    ]);
    expect((await refusedResend(message!)).status).toBe(409);
  });

  test('what was delivered only with `again`; that it was sent before stays known', async () => {
    const [message] = await put({ state: 'delivered', provider: 'smtp', sentAt: T0, settledAt: T0 });
    const { status, problem } = await refusedResend(message!);
    expect([status, problem.type]).toEqual([409, 'urn:orderwatch:problem:not-resent']);
    expect(problem.detail).toBe(
      'It was delivered already; sent again, it arrives twice. Send `"again": true` to insist.',
    );
    const { body } = await resend(message!, { again: true });
    expect(body).toMatchObject({ state: 'queued', sentAt: null });
    expect(body.history.map(({ kind, at }) => [kind, at])).toEqual([
      ['attempt', toIso(T0)],
      ['resend', toIso(T0 + HOUR)],
    ]);
  });

  test('an SMS that may have gone out, too', async () => {
    const [message] = await put({ channel: 'sms', state: 'unknown', settledAt: T0 });
    expect((await refusedResend(message!)).problem.detail).toMatch(/may have gone out/);
    expect((await resend(message!, { again: true })).body.state).toBe('queued');
  });

  test('two at once: one of them', async () => {
    const [message] = await put({ state: 'dead' });
    const path = `${NOTIFICATIONS}/${message!.id}/resend`;
    const both = await Promise.all([1, 2].map(() => api.send('POST', path, { body: '{}' })));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  test.each([
    ['{"again":"yes"}', 'body.again'],
    ['{"reason":7}', 'body.reason'],
    ['{"now":true}', 'body.now'],
  ])('%s: 400', async (body, parameter) => {
    const [message] = await put({ state: 'failed' });
    const { status, problem } = await api.refused('POST', `${NOTIFICATIONS}/${message!.id}/resend`, { body });
    expect([status, problem.parameter]).toEqual([400, parameter]);
  });

  test('of nobody: 404', async () => {
    expect((await refusedResend({ id: 'f'.repeat(32) })).status).toBe(404);
  });
});

describe('the timeline of the order', () => {
  const timeline = async (orderId: string, query = '') =>
    (await api.get(contract.TimelinePage, `/api/v1/orders/${orderId}/timeline${query}`)).body;

  test('has what was told among what happened, and what was not told', async () => {
    await api.ledger.record(arrivals([anEvent({ orderId: 'T-1', ids: { mes: 'M-1' } })]));
    await put({ about: 'T-1', state: 'delivered', queuedAt: T0 + 1, sentAt: T0 + 2, settledAt: T0 + 3 });
    await pool.query(
      `insert into notifier.notice (order_id, notice, occasion, at, noted_at, due_at, state, reason)
       values ('T-1', 'order-received', 'SUBMITTED', $1, $1, $1, 'dropped', 'superseded')`,
      [new Date(T0 + 4)],
    );
    const { items } = await timeline('T-1');
    expect(items.map(({ kind, title }) => [kind, title])).toEqual([
      ['event', 'shop says SUBMITTED'],
      ['transition', 'SUBMITTED'],
      ['message', 'E-mail “price ready” queued'],
      ['message', 'E-mail “price ready” sent'],
      ['message', 'E-mail “price ready” delivered'],
      ['message', 'Nobody was told “order received”'],
    ]);
    expect(items.at(-1)!.detail).toBe('The order has moved on since');
  });

  test('messages of the same instant all come, page by page', async () => {
    await api.ledger.record(arrivals([anEvent({ orderId: 'T-2' })]));
    await put(
      ...(['C-1', 'C-2', 'C-3'] as const).map(id => ({ about: 'T-2', recipient: `customer:${id}`, queuedAt: T0 })),
    );
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await timeline('T-2', `?limit=1${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.items.map(({ detail }) => detail));
      cursor = page.nextCursor;
    }
    expect(seen.filter(detail => detail.startsWith('To customer')).sort()).toEqual([
      'To customer C-1',
      'To customer C-2',
      'To customer C-3',
    ]);
  });
});

describe('dismissal', () => {
  const path = (id: string) => `${NOTIFICATIONS}/${id}/dismiss`;

  test.each(['queued', 'dead'] as const)('of one that is %s: it is dropped, and not troubled', async state => {
    const [message] = await put({ state, reason: state === 'dead' ? 'provider_down' : null });
    const { body } = await api.post(contract.NotificationInFull, path(message!.id), '{"reason":"they were called"}');
    expect(body).toMatchObject({
      state: 'dropped',
      reason: 'by_hand',
      detail: `By tests, when it was ${state}: they were called`,
      settledAt: toIso(T0 + HOUR),
    });
    expect(await listed('?troubled=true')).toEqual([]);
    expect((await resend(message!)).body.state).toBe('queued');
  });

  test.each(['sending', 'sent', 'delivered', 'failed', 'unknown', 'dropped', 'dry_run'] as const)(
    'of one that is %s: 409',
    async state => {
      const [message] = await put({ state });
      const { status } = await api.refused('POST', path(message!.id), { body: '{}' });
      expect(status).toBe(409);
      expect((await show(message!)).state).toBe(state);
    },
  );

  test('of none: 404; with anything else: 400', async () => {
    expect((await api.refused('POST', path('f'.repeat(32)), { body: '{}' })).status).toBe(404);
    const [message] = await put({ state: 'dead' });
    expect((await api.refused('POST', path(message!.id), { body: '{"again":true}' })).status).toBe(400);
  });
});
