import { beforeEach, describe, expect, test } from 'vitest';
import { tellHealth } from '../notifier/channel-health.ts';
import type { Message } from '../notifier/message.ts';
import { aMessage, putMessages } from '../notifier/message-rows-under-test.ts';
import { SAMPLE_ORDER } from '../notifier/variables.ts';
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
  // In any status: most of them are about no order that there is.
  const messages = named.map(one => aMessage({ status: null, ...one }));
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
  const said = {
    variables: { ...SAMPLE_ORDER, customer: { name: 'Anna Ivanova' } },
    subject: 'Your price, Anna',
    body: 'Anna Ivanova, it is ready: https://shop.example/t/secret-token',
    detail: '250 sent to anna@example.com',
  };

  test('with what became of it; of whom it is about, nothing', async () => {
    const [message] = await put({ about: 'ORD-1', state: 'sent', sentAt: T0, ...said });
    const shown = await show(message!);
    expect(shown).toMatchObject({
      ...{ id: message!.id, orderId: 'ORD-1', incidentId: null, masked: true, sentAt: toIso(T0), history: [] },
      ...{ address: 'a…@example.com', subject: 'Your price, …', body: '…, it is ready: https://shop.example/…' },
      ...{ detail: '250 sent to …', canResend: true, canDismiss: false, canRestore: false },
    });
  });

  test('whole for whom the audit log names', async () => {
    const [message] = await put({ state: 'sent', ...said });
    const path = `${NOTIFICATIONS}/${message!.id}/reveal`;
    const { body } = await api.post(contract.NotificationInFull, path, '{"reason":"They called"}');
    expect(body).toMatchObject({ masked: false, address: 'anna@example.com', subject: said.subject, body: said.body });
    const { rows } = await pool.query(
      `select who, subject_id as id, reason, after::text like '%anna%' as tells from tracker.audit where action = 'notification.revealed'`,
    );
    expect(rows).toEqual([{ who: 'tests', id: message!.id, reason: 'They called', tells: false }]);
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

  describe('what would happen', () => {
    const previewed = async ({ id }: { id: string }, body: object = {}) =>
      (await api.post(contract.ResendPreview, `${NOTIFICATIONS}/${id}/resend/preview`, JSON.stringify(body))).body;
    const variables = { ...SAMPLE_ORDER, customer: { name: 'Anna Ivanova' } };
    const customer = { id: 'C-7', name: 'Anna Ivanova', email: 'anna@example.com', phone: '+79161234567' };

    test('its words, and to whom, masked; nothing changes', async () => {
      const [message] = await put({ state: 'failed', locale: 'en', variables });
      const preview = await previewed(message!);
      expect(preview).toMatchObject({ channel: 'email', address: 'a…@example.com', goes: 'now', why: null });
      expect(preview.text).toContain('ORD-1042');
      expect(JSON.stringify(preview)).not.toMatch(/Anna|Ivanova|anna@/);
      expect((await show(message!)).state).toBe('failed');
    });

    test('what is not true any more is refused, unless somebody insists: then it goes', async () => {
      await api.ledger.record(arrivals([anEvent({ orderId: 'P-1', customer })]));
      const [message] = await put({ about: 'P-1', status: 'PRICE_CALCULATED', state: 'failed', variables });
      const preview = await previewed(message!);
      expect(preview).toMatchObject({ goes: 'not', why: 'The order has moved on since.', mayInsist: true });
      expect((await refusedResend(message!)).problem.detail).toMatch(/moved on since\. Send `"again": true`/);
      expect(await previewed(message!, { again: true })).toMatchObject({ goes: 'now', why: null });
      expect((await resend(message!, { again: true })).body).toMatchObject({ state: 'queued', insisted: true });
    });

    test('where they opted out nobody can insist; another channel takes its place', async () => {
      await api.ledger.record(arrivals([anEvent({ orderId: 'P-2', customer })]));
      const [message] = await put({ about: 'P-2', state: 'dead', reason: 'provider_down', variables, urgent: true });
      await pool.query(
        `insert into notifier.suppression (channel, address_hash, reason, since) values ('email', $1, 'opted_out', $2)`,
        [message!.addressHash, toIso(T0)],
      );
      expect(await previewed(message!, { again: true })).toMatchObject({
        ...{ goes: 'not', mayInsist: false, why: 'This address takes no messages from us.' },
        ways: [
          { channel: 'email', why: 'This address takes no messages from us.' },
          { channel: 'sms', address: '+7 916 … 67', why: null },
        ],
      });
      const bySms = await previewed(message!, { channel: 'sms' });
      expect(bySms).toMatchObject({ goes: 'now', channel: 'sms', address: '+7 916 … 67', subject: null });
      const { body } = await resend(message!, { channel: 'sms', reason: 'The mailbox is gone' });
      expect(body).toMatchObject({ channel: 'sms', state: 'queued', about: 'P-2' });
      expect(body.history).toMatchObject([
        { kind: 'resend', detail: 'By tests, in place of e-mail: The mailbox is gone' },
      ]);
      expect((await show(message!)).history).toMatchObject([{ kind: 'fallback', reason: 'sms' }]);
      expect((await refusedResend(message!, { channel: 'slack' })).problem.detail).toMatch(
        /nowhere to send it by Slack/,
      );
      await pool.query('truncate notifier.suppression');
    });
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
    expect(await listed('?reason=by_hand')).toEqual([message!.about]);
    const undo = () => api.send('POST', `${NOTIFICATIONS}/${message!.id}/restore`, { body: '{}' });
    expect((await undo()).status).toBe(200);
    expect(await show(message!)).toMatchObject({ state, reason: message!.reason, canRestore: false });
    expect((await undo()).status).toBe(409);
    await api.post(contract.NotificationInFull, path(message!.id), '{}');
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

describe('how things are', () => {
  test('each channel by what the processes that send have said last, and what waits', async () => {
    const of = async () => {
      const { items } = (await api.get(contract.ChannelHealth, `${NOTIFICATIONS}/channels`)).body;
      return Object.fromEntries(items.map(item => [item.channel, item]));
    };
    expect((await of()).sms).toMatchObject({ state: 'unknown', since: null, queued: 0 });
    await put({ channel: 'sms', notBefore: T0 });
    const sms = (state: 'up' | 'down', lastFault: number | null) => [
      {
        ...{ channel: 'sms' as const, provider: 'twilio', state, lastSentAt: T0 },
        lastFault: lastFault === null ? null : { at: lastFault, reason: 'provider_down' as const },
      },
    ];
    let fares = sms('up', null);
    const one = tellHealth(pool, 'one', () => fares);
    await one.runOnce(T0 + HOUR - 3 * MINUTE);
    await tellHealth(pool, 'two', () => sms('up', null)).runOnce(T0 + HOUR);
    fares = sms('down', T0 + HOUR - 2 * MINUTE);
    await one.runOnce(T0 + HOUR - 2 * MINUTE);
    await one.runOnce(T0 + HOUR - MINUTE / 2);
    expect((await of()).sms).toEqual({
      ...{ channel: 'sms', state: 'down', since: toIso(T0 + HOUR - 2 * MINUTE), provider: 'twilio' },
      ...{ lastSentAt: toIso(T0), lastFailedAt: toIso(T0 + HOUR - 2 * MINUTE), lastReason: 'provider_down' },
      ...{ lastReasonInWords: 'The provider does not answer or is out of order', queued: 1, oldestAt: toIso(T0) },
    });
    // Who has not been heard of for a minute has ended.
    api.clock.set(T0 + HOUR + 10 * MINUTE);
    expect((await of()).sms).toMatchObject({ state: 'unknown', lastSentAt: toIso(T0) });
  });

  test('counts by channel and state, and incidents whose customers wait for a word', async () => {
    await put({ about: 'A', state: 'failed' }, { about: 'B', state: 'sent' }, { about: 'C', queuedAt: T0 - 2 * DAY });
    const { body } = await api.get(contract.NotificationSummary, `${NOTIFICATIONS}/summary`);
    expect(body).toMatchObject({
      since: toIso(T0 + HOUR - DAY),
      counts: [
        { channel: 'email', state: 'failed', count: 1 },
        { channel: 'email', state: 'sent', count: 1 },
      ],
      troubled: 1,
    });
    expect((await api.get(contract.HeldCustomers, `${NOTIFICATIONS}/held`)).body.items).toEqual([]);
  });
});

describe('templates', () => {
  const preview = async (request: object) =>
    (await api.post(contract.TemplatePreview, '/api/v1/templates/preview', JSON.stringify(request))).body;

  test('what there is, and what a template makes of a sample, in each channel', async () => {
    const { items } = (await api.get(contract.TemplateList, '/api/v1/templates')).body;
    expect(items.find(({ name }) => name === 'price-ready')).toMatchObject({ about: 'order', locales: ['en', 'ru'] });
    const { channels } = await preview({ template: 'price-ready', language: 'ru' });
    const [mail] = channels;
    expect(mail).toMatchObject({ channel: 'email', subject: expect.stringMatching(/[а-я]/), problem: null });
    expect(channels.map(({ channel }) => channel)).toEqual(['email', 'sms', 'telegram', 'slack']);
    const frame = await api.send('GET', mail!.frameUrl!);
    expect(frame.headers.get('content-type')).toMatch(/^text\/html/);
    expect(frame.headers.get('content-security-policy')).toMatch(
      /default-src 'none'.*frame-ancestors 'self'; sandbox$/,
    );
    expect(await frame.text()).toContain('<html');
  });

  test('of an order, without its customer’s name; of what there is not, which may have been meant', async () => {
    const customer = { id: 'C-7', name: 'Anna Petrova' };
    await api.ledger.record(arrivals([anEvent({ orderId: 'T-77', customer })]));
    const made = JSON.stringify(await preview({ template: 'price-ready', language: 'en', orderId: 'T-77' }));
    expect(made).toContain('T-77');
    expect(made).not.toContain('Anna');
    const refused = await api.refused('POST', '/api/v1/templates/preview', { body: '{"template":"price-redy"}' });
    expect([refused.status, refused.problem.detail]).toEqual([
      404,
      expect.stringContaining('Did you mean price-ready?'),
    ]);
    const staff = { template: 'incident', orderId: 'T-77' };
    const body = JSON.stringify(staff);
    expect((await api.refused('POST', '/api/v1/templates/preview', { body })).status).toBe(400);
  });
});
