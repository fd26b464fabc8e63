import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { contract } from '../api/contract.ts';
import type { Message } from '../notifier/message.ts';
import { aMessage, putMessages } from '../notifier/message-rows-under-test.ts';
import { aReport } from '../notifier/receipts/bounces-under-test.ts';
import { systemClock } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, MINUTE, T0 } from '../test/support/factory.ts';
import { referenceLifecycles as lifecycles } from '../test/support/reference.ts';
import { plainVault } from '../tracker/personal-data.ts';
import { createLedger } from '../tracker/record.ts';
import { runProgram } from './program.ts';

const { pool, databaseUrl } = await testDatabase();
const nowhere = join(tmpdir(), 'no-orderwatch-lives-here');

beforeEach(async () => {
  await pool.query('truncate notifier.message, notifier.message_event, notifier.suppression');
});

/** Runs the command as a person would, in this process. */
async function orderwatch(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runProgram(args, {
    env: { ORDERWATCH_HOME: nowhere, DATABASE_URL: databaseUrl },
    out: text => out.push(text),
    err: text => err.push(text),
    interactive: false,
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

async function put(named: Partial<Message>): Promise<Message> {
  // In any status: there are no orders here.
  const message = aMessage({ status: null, ...named });
  await putMessages(pool, [message]);
  return message;
}

describe('notifications', () => {
  test('ls: what needs a look', async () => {
    const failed = await put({ about: 'N-1', state: 'failed', reason: 'mailbox_full', settledAt: T0 });
    await put({ about: 'N-2' });
    const all = await orderwatch('notifications', 'ls');
    expect(all.out).toMatch(/^ID +QUEUED \(UTC\).*N-1.*N-2.*\n\n1 message needs a look: add --troubled\.$/s);
    const { out } = await orderwatch('notifications', 'ls', '--troubled');
    expect(out).toMatch(new RegExp(`${failed.id} .* N-1 .*a…@example\\.com +failed +mailbox_full`));
    expect(out).not.toContain('N-2');
    const json = await orderwatch('notifications', 'ls', '--json', '--order', 'N-2');
    expect(contract.NotificationPage.parse(JSON.parse(json.out)).items).toHaveLength(1);
    expect((await orderwatch('notifications', 'ls', '--channel', 'sms')).out).toMatch(/^No message passes/);
  });

  test('ls: a filter that makes no sense: 2', async () => {
    const { code, err } = await orderwatch('notifications', 'ls', '--state', 'gone');
    expect(code).toBe(2);
    expect(err).toContain('state: must be one of');
  });

  test('show: with its text; of nobody: 3', async () => {
    const { id } = await put({
      state: 'sent',
      sentAt: T0 + MINUTE,
      provider: 'smtp',
      subject: 'Hi',
      body: 'It\x1b[2J is ready.',
    });
    const { code, out } = await orderwatch('notifications', 'show', id);
    expect(code).toBe(0);
    expect(out).toMatch(/^Message [0-9a-f]{32}: price-ready\n/);
    expect(out).toContain('sent. The provider took it; whether it arrived is not known yet.');
    expect(out).toContain('customer:C-7, anna@example.com');
    expect(out).toMatch(/It\uFFFD\[2J is ready\.$/);
    expect((await orderwatch('notifications', 'show', 'f'.repeat(32))).code).toBe(3);
  });

  test('resend: queued; what was sent only for who insists; of nobody: 3', async () => {
    const dead = await put({ about: 'N-3', state: 'dead', reason: 'provider_down' });
    expect(await orderwatch('notifications', 'resend', dead.id, '--reason', 'it is back')).toMatchObject({ code: 0 });
    expect((await orderwatch('notifications', 'show', dead.id)).out).toMatch(
      /resend +queued +By .*, at a terminal, when it was dead: it is back/,
    );
    const sent = await put({ about: 'N-4', state: 'sent', sentAt: T0 });
    const refused = await orderwatch('notifications', 'resend', sent.id);
    expect(refused).toMatchObject({ code: 1, err: expect.stringMatching(/arrives twice\. Add --again to insist\.$/) });
    expect((await orderwatch('notifications', 'resend', sent.id, '--again')).code).toBe(0);
    expect((await orderwatch('notifications', 'resend', 'nothing')).code).toBe(3);
  });
});

test('notifications dismiss: nobody has to look any more; of nobody: 3', async () => {
  const { id } = await put({ about: 'N-7', state: 'dead', reason: 'provider_down' });
  expect(await orderwatch('notifications', 'dismiss', id, '--reason', 'they were called')).toMatchObject({ code: 0 });
  expect((await orderwatch('notifications', 'ls', '--troubled')).out).toMatch(/^No message passes/);
  const { out } = await orderwatch('notifications', 'show', id);
  expect(out).toContain('dropped. It was not sent, on purpose: somebody decided so.');
  expect(out).toMatch(/By .*, at a terminal, when it was dead: they were called/);
  expect(await orderwatch('notifications', 'dismiss', id)).toMatchObject({
    code: 1,
    err: 'It does not go out anyway.',
  });
  expect((await orderwatch('notifications', 'dismiss', 'nothing')).code).toBe(3);
});

describe('bounce', () => {
  function mail(raw: Buffer): string {
    const folder = mkdtempSync(join(tmpdir(), 'bounce-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'returned.eml');
    writeFileSync(file, raw);
    return file;
  }

  test('says what it noted', async () => {
    const { id } = await put({ about: 'N-5', state: 'sent', sentAt: T0 });
    const { code, out } = await orderwatch('bounce', mail(aReport({ id })));
    expect(code).toBe(0);
    expect(out).toMatch(/^N-5, message [0-9a-f]{32}: It did not arrive: the address or number does not exist\./);
    expect((await orderwatch('notifications', 'show', id)).out).toMatch(/receipt +failed +The address .* 550 5\.1\.1/);
  });

  test('of nobody: 3; no bounce: 1; no file: 2', async () => {
    expect((await orderwatch('bounce', mail(aReport({ id: 'f'.repeat(32) })))).code).toBe(3);
    expect((await orderwatch('bounce', mail(Buffer.from('Hello')))).code).toBe(1);
    expect((await orderwatch('bounce', '/nowhere/at/all')).code).toBe(2);
  });
});

test('order: what was told stands among what happened', async () => {
  const ledger = createLedger({ pool, lifecycles: () => lifecycles, clock: systemClock, vault: plainVault });
  await ledger.record(arrivals([anEvent({ orderId: 'N-6' })]));
  await put({
    about: 'N-6',
    state: 'delivered',
    queuedAt: T0 + MINUTE,
    sentAt: T0 + 2 * MINUTE,
    settledAt: T0 + 3 * MINUTE,
  });
  const { out } = await orderwatch('order', 'N-6');
  expect(out).toMatch(/message +orderwatch +E-mail “price ready” queued +To customer C-7\n.*sent\n.*delivered/);
});
