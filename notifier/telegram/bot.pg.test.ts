import { beforeEach, describe, expect, test } from 'vitest';
import { createLog } from '../../platform/log.ts';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, arrivals, DAY, T0 } from '../../test/support/factory.ts';
import { referenceLifecycles as lifecycles } from '../../test/support/reference.ts';
import { vaultOf } from '../../tracker/personal-data.ts';
import { createLedger } from '../../tracker/record.ts';
import { addressHash } from '../address.ts';
import { settingsUnderTest } from '../outbox-under-test.ts';
import { keepReceipts } from '../receipts/receipt-rows.ts';
import type { PressAnswer } from '../staff-ears.ts';
import { nobodyListens } from '../staff-ears-under-test.ts';
import { findSuppressed } from '../suppression-rows.ts';
import { findChats, linkChat } from '../telegram-chats.ts';
import { createTelegramBot } from './bot.ts';
import { createBotApi } from './bot-api.ts';
import { BOT_TOKEN, telegramUnderTest } from './bot-api-under-test.ts';
import { telegramSecret } from './secret.ts';
import { telegramLinkFor } from './staff-link.ts';
import { telegramStartToken } from './start-token.ts';
import { updateKey } from './update.ts';

const { pool } = await testDatabase();
const telegram = await telegramUnderTest();
const vault = vaultOf(Buffer.alloc(32, 9));
const signingKey = Buffer.alloc(32, 1);
const contact = { email: 'help@shop.example', phone: null, url: null };
const settings = { ...settingsUnderTest, brand: { ...settingsUnderTest.brand, contact } };
const clock = { now: () => T0 };
const ledger = createLedger({ pool, lifecycles: () => lifecycles, clock, vault });

let pressed: (press: { chat: string; data: string }) => PressAnswer | null = () => null;

function botAt(publicUrl: string, token = BOT_TOKEN) {
  return createTelegramBot({
    pool,
    vault,
    ears: { ...nobodyListens, onTelegramPress: async (_tx, press) => pressed(press) },
    access: { signingKey, publicUrl },
    settings: () => settings,
    lifecycles: () => lifecycles,
    api: createBotApi({ ...telegram.access, botToken: token }),
    log: createLog('silent'),
  });
}

const posted = botAt('https://orders.example');
let updates = 0;

beforeEach(async () => {
  telegram.reset();
  await pool.query(
    `truncate notifier.receipt, notifier.telegram_chat, notifier.suppression, tracker.order_state, tracker.order_event,
              tracker.order_search, tracker.order_alias, tracker.order_anomaly cascade`,
  );
});

function update(text: string, named: { chat?: number; type?: string; language?: string } = {}) {
  const { chat = 42, type = 'private', language = 'ru' } = named;
  updates += 1;
  const from = { id: chat, is_bot: false, first_name: 'Anna', language_code: language };
  return { update_id: updates, message: { message_id: updates, chat: { id: chat, type }, from, date: 0, text } };
}

/** Telegram posts it. */
const receive = (payload: { update_id: number }) =>
  keepReceipts(pool, 'telegram', [{ key: updateKey(payload)!, payload }], vault, T0);

/** Somebody writes, and reads what comes back. */
async function writes(...written: Parameters<typeof update>): Promise<string[]> {
  const before = telegram.sent().length;
  await receive(update(...written));
  await posted.runOnce(T0);
  return telegram
    .sent()
    .slice(before)
    .map(({ text }) => text);
}

const tokenOf = (recipient: string) => telegramStartToken({ signingKey }, recipient)!;
const links = (recipient: string, ...where: [Parameters<typeof update>[1]?]) =>
  writes(`/start ${tokenOf(recipient)}`, ...where);

const order = (orderId: string, named: Parameters<typeof anEvent>[0] = {}) =>
  ledger.record(arrivals([anEvent({ orderId, customer: { id: 'C-7', name: 'Anna' }, ...named })]));

async function isSuppressed(chat: string) {
  const found = await findSuppressed(pool, [{ channel: 'telegram', addressHash: addressHash('telegram', chat) }]);
  return [...found.values()][0];
}

