import { beforeEach, describe, expect, test } from 'vitest';
import { createLog } from '../../platform/log.ts';
import { testDatabase } from '../../test/support/database.ts';
import { HOUR, MINUTE, T0 } from '../../test/support/factory.ts';
import { plainVault, vaultOf } from '../../tracker/personal-data.ts';
import { addressHash } from '../address.ts';
import type { Message } from '../message.ts';
import { aMessage, putMessages } from '../message-rows-under-test.ts';
import { nobodyListens } from '../staff-ears-under-test.ts';
import { findSuppressed } from '../suppression-rows.ts';
import { keepReceipts } from './receipt-rows.ts';
import { sendgridKey } from './sendgrid-receipt.ts';
import { twilioKey } from './twilio-receipt.ts';
import { createReceiptWorker } from './worker.ts';

const { pool } = await testDatabase();
const vault = plainVault;
const worker = createReceiptWorker({ pool, vault, ears: nobodyListens, log: createLog('silent') });

const SID = 'SM0123456789abcdef0123456789abcdef';
const OTHER_SID = 'SMffffffffffffffffffffffffffffffff';
const NUMBER = '+79161234567';

beforeEach(async () => {
  await pool.query(
    'truncate notifier.message, notifier.message_event, notifier.receipt, notifier.suppression restart identity',
  );
});

async function put(named: Partial<Message>): Promise<Message> {
  const message = aMessage(named);
  await putMessages(pool, [message]);
  return message;
}

const anSms = (named: Partial<Message> = {}) =>
  put({ channel: 'sms', state: 'sent', provider: 'twilio', providerId: SID, sentAt: T0, ...named });

function twilio(params: Record<string, string>, query: Record<string, string> = {}, now = T0) {
  const payload = { query, params: { MessageSid: SID, To: NUMBER, ...params } };
  return keepReceipts(pool, 'twilio', [{ key: twilioKey(payload)!, payload }], vault, now);
}

function sendgrid(...events: object[]) {
  const incoming = events.map(payload => ({ key: sendgridKey(payload), payload }));
  return keepReceipts(pool, 'sendgrid', incoming, vault, T0);
}

async function rowOf({ id }: Message) {
  const { rows } = await pool.query('select * from notifier.message where id = $1', [id]);
  return rows[0]!;
}

async function eventsOf({ id }: Message) {
  const { rows } = await pool.query(
    'select key, kind, state, reason, detail from notifier.message_event where message_id = $1 order by key',
    [id],
  );
  return rows;
}

async function outcomes(): Promise<(string | null)[]> {
  const { rows } = await pool.query<{ outcome: string | null }>('select outcome from notifier.receipt order by id');
  return rows.map(({ outcome }) => outcome);
}

async function suppression(channel: 'sms' | 'email', address: string) {
  return [...(await findSuppressed(pool, [{ channel, addressHash: addressHash(channel, address) }])).values()][0];
}

