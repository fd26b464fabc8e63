import { beforeEach, describe, expect, test } from 'vitest';
import type { NewMessage } from '../notifier/message.ts';
import { readMessages, settingsUnderTest } from '../notifier/outbox-under-test.ts';
import { keepReceipts } from '../notifier/receipts/receipt-rows.ts';
import { twilioKey } from '../notifier/receipts/twilio-receipt.ts';
import { createReceiptWorker } from '../notifier/receipts/worker.ts';
import { linkChat } from '../notifier/telegram-chats.ts';
import { bundled } from '../notifier/templates-under-test.ts';
import { createLog } from '../platform/log.ts';
import { transaction } from '../platform/postgres.ts';
import { testDatabase } from '../test/support/database.ts';
import { DAY, HOUR, T0 } from '../test/support/factory.ts';
import { plainVault as vault } from '../tracker/personal-data.ts';
import { findIncident } from './incident-rows.ts';
import { putIncident } from './incident-rows-under-test.ts';
import { pressesOf } from './press.ts';
import { alertSettings, PEOPLE } from './settings-under-test.ts';
import { createStaffEars } from './staff-ears.ts';

const { pool } = await testDatabase();
const signingKey = Buffer.alloc(32, 3);
const access = { signingKey, slackSigningSecret: 'secret' };
const ears = createStaffEars({
  pool,
  alerts: () => alertSettings({ people: PEOPLE }),
  access,
  notifications: () => settingsUnderTest,
  templates: () => bundled.templates,
  vault,
});
const worker = createReceiptWorker({ pool, vault, ears, log: createLog('silent') });
let received = 0;

beforeEach(async () => {
  await pool.query(
    `truncate alerts.incident, alerts.finding, alerts.incident_event, notifier.message, notifier.message_event,
              notifier.receipt, notifier.suppression, notifier.telegram_chat cascade`,
  );
});

/** Somebody writes an SMS; what they are answered. */
async function writes(text: string, from = '+79161234567') {
  received += 1;
  const payload = { query: {}, params: { MessageSid: `SM${received}`, From: from, Body: text } };
  await keepReceipts(pool, 'twilio', [{ key: twilioKey(payload)!, payload }], vault, T0);
  await worker.runOnce(T0);
  return answers();
}

async function answers() {
  return (await readMessages(pool)).map(({ template, channel, recipient, address, locale, zone, variables }) => {
    const frame = { brand: settingsUnderTest.brand, locale, zone, unsubscribeUrl: null };
    const content = bundled.templates.render(template, 'sms', variables, frame);
    return { channel, recipient, address, text: content.channel === 'sms' ? content.text.replace(/\s/g, ' ') : '' };
  });
}