describe('linking', () => {
  test('by a signed token; the chat stands sealed', async () => {
    await order('ORD-1', { promisedAt: T0 + 21 * DAY });
    const [answer] = await links('customer:C-7');
    expect(answer).toMatch(/^Готово: /);
    expect(answer).toMatch(/ORD-1: Мы получили ваш заказ, с 20 ноября\.\nОбещан к 11 декабря\.$/);
    expect(await findChats(pool, ['customer:C-7', 'customer:C-8'], vault)).toEqual(new Map([['customer:C-7', '42']]));
    const { rows } = await pool.query('select chat from notifier.telegram_chat');
    expect(rows[0].chat).not.toBe('42');
  });

  test('a token of nobody links nothing', async () => {
    expect((await writes('/start forged-token'))[0]).toMatch(/^Эта ссылка не подошла/);
    expect((await findChats(pool, ['customer:C-7'], vault)).size).toBe(0);
  });

  test('from another chat: that one gets the notices, and the first one is told', async () => {
    await links('customer:C-7');
    telegram.reset();
    await links('customer:C-7', { chat: 43 });
    expect(telegram.sent().map(({ chat }) => chat)).toEqual(['43', '42']);
    expect(telegram.sent()[1]!.text).toMatch(/теперь приходят в другой чат/);
    expect((await findChats(pool, ['customer:C-7'], vault)).get('customer:C-7')).toBe('43');
  });

  test('from the same chat again: nothing to tell', async () => {
    await links('customer:C-7');
    expect(await links('customer:C-7')).toHaveLength(1);
  });

  test('in a group only for partners', async () => {
    const group = { chat: -100, type: 'supergroup', language: 'en' };
    expect((await links('customer:C-7', group))[0]).toMatch(/for you alone/);
    expect((await links('partner:acme', group))[0]).toMatch(/^Done: /);
    expect([...(await findChats(pool, ['customer:C-7', 'partner:acme'], vault)).keys()]).toEqual(['partner:acme']);
  });
});

describe('where is my order', () => {
  test('somebody whom nobody knows', async () => {
    await order('ORD-1');
    const [answer] = await writes('where is my order ORD-1?', { language: 'en' });
    expect(answer).toMatch(/don’t know this chat/);
    expect(answer).toContain('help@shop.example');
    expect(answer).not.toContain('ORD-1');
  });

  test('those on their way; what came to its end is asked for by its number', async () => {
    await order('ORD-1');
    await order('ORD-2', { status: 'CANCELLED' });
    await links('customer:C-7');
    const [all] = await writes('Где мой заказ?');
    expect(all).toContain('ORD-1');
    expect(all).not.toContain('ORD-2');
    expect((await writes('А что с ORD-2?'))[0]).toMatch(/^ORD-2: /);
  });

  test('of others nothing is said, not even that there are any', async () => {
    await order('ORD-1');
    await order('ORD-9', { customer: { id: 'C-9' } });
    await links('customer:C-7');
    expect(await writes('ORD-9?')).toEqual(await writes('ORD-404?'));
  });

  test('none', async () => {
    await links('customer:C-7');
    expect(await writes('?')).toEqual(['Сейчас у вас нет заказов.']);
  });

  test('a partner: the first few, and one of many by its number', async () => {
    for (let n = 1; n <= 9; n++) await order(`P-${n}`, { partner: 'acme', occurredAt: T0 + n });
    await links('partner:acme', { language: 'en' });
    const [all] = await writes('status?', { language: 'en' });
    expect(all!.match(/^P-\d/gm)).toHaveLength(8);
    expect(all).toMatch(/not all: send the number/);
    expect((await writes('P-1', { language: 'en' }))[0]).toMatch(/^P-1: We have your order, since November 20\.$/);
  });

  test('a customer of whom no id is known has the one order', async () => {
    await order('ORD-5', { customer: { name: 'Boris' } });
    await links('order:ORD-5');
    expect((await writes('где?'))[0]).toMatch(/^ORD-5: /);
  });
});

describe('people of the company', () => {
  test('are told what comes here, and not of orders', async () => {
    expect(await links('staff:olga')).toEqual([
      'Готово: сообщения об инцидентах теперь приходят сюда. Под каждым есть кнопка, чтобы взять его в работу.',
    ]);
    expect([...(await findChats(pool, ['staff:olga'], vault))]).toEqual([['staff:olga', '42']]);
  });

  test('get the link for it also where no bot runs', async () => {
    const api = createBotApi(telegram.access);
    expect(await telegramLinkFor({ signingKey }, api, 'staff:olga')).toBe(
      `https://t.me/orders_bot?start=${tokenOf('staff:olga')}`,
    );
  });

  const press = async (data: string) => {
    updates += 1;
    const message = { message_id: 77, chat: { id: 42, type: 'private' } };
    const from = { id: 42, is_bot: false, first_name: 'Olga', language_code: 'en' };
    await receive({ update_id: updates, callback_query: { id: 'q1', from, message, data } } as { update_id: number });
    await posted.runOnce(T0);
    return telegram.calls.map(({ method, parameters }) => [method, parameters]);
  };

  test('press a button: they read what came of it, and the button is gone', async () => {
    pressed = ({ chat, data }) => ({ text: `${data} in ${chat}`, isDone: true, buttons: [] });
    telegram.reset();
    expect((await press('take:31:x')).slice(-2)).toEqual([
      ['answerCallbackQuery', { callback_query_id: 'q1', text: 'take:31:x in 42' }],
      ['editMessageReplyMarkup', { chat_id: '42', message_id: 77, reply_markup: { inline_keyboard: [] } }],
    ]);
  });

  test('press one that is not theirs: it stays', async () => {
    pressed = () => null;
    telegram.reset();
    expect((await press('take:31:x')).slice(-1)).toEqual([
      ['answerCallbackQuery', { callback_query_id: 'q1', text: 'This button is not for this chat.' }],
    ]);
  });
});