describe('status callbacks of Twilio', () => {
  test('delivered, found by what we put into the address', async () => {
    const sms = await anSms();
    await twilio({ MessageStatus: 'delivered' }, { about: sms.about, id: sms.id }, T0 + MINUTE);
    expect(await worker.runOnce(T0 + 2 * MINUTE)).toBe(1);
    expect(await rowOf(sms)).toMatchObject({ state: 'delivered', reason: null, settled_at: T0 + MINUTE, sent_at: T0 });
    expect(await eventsOf(sms)).toEqual([
      {
        key: `twilio:${SID}:delivered`,
        kind: 'receipt',
        state: 'delivered',
        reason: null,
        detail: 'Twilio says delivered',
      },
    ]);
  });

  test('late, twice and in the wrong order', async () => {
    const sms = await anSms();
    await twilio({ MessageStatus: 'delivered' });
    await worker.runOnce(T0);
    await twilio({ MessageStatus: 'sent' });
    expect(await twilio({ MessageStatus: 'delivered' })).toBe(0);
    await worker.runOnce(T0);
    expect((await rowOf(sms)).state).toBe('delivered');
    expect(await eventsOf(sms)).toHaveLength(2);
  });

  test('failed, with the code in plain words, and who opted out gets no other', async () => {
    const sms = await anSms();
    await twilio({ MessageStatus: 'undelivered', ErrorCode: '21610' });
    await worker.runOnce(T0);
    expect(await rowOf(sms)).toMatchObject({
      state: 'failed',
      reason: 'opted_out',
      detail: 'Twilio says undelivered, error 21610',
    });
    expect(await suppression('sms', NUMBER)).toBe('opted_out');
  });

  test('before our own word that it was sent: it waits for that', async () => {
    const sms = await anSms({ state: 'sending', providerId: null, sentAt: null });
    await twilio({ MessageStatus: 'delivered' }, { about: sms.about, id: sms.id });
    expect(await worker.runOnce(T0)).toBe(0);
    await pool.query(
      `update notifier.message set state = 'sent', claimed_by = null, claimed_until = null, provider_id = $1`,
      [SID],
    );
    expect(await worker.runOnce(T0 + MINUTE)).toBe(1);
    expect((await rowOf(sms)).state).toBe('delivered');
  });

  test('known by its id at Twilio only, which we have not yet written down', async () => {
    const sms = await anSms({ providerId: null });
    await twilio({ MessageStatus: 'delivered' });
    expect(await worker.runOnce(T0)).toBe(0);
    await pool.query('update notifier.message set provider_id = $1', [SID]);
    await worker.runOnce(T0 + MINUTE);
    expect((await rowOf(sms)).state).toBe('delivered');
  });

  test('one that waits does not hold up the others', async () => {
    const stranger = { MessageSid: OTHER_SID, MessageStatus: 'sent' };
    await twilio(stranger);
    const sms = await anSms();
    await twilio({ MessageStatus: 'delivered' });
    await worker.runOnce(T0);
    expect((await rowOf(sms)).state).toBe('delivered');
    expect(await outcomes()).toEqual([null, 'applied']);
    await worker.runOnce(T0 + HOUR);
    expect(await outcomes()).toEqual(['no_message', 'applied']);
  });

  test('a message of which nobody knew whether it had gone out', async () => {
    const sms = await anSms({ state: 'unknown', reason: 'provider_down', providerId: null, sentAt: null });
    await twilio({ MessageStatus: 'sent' }, { about: sms.about, id: sms.id }, T0 + MINUTE);
    await worker.runOnce(T0 + MINUTE);
    expect(await rowOf(sms)).toMatchObject({
      state: 'sent',
      reason: null,
      sent_at: T0 + MINUTE,
      provider: 'twilio',
      provider_id: SID,
    });
  });

  test('a word about the first sending leaves the second one alone', async () => {
    const again = await anSms({ state: 'queued' });
    await twilio({ MessageStatus: 'delivered' });
    await worker.runOnce(T0);
    expect((await rowOf(again)).state).toBe('queued');
    await pool.query(`update notifier.message set state = 'sent', provider_id = $1`, [OTHER_SID]);
    await twilio({ MessageStatus: 'failed' }, { about: again.about, id: again.id });
    await worker.runOnce(T0);
    expect((await rowOf(again)).state).toBe('sent');
    expect(await eventsOf(again)).toHaveLength(2);
  });

  test('what was dropped stays dropped, and what was said of it is kept', async () => {
    const sms = await anSms({ state: 'dropped', reason: 'replaced' });
    await twilio({ MessageStatus: 'delivered' });
    await worker.runOnce(T0);
    expect(await rowOf(sms)).toMatchObject({ state: 'dropped', reason: 'replaced' });
    expect(await eventsOf(sms)).toMatchObject([{ state: 'delivered' }]);
  });

  test('of somebody who was forgotten nothing is written down any more', async () => {
    const sms = await anSms({ address: '', addressHash: Buffer.alloc(0) });
    await twilio({ MessageStatus: 'failed', ErrorCode: '21610' });
    await worker.runOnce(T0);
    expect(await rowOf(sms)).toMatchObject({ state: 'failed', reason: 'opted_out', detail: null });
    expect(await eventsOf(sms)).toMatchObject([{ detail: null }]);
    expect((await pool.query('select from notifier.suppression')).rowCount).toBe(0);
  });
});

describe('replies', () => {
  test('STOP and START, in Russian too', async () => {
    const reply = (MessageSid: string, Body: string) => twilio({ MessageSid, From: NUMBER, Body });
    await reply('SM1', 'Стоп!');
    await worker.runOnce(T0);
    expect(await suppression('sms', NUMBER)).toBe('opted_out');
    await reply('SM2', 'where is my ring');
    await reply('SM3', 'START');
    await worker.runOnce(T0);
    expect(await suppression('sms', NUMBER)).toBeUndefined();
    expect(await outcomes()).toEqual(['applied', 'ignored', 'applied']);
  });

  test('START does not make a number work that does not exist', async () => {
    await pool.query(`insert into notifier.suppression values ('sms', $1, 'invalid_address', now())`, [
      addressHash('sms', NUMBER),
    ]);
    await twilio({ From: NUMBER, Body: 'START' });
    await worker.runOnce(T0);
    expect(await suppression('sms', NUMBER)).toBe('invalid_address');
  });
});

