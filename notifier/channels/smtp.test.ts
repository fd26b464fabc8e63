import PostalMime from 'postal-mime';
import { afterAll, beforeEach, expect, test } from 'vitest';
import type { Channel } from '../channel.ts';
import { notifierSettings, outgoing } from './outgoing-under-test.ts';
import { openSmtp, type SmtpServer } from './smtp.ts';
import { type Hindrance, type Stage, startSmtpSink } from './smtp-under-test.ts';

const sink = await startSmtpSink();
const never = new AbortController().signal;
const opened: Channel[] = [];

beforeEach(() => {
  sink.hinder(() => null);
  sink.mails.length = 0;
});
afterAll(async () => {
  for (const channel of opened) await channel.stop();
  await sink.stop();
});

function open(
  given: { settings?: Parameters<typeof notifierSettings>[0]; server?: Partial<SmtpServer> } = {},
): Channel {
  const settings = notifierSettings(given.settings);
  const channel = openSmtp({ server: { provider: 'smtp', url: sink.url, ...given.server }, settings: () => settings });
  opened.push(channel);
  return channel;
}

const channel = open();

/** Does `what` at the stage, once. */
function once(stage: Stage, what: Hindrance): void {
  let done = false;
  sink.hinder(at => {
    if (done || at !== stage) return null;
    done = true;
    return what;
  });
}

test('a mail arrives whole: texts, headers, and the ids that lead back to it', async () => {
  const given = { settings: { replyTo: 'Help <help@shop.example>' } };
  const handed = await open(given).send(outgoing(), never);
  expect(handed).toMatchObject({ kind: 'sent', providerId: null, said: expect.stringMatching(/^250 /) });

  const [mail] = sink.mails;
  const read = await PostalMime.parse(mail!.raw);
  expect(mail).toMatchObject({ from: 'orders@shop.example', to: ['anna@example.com'] });
  expect(read.subject).toBe('Ваша цена готова · ORD-1042 💍');
  expect(read.text?.trim()).toBe('Здравствуйте, Анна!\n\nЦена готова: 45 900 ₽.');
  expect(read.html?.trim()).toBe('<p>Здравствуйте, <b>Анна</b>!</p><p>Цена готова: 45&nbsp;900 ₽.</p>');
  expect(read.from).toMatchObject({ name: 'Shop', address: 'orders@shop.example' });
  expect(read.to).toMatchObject([{ name: '', address: 'anna@example.com' }]);
  expect(read.replyTo).toMatchObject([{ name: 'Help', address: 'help@shop.example' }]);
  expect(read.messageId).toBe('<0123456789abcdef0123456789abcdef@shop.example>');
  const headers = Object.fromEntries(read.headers.map(({ key, value }) => [key, value]));
  expect(headers).toMatchObject({
    'list-unsubscribe': '<https://shop.example/unsubscribe/token>',
    'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
    'auto-submitted': 'auto-generated',
    'x-entity-ref-id': '0123456789abcdef0123456789abcdef',
  });
  expect(headers).not.toHaveProperty('x-smtpapi');
  // So it needs no server that takes eight bits.
  expect(mail!.raw.every(byte => byte < 0x80)).toBe(true);
});

test('mails about one order are one thread; mails about another are not', async () => {
  await channel.send(outgoing({ id: 'a' }), never);
  await channel.send(outgoing({ id: 'b' }), never);
  await channel.send(outgoing({ id: 'c', about: 'ORD-2' }), never);
  const [first, second, other] = await Promise.all(sink.mails.map(({ raw }) => PostalMime.parse(raw)));
  expect(first!.inReplyTo).toMatch(/^<[0-9a-f]{32}@shop\.example>$/);
  expect(first!.references).toBe(first!.inReplyTo);
  expect(second!.inReplyTo).toBe(first!.inReplyTo);
  expect(other!.inReplyTo).not.toBe(first!.inReplyTo);
});

test('what nobody chose to get has no way to end it', async () => {
  await channel.send(outgoing({ unsubscribeUrl: null }), never);
  expect(sink.mails[0]!.raw.toString()).not.toMatch(/list-unsubscribe/i);
});

test('a long address to unsubscribe at stays in one piece', async () => {
  const unsubscribeUrl = `https://orders.shop.example/unsubscribe/${'aZ09_-'.repeat(70)}`;
  await channel.send(outgoing({ unsubscribeUrl }), never);
  const read = await PostalMime.parse(sink.mails[0]!.raw);
  expect(read.headers.find(({ key }) => key === 'list-unsubscribe')!.value).toBe(`<${unsubscribeUrl}>`);
  expect(sink.mails[0]!.raw.toString()).toContain(`<${unsubscribeUrl}>`);
});