describe('by SMS', () => {
  test('somebody of the company takes an incident on, and is answered', async () => {
    const id = await putIncident(pool);
    expect(await writes(`${id}a`)).toEqual([
      {
        channel: 'sms',
        recipient: 'staff:olga',
        address: '+79161234567',
        text: `Olga has taken incident ${id} on, until November 21 at 12:00 PM GMT+3. Was it real? Reply ${id}y, ${id}n or ${id}d (our data was wrong).`,
      },
    ]);
    expect(await findIncident(pool, id)).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'olga' });
  });

  test('in their language; puts off; closes', async () => {
    const id = await putIncident(pool);
    const [putOff] = await writes(`${id} отложить 2ч`, '+7 916 765-43-21');
    expect(putOff!.text).toBe(`Инцидент ${id} отложен до 20 ноября в 14:00 GMT+3, отложил(а) Борис.`);
    expect(await findIncident(pool, id)).toMatchObject({ state: 'snoozed', until: T0 + 2 * HOUR });
    await writes(`${id}r`);
    expect(await findIncident(pool, id)).toMatchObject({
      state: 'resolved',
      resolvedBy: 'olga',
      resolution: 'by_hand',
    });
  });

  test('what somebody else has stays theirs, and who has it is said', async () => {
    const id = await putIncident(pool);
    await writes(`${id}a`, '+79167654321');
    await writes(`${id}a`, '+79167654321');
    await pool.query('truncate notifier.message cascade');
    expect((await writes(`${id}a`))[0]!.text).toBe(
      `Борис has taken incident ${id} on already, until November 21 at 12:00 PM GMT+3. It stays so.`,
    );
    expect((await findIncident(pool, id))!.acknowledgedBy).toBe('boris');
  });

  test('what is over, and what there never was', async () => {
    const id = await putIncident(pool);
    await writes(`${id}r`);
    await pool.query('truncate notifier.message cascade');
    expect((await writes(`${id}a`))[0]!.text).toMatch(new RegExp(`^Incident ${id} is over already\\. Was it real\\?`));
    await pool.query('truncate notifier.message cascade');
    expect((await writes('9999a'))[0]!.text).toBe('There is no incident 9999. Nothing was changed.');
  });

  test.each([
    ['y', 'real'],
    ['n', 'not_real'],
    [' d', 'our_data'],
    [' нет', 'not_real'],
    [' данные', 'our_data'],
  ])('%s says whether it was real; the last word counts', async (word, verdict) => {
    const id = await putIncident(pool);
    await writes(`${id}y`);
    await pool.query('truncate notifier.message cascade');
    expect((await writes(`${id}${word}`, '+79167654321'))[0]!.text).toMatch(
      new RegExp(`^Записано об инциденте ${id} `),
    );
    expect(await findIncident(pool, id)).toMatchObject({ state: 'open', verdict, verdictBy: 'boris' });
  });

  test('yes is to what was asked: first whether they take it on, then whether it was real', async () => {
    const id = await putIncident(pool);
    await writes(`${id} да`);
    expect(await findIncident(pool, id)).toMatchObject({
      state: 'acknowledged',
      acknowledgedBy: 'olga',
      verdict: null,
    });
    // It was not Boris who was asked.
    await writes(`${id} да`, '+79167654321');
    expect((await findIncident(pool, id))!.verdict).toBeNull();
    await writes(`${id} yes`);
    expect(await findIncident(pool, id)).toMatchObject({ acknowledgedBy: 'olga', verdict: 'real', verdictBy: 'olga' });
    await writes(`${id}r`);
    await writes(`${id} да`, '+79167654321');
    expect(await findIncident(pool, id)).toMatchObject({ verdict: 'real', verdictBy: 'boris' });
  });

  test('a customer who writes the same does nothing to an incident', async () => {
    const id = await putIncident(pool);
    expect(await writes(`${id}a`, '+79990000000')).toEqual([]);
    expect((await findIncident(pool, id))!.state).toBe('open');
  });

  test('STOP is heard, whoever says it', async () => {
    expect(await writes('STOP')).toEqual([]);
    expect((await pool.query('select reason from notifier.suppression')).rows).toEqual([{ reason: 'opted_out' }]);
  });
});

const button = (id: number, recipient: string, channel: 'telegram' | 'slack') =>
  pressesOf(access, { about: `incident:${id}`, template: 'incident', channel, recipient }).take!;