describe('events of SendGrid', () => {
  const email = (named: Partial<Message> = {}) => put({ state: 'sent', provider: 'smtp', sentAt: T0, ...named });
  const about = (message: Message, named: object) => ({ about: message.about, message: message.id, ...named });

  test('all of one request about one message, worked off at once', async () => {
    const mail = await email();
    await sendgrid(
      about(mail, { event: 'processed', sg_event_id: '1' }),
      about(mail, { event: 'open', sg_event_id: '2' }),
      about(mail, { event: 'delivered', sg_event_id: '3' }),
      about(mail, { event: 'bounce', type: 'bounce', status: '5.1.1', reason: '550 no such user', sg_event_id: '4' }),
    );
    expect(await worker.runOnce(T0)).toBe(4);
    expect(await rowOf(mail)).toMatchObject({
      state: 'failed',
      reason: 'invalid_address',
      detail: 'SendGrid says bounce: 550 no such user',
    });
    expect(await suppression('email', 'anna@example.com')).toBe('hard_bounce');
    expect(await outcomes()).toEqual(['applied', 'ignored', 'applied', 'applied']);
  });

  test('a complaint about a mail that arrived: it did, and no other follows', async () => {
    const mail = await email({ state: 'delivered' });
    await sendgrid(about(mail, { event: 'spamreport', sg_event_id: '1' }));
    await worker.runOnce(T0);
    expect((await rowOf(mail)).state).toBe('delivered');
    expect(await suppression('email', 'anna@example.com')).toBe('complaint');
  });

  test('a mail of another system in the same account is none of ours', async () => {
    await sendgrid({ event: 'delivered', sg_event_id: '1' });
    await worker.runOnce(T0);
    expect(await outcomes()).toEqual(['no_message']);
  });
});

describe('what the database cannot hold', () => {
  test.each(['\0', '\ud800'])('%j', async odd => {
    const mail = await put({ state: 'sent', sentAt: T0 });
    const about = { about: mail.about, message: mail.id };
    await sendgrid(
      { event: 'bounce', reason: odd, sg_event_id: odd, ...about },
      { event: 'delivered', about: odd, message: odd },
    );
    await twilio({ MessageStatus: 'failed', ErrorCode: odd }, { about: odd, id: odd });
    await worker.runOnce(T0 + HOUR);
    expect((await rowOf(mail)).state).toBe('failed');
    expect(await outcomes()).toEqual(['applied', 'no_message', 'no_message']);
  });
});

describe('what is kept of a payload', () => {
  test('nothing, once it is worked off', async () => {
    await anSms();
    await twilio({ MessageStatus: 'delivered' });
    await worker.runOnce(T0);
    const { rows } = await pool.query('select payload, worked_at from notifier.receipt');
    expect(rows).toEqual([{ payload: '', worked_at: T0 }]);
  });

  test('sealed until then; what nobody can read stays, and does not stop the others', async () => {
    const sealing = vaultOf(Buffer.alloc(32, 7));
    const sms = await anSms();
    await keepReceipts(pool, 'twilio', [{ key: 'broken', payload: {} }], sealing, T0);
    await pool.query(`update notifier.receipt set payload = left(payload, 20)`);
    const payload = { query: {}, params: { MessageSid: SID, MessageStatus: 'delivered', To: NUMBER } };
    await keepReceipts(pool, 'twilio', [{ key: 'whole', payload }], sealing, T0);
    const { rows } = await pool.query<{ payload: string }>('select payload from notifier.receipt');
    expect(rows.map(row => row.payload).join()).not.toContain(NUMBER);
    await createReceiptWorker({ pool, vault: sealing, ears: nobodyListens, log: createLog('silent') }).runOnce(T0);
    expect((await rowOf(sms)).state).toBe('delivered');
    expect(await outcomes()).toEqual(['not_understood', 'applied']);
  });
});

test('two workers at once', async () => {
  const messages = Array.from({ length: 30 }, (_, n) =>
    aMessage({ about: `ORD-${n}`, channel: 'sms', state: 'sent', providerId: `SM${n}`, sentAt: T0 }),
  );
  await putMessages(pool, messages);
  for (const { providerId } of messages) await twilio({ MessageSid: providerId!, MessageStatus: 'delivered' });
  const closed = await Promise.all([worker.runOnce(T0), worker.runOnce(T0)]);
  await worker.runOnce(T0);
  expect(closed[0]! + closed[1]!).toBeLessThanOrEqual(30);
  const { rows } = await pool.query(`select count(*) as n from notifier.message where state = 'delivered'`);
  expect(rows[0].n).toBe(30);
});

test('one that the database refuses holds up no other, and is laid aside after an hour', async () => {
  const sms = await anSms();
  const other = await anSms({ about: 'ORD-2', occasion: 'other', providerId: OTHER_SID });
  await twilio({ MessageStatus: 'delivered' });
  await twilio({ MessageStatus: 'delivered', MessageSid: OTHER_SID });
  await pool.query(
    `alter table notifier.message_event add constraint refused check (message_id <> '${sms.id}') not valid`,
  );
  try {
    expect(await worker.runOnce(T0)).toBe(1);
    expect((await rowOf(other)).state).toBe('delivered');
    expect(await outcomes()).toEqual([null, 'applied']);
    expect(await worker.runOnce(T0 + HOUR)).toBe(1);
    expect(await outcomes()).toEqual(['not_understood', 'applied']);
  } finally {
    await pool.query('alter table notifier.message_event drop constraint refused');
  }
});