test('a server that grey-lists takes the second attempt', async () => {
  const seen = new Set<string>();
  sink.hinder((stage, { recipient }) => {
    if (stage !== 'recipient' || seen.has(recipient!)) return null;
    seen.add(recipient!);
    return { code: 450, words: '4.7.1 Greylisted' };
  });
  expect(await channel.send(outgoing(), never)).toMatchObject({ kind: 'transient', reason: 'refused' });
  expect(await channel.send(outgoing({ attempt: 2 }), never)).toMatchObject({ kind: 'sent' });
  expect(sink.mails).toHaveLength(1);
});

test('SendGrid is told whose its events are, in a header of ASCII only', async () => {
  const about = `Заказ "№ 7" ${'x'.repeat(200)}`;
  await open({ server: { provider: 'sendgrid' } }).send(outgoing({ about }), never);
  const raw = sink.mails[0]!.raw.toString('latin1');
  const header = /^X-SMTPAPI: (.*(?:\r\n[ \t].*)*)/im.exec(raw)![1]!;
  expect(header).toMatch(/^[\x20-\x7e\r\n\t]*$/);
  expect(JSON.parse(header.replaceAll(/\r\n[ \t]/g, ' '))).toEqual({
    unique_args: { about, message: '0123456789abcdef0123456789abcdef' },
  });
});

test.each([
  ['of which a list could be made', 'anna@example.com, eve@example.com'],
  ['with a header in it', 'anna@example.com\r\nBcc: eve@example.com'],
  ['with a name in it', 'Eve <eve@example.com>'],
])('an address %s reaches nobody else', async (_what, address) => {
  await channel.send(outgoing({ address }), never);
  for (const { to, raw } of sink.mails) {
    expect(to).not.toContain('eve@example.com');
    expect(raw.toString()).not.toMatch(/^Bcc/im);
  }
});

test('texts with lines of their own do not end the mail or add headers', async () => {
  const content = {
    channel: 'email',
    subject: 'a\r\nBcc: eve@example.com',
    text: '.\r\n..\r\nend',
    html: '<p>.</p>',
  } as const;
  expect(await channel.send(outgoing({ content }), never)).toMatchObject({ kind: 'sent' });
  const read = await PostalMime.parse(sink.mails[0]!.raw);
  expect(sink.mails[0]!.to).toEqual(['anna@example.com']);
  expect(read.headers.map(({ key }) => key)).not.toContain('bcc');
  expect(read.text?.trim()).toBe('.\n..\nend');
});

test('an address beyond ASCII goes out by SMTPUTF8, a domain beyond it in its ASCII form', async () => {
  expect(await channel.send(outgoing({ address: 'анна@пример.рф' }), never)).toMatchObject({ kind: 'sent' });
  expect(sink.mails[0]!.options).toMatchObject({ SMTPUTF8: true });
  expect(sink.mails[0]!.to).toEqual([expect.stringMatching(/^анна@/)]);
  expect(await channel.send(outgoing({ address: 'anna@пример.рф' }), never)).toMatchObject({ kind: 'sent' });
  expect(sink.mails[1]!.options).not.toHaveProperty('SMTPUTF8');
  expect(sink.mails[1]!.raw.toString()).toContain('To: anna@xn--e1afmkfd.xn--p1ai\r\n');
});

test.each([
  ['recipient', 550, '5.1.1 No such user', 'permanent', 'invalid_address', 'invalid_address'],
  ['recipient', 550, 'No such user', 'permanent', 'invalid_address', 'invalid_address'],
  ['recipient', 452, '4.2.2 Over quota', 'transient', 'mailbox_full', undefined],
  ['recipient', 552, '5.2.2 Over quota', 'permanent', 'mailbox_full', null],
  ['recipient', 451, '4.7.1 Greylisted, please try again in 300 seconds', 'transient', 'refused', undefined],
  ['recipient', 554, '5.7.1 Blocked by our list', 'permanent', 'filtered', null],
  ['sender', 553, '5.1.8 Unknown sender domain', 'permanent', 'bad_sender', null],
  ['sender', 530, '5.7.0 Authentication required', 'transient', 'bad_credentials', undefined],
  ['data', 554, '5.7.1 Spam', 'permanent', 'filtered', null],
  ['data', 451, '4.3.0 Try later', 'transient', 'provider_down', undefined],
  ['data', 421, '4.7.28 Too much of it', 'transient', 'too_many', undefined],
  ['connect', 421, 'Too busy', 'transient', 'provider_down', undefined],
  ['connect', 554, '5.7.1 No service for you', 'transient', 'provider_down', undefined],
] as const)('at %s: %i %s is %s, %s', async (stage, code, words, kind, reason, suppress) => {
  once(stage, { code, words });
  const handed = await open().send(outgoing(), never);
  expect(handed).toMatchObject({ kind, reason, said: expect.stringContaining(words.slice(0, 12)) });
  if (suppress !== undefined) expect(handed).toMatchObject({ suppress });
  expect(sink.mails).toEqual([]);
});