describe('stopping', () => {
  test.each(['стоп', '/stop'])('%s: unlinked, and nothing more is sent; the link brings it back', async word => {
    await links('customer:C-7');
    expect((await writes(word))[0]).toMatch(/^Больше ничего не придёт/);
    expect((await findChats(pool, ['customer:C-7'], vault)).size).toBe(0);
    expect(await isSuppressed('42')).toBe('opted_out');
    await links('customer:C-7');
    expect(await isSuppressed('42')).toBeUndefined();
  });

  test('the bot is blocked, and let in again', async () => {
    const member = (status: string) => ({
      update_id: ++updates,
      my_chat_member: { chat: { id: 42, type: 'private' }, from: { id: 42 }, new_chat_member: { status } },
    });
    await receive(member('kicked'));
    await posted.runOnce(T0);
    expect(await isSuppressed('42')).toBe('blocked');
    await receive(member('member'));
    await posted.runOnce(T0);
    expect(await isSuppressed('42')).toBeUndefined();
  });
});

describe('how updates come', () => {
  test('posted: Telegram is told where, with a secret', async () => {
    const bot = botAt('https://orders.example');
    expect(bot.linkFor('customer:C-7')).toBeNull();
    await bot.runOnce(T0);
    await bot.runOnce(T0);
    expect(telegram.calls.map(({ method }) => method)).toEqual(['getMe', 'setWebhook']);
    expect(telegram.calls[1]!.parameters).toMatchObject({
      url: 'https://orders.example/webhooks/telegram',
      secret_token: telegramSecret({ signingKey }),
    });
    expect(bot.linkFor('customer:C-7')).toBe(`https://t.me/orders_bot?start=${tokenOf('customer:C-7')}`);
    expect(bot.linkFor(`customer:${'x'.repeat(99)}`)).toBeNull();
  });

  test('the same update twice is answered once', async () => {
    const twice = update('hello');
    await receive(twice);
    await receive(twice);
    await Promise.all([posted.runOnce(T0), botAt('https://orders.example').runOnce(T0)]);
    expect(telegram.sent()).toHaveLength(1);
  });

  test('fetched, by one of two; the other takes over', async () => {
    const [one, other] = [botAt('http://localhost:8080'), botAt('http://localhost:8080')];
    telegram.push(update('first'));
    await one.runOnce(T0);
    await other.runOnce(T0);
    telegram.push(update('second'));
    await other.runOnce(T0 + 1);
    expect(telegram.sent()).toHaveLength(1);
    await one.stop();
    await other.runOnce(T0 + 60_000);
    expect(telegram.sent()).toHaveLength(2);
    await other.stop();
  });

  test('what was fetched is confirmed after it was kept', async () => {
    const bot = botAt('http://localhost:8080');
    const only = update('hello');
    telegram.push(only);
    await bot.runOnce(T0);
    await bot.runOnce(T0);
    const offsets = telegram.calls.filter(({ method }) => method === 'getUpdates').map(it => it.parameters.offset);
    expect(offsets).toEqual([0, only.update_id + 1]);
    await bot.stop();
  });

  test('Telegram is down, then back', async () => {
    const bot = botAt('http://localhost:8080');
    telegram.fail({ error_code: 502, description: 'Bad Gateway' });
    await expect(bot.runOnce(T0)).rejects.toThrow('Telegram refuses getMe: Bad Gateway');
    telegram.fail(null);
    telegram.push(update('hello'));
    // Not asked again at once.
    await bot.runOnce(T0 + 1_000);
    expect(telegram.sent()).toEqual([]);
    await bot.runOnce(T0 + 60_000);
    expect(telegram.sent()).toHaveLength(1);
    await bot.stop();
  });

  test('a wrong token is told of without being shown', async () => {
    const error = await botAt('http://localhost:8080', 'wrong:token')
      .runOnce(T0)
      .catch((thrown: Error) => thrown);
    expect(String(error)).toContain('Unauthorized');
    const nowhere = createBotApi({ botToken: 'wrong:token', apiUrl: 'http://127.0.0.1:1' });
    const refused = await nowhere.call('getMe', {}, {} as never).catch((thrown: Error) => thrown);
    expect(JSON.stringify([String(error), String(refused), (refused as Error).cause])).not.toContain('wrong:token');
  });
});

test('one that cannot be answered does not stop the others', async () => {
  await linkChat(pool, { recipient: 'customer:C-7', chat: '42', locale: null }, vault, T0);
  // What nobody could have written down: sealed under another key.
  await pool.query(
    `insert into notifier.receipt (provider, key, payload, received_at) values ('telegram', 'x', '{', now())`,
  );
  expect(await writes('где?')).toHaveLength(1);
  const { rows } = await pool.query('select outcome from notifier.receipt order by id');
  expect(rows.map(({ outcome }) => outcome)).toEqual(['ignored', 'applied']);
});