describe('in Telegram', () => {
  const press = (chat: string, data: string) => transaction(pool, tx => ears.onTelegramPress(tx, { chat, data }, T0));
  const link = (recipient: string, chat: string) =>
    transaction(pool, tx => linkChat(tx, { recipient, chat, locale: null }, vault, T0));

  test('a press takes it on and says so', async () => {
    const id = await putIncident(pool);
    await link('staff:boris', '42');
    const said = await press('42', button(id, 'staff:boris', 'telegram'));
    expect(said).toEqual({
      text: expect.stringMatching(/^Инцидент \d+ в работе, взял\(а\) Борис, до .* GMT\+3\.$/),
      isDone: true,
      buttons: ['Тревога настоящая', 'Тревога ложная', 'Ошибка в наших данных'].map(label => ({
        label,
        press: expect.any(String),
      })),
    });
    expect(await findIncident(pool, id)).toMatchObject({ acknowledgedBy: 'boris', until: T0 + DAY });
  });

  test.each([
    ['of somebody else', (id: number) => button(id, 'staff:olga', 'telegram')],
    ['that nobody made', (id: number) => `take:${id}:${'A'.repeat(22)}`],
    ['that is none', () => 'take'],
  ])('a button %s does nothing', async (_which, data) => {
    const id = await putIncident(pool);
    await link('staff:boris', '42');
    expect(await press('42', data(id))).toBeNull();
    expect((await findIncident(pool, id))!.state).toBe('open');
  });

  test('a chat that nobody linked, and somebody who has left', async () => {
    const id = await putIncident(pool);
    expect(await press('42', button(id, 'staff:boris', 'telegram'))).toBeNull();
    await link('staff:anna', '43');
    expect(await press('43', button(id, 'staff:anna', 'telegram'))).toBeNull();
  });

  test('what the button bears fits', () => {
    const about = { about: 'incident:999999999999999', channel: 'telegram' } as const;
    for (const template of ['incident', 'incident-taken', 'incident-resolved']) {
      const presses = Object.values(pressesOf(access, { ...about, template, recipient: `staff:${'x'.repeat(200)}` }));
      expect(presses).toHaveLength(template === 'incident' ? 1 : 3);
      for (const press of presses) expect(Buffer.byteLength(press)).toBeLessThanOrEqual(64);
    }
  });

  test('then one tap says whether it was real, and nobody is asked again', async () => {
    const id = await putIncident(pool);
    await link('staff:boris', '42');
    const taken = (await press('42', button(id, 'staff:boris', 'telegram')))!;
    expect(await press('42', taken.buttons[2]!.press)).toEqual({
      text: `Записано об инциденте ${id} (Борис): ошибка в наших данных.`,
      isDone: true,
      buttons: [],
    });
    expect(await findIncident(pool, id)).toMatchObject({ verdict: 'our_data', verdictBy: 'boris' });
    const again = (await press('42', button(id, 'staff:boris', 'telegram')))!;
    expect(again.buttons).toEqual([]);
  });
});

describe('in Slack', () => {
  test('a press takes it on by the name that Slack knows, and the channel reads of it', async () => {
    const id = await putIncident(pool);
    const data = button(id, 'staff:slack', 'slack');
    expect(await transaction(pool, tx => ears.onSlackPress(tx, { user: 'olga.s', data }, T0))).toBe(true);
    expect((await findIncident(pool, id))!.acknowledgedBy).toBe('olga.s');
    expect(await answers()).toMatchObject([{ channel: 'slack', address: '', text: expect.stringContaining('olga.s') }]);
  });

  test('only where Slack’s signature can be checked there is a button to press', () => {
    const message = { about: 'incident:31', template: 'incident', channel: 'slack', recipient: 'staff:slack' } as const;
    expect(pressesOf({ ...access, slackSigningSecret: null }, message)).toEqual({});
    expect(pressesOf(access, { ...message, template: 'silence-ending' })).toEqual({});
    expect(pressesOf(access, { ...message, channel: 'email' })).toEqual({});
  });

  test('below the answer there are buttons for whether it was real', async () => {
    const id = await putIncident(pool);
    const slack = (data: string) => transaction(pool, tx => ears.onSlackPress(tx, { user: 'olga.s', data }, T0));
    await slack(button(id, 'staff:slack', 'slack'));
    const [{ template, variables, about, recipient }] = (await readMessages(pool)) as never as [NewMessage];
    const presses = pressesOf(access, { about, template, channel: 'slack', recipient });
    const frame = { brand: settingsUnderTest.brand, locale: 'en', zone: 'UTC', unsubscribeUrl: null, presses };
    const content = bundled.templates.render(template, 'slack', variables, frame);
    expect(content).toMatchObject({
      paragraphs: [expect.stringContaining('olga.s has taken'), 'Was it real?'],
      buttons: [{ label: 'It was real' }, { label: 'It was not real' }, { label: 'Our data was wrong' }],
    });
    await pool.query('truncate notifier.message cascade');
    await slack(presses.not_real!);
    expect(await findIncident(pool, id)).toMatchObject({ verdict: 'not_real', verdictBy: 'olga.s' });
    expect((await answers())[0]!.text).toBe(`Записано об инциденте ${id} (olga.s): тревога ложная.`);
  });
});