test('a password that is not taken is our fault: the mail waits', async () => {
  sink.hinder(stage => (stage === 'login' ? { code: 535, words: '5.7.8 Wrong password' } : null));
  const url = sink.url.replace('smtp://', 'smtp://user:wrong@');
  const handed = await open({ server: { url } }).send(outgoing(), never);
  expect(handed).toMatchObject({ kind: 'transient', reason: 'bad_credentials' });
  expect(JSON.stringify(handed)).not.toContain('wrong@');
});

test('a connection that breaks before the mail has left can be told from one that breaks after', async () => {
  const channel = open();
  once('recipient', 'drop');
  expect(await channel.send(outgoing(), never)).toMatchObject({ kind: 'transient', reason: 'provider_down' });
  once('taken', 'drop');
  expect(await channel.send(outgoing(), never)).toMatchObject({ kind: 'unknown' });
  expect(sink.mails).toHaveLength(1);
  expect(await channel.send(outgoing({ attempt: 2 }), never)).toMatchObject({ kind: 'sent' });
  const ids = await Promise.all(sink.mails.map(async ({ raw }) => (await PostalMime.parse(raw)).messageId));
  expect(new Set(ids).size).toBe(1);
});

test.each([
  ['recipient', { kind: 'transient', reason: 'provider_down' }],
  ['taken', { kind: 'unknown' }],
] as const)('a server that stalls at %s holds a mail as long as the caller lets it', async (stage, expected) => {
  once(stage, 'stall');
  const reached = sink.reached(stage);
  const caller = new AbortController();
  const sending = channel.send(outgoing(), caller.signal);
  await reached;
  caller.abort();
  expect(await sending).toMatchObject(expected);
  expect(await channel.send(outgoing(), never)).toMatchObject({ kind: 'sent' });
});

test('a server that is away is a transient trouble, and the next mail finds it again', async () => {
  await sink.stop();
  expect(await channel.send(outgoing(), never)).toMatchObject({ kind: 'transient', reason: 'provider_down' });
  await sink.start();
  expect(await channel.send(outgoing(), never)).toMatchObject({ kind: 'sent' });
});

test('a connection that was idle and breaks at the first word costs nothing', async () => {
  await channel.send(outgoing({ id: 'a' }), never);
  once('sender', 'drop');
  expect(await channel.send(outgoing({ id: 'b' }), never)).toMatchObject({ kind: 'sent' });
});

test('a server that ends idle connections costs nothing', async () => {
  await channel.send(outgoing({ id: 'a' }), never);
  await sink.stop();
  await sink.start();
  expect(await channel.send(outgoing({ id: 'b' }), never)).toMatchObject({ kind: 'sent' });
  expect(sink.mails).toHaveLength(2);
});

test('many mails share the connections of the pool, and the bad one among them hurts no other', async () => {
  const before = sink.connections();
  sink.hinder((stage, { recipient }) =>
    stage === 'recipient' && recipient === 'r13@example.com' ? { code: 550, words: '5.1.1 No' } : null,
  );
  const pool = open();
  const mails = Array.from({ length: 100 }, (_, i) => outgoing({ id: `m${i}`, address: `r${i}@example.com` }));
  const handed = await Promise.all(mails.map(mail => pool.send(mail, never)));
  expect(handed.filter(({ kind }) => kind === 'sent')).toHaveLength(99);
  expect(handed[13]).toMatchObject({ kind: 'permanent', reason: 'invalid_address' });
  expect(sink.connections() - before).toBeLessThanOrEqual(5);
});

test.each(['orders@shop.example', 'Shop <orders@shop.example>', '"Shop @ Home" <orders@shop.example> '])(
  'ids are of the domain of %s',
  async from => {
    await open({ settings: { from } }).send(outgoing({ id: 'a' }), never);
    expect((await PostalMime.parse(sink.mails[0]!.raw)).messageId).toBe('<a@shop.example>');
  },
);

test('without a sender nothing leaves', async () => {
  const handed = await open({ settings: { from: null } }).send(outgoing(), never);
  expect(handed).toMatchObject({ kind: 'transient', reason: 'bad_sender' });
  expect(sink.mails).toEqual([]);
});

test('settings are those of the moment', async () => {
  let settings = notifierSettings();
  const reloaded = openSmtp({ server: { provider: 'smtp', url: sink.url }, settings: () => settings });
  opened.push(reloaded);
  await reloaded.send(outgoing({ id: 'a' }), never);
  settings = notifierSettings({
    from: 'Other <hello@other.example>',
    limits: { recipient: { messages: 1, withinMs: 1 }, perSecond: { email: 50 } },
  });
  await reloaded.send(outgoing({ id: 'b' }), never);
  expect(sink.mails.map(({ from }) => from)).toEqual(['orders@shop.example', 'hello@other.example']);
  expect(sink.mails[1]!.raw.toString()).toContain('<b@other.example>');
});

test('stopping twice is stopping once, and what comes after is told so', async () => {
  const stopped = open();
  await stopped.send(outgoing(), never);
  await stopped.stop();
  await stopped.stop();
  expect(await stopped.send(outgoing(), never)).toMatchObject({ kind: 'transient' });
});
