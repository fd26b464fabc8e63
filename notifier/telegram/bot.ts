import { z } from 'zod';
import type { Instant } from '../../platform/clock.ts';
import { describeFault } from '../../platform/fault.ts';
import type { Log } from '../../platform/log.ts';
import { type Pool, saysDatabaseIsGone, transaction } from '../../platform/postgres.ts';
import type { Recipient } from '../message.ts';
import { claimReceipts, closeReceipts, keepReceipts } from '../receipts/receipt-rows.ts';
import type { NotifierAccess } from '../settings.ts';
import { type Answer, type AnswerDeps, answer } from './answer.ts';
import type { BotApi } from './bot-api.ts';
import { createLineToTelegram } from './line.ts';
import { telegramStartLink } from './start-token.ts';
import { readUpdate, updateKey } from './update.ts';

export type TelegramBot = {
  /**
   * Fetches what people have written, where it is not posted to us, and answers all that is in the inbox. Waits for news up
   * to 25 seconds.
   */
  runOnce(now: Instant): Promise<void>;
  /**
   * By which the recipient links their chat, for mails. Null for an id that is too long for it, and until Telegram has told
   * the name of the bot.
   */
  linkFor(recipient: Recipient): string | null;
  stop(): Promise<void>;
};

export type BotDeps = Omit<AnswerDeps, 'access'> & {
  pool: Pool;
  access: Pick<NotifierAccess, 'signingKey' | 'publicUrl'>;
  api: BotApi;
  log: Log;
};

// Of what Telegram shows above a chat.
const LONGEST_TOAST = 200;

export function createTelegramBot(deps: BotDeps): TelegramBot {
  const { pool, vault, api, log } = deps;
  const stopping = new AbortController();
  const line = createLineToTelegram(deps, stopping.signal);

  async function keep(updates: readonly unknown[], now: Instant): Promise<void> {
    const incoming = updates.flatMap(payload => {
      const key = updateKey(payload);
      return key === null ? [] : [{ key, payload }];
    });
    await keepReceipts(pool, 'telegram', incoming, vault, now);
  }

  /** One after the other, so that what follows from one is there for the next. */
  async function workOff(now: Instant): Promise<void> {
    for (let answers = await answerNext(now); answers !== null; answers = await answerNext(now)) {
      for (const one of answers) await send(one);
    }
  }

  /** Null: there is none left. */
  async function answerNext(now: Instant): Promise<Answer[] | null> {
    let id: number | null = null;
    try {
      return await transaction(pool, async tx => {
        const [open] = await claimReceipts(tx, { providers: ['telegram'], after: 0, limit: 1 }, vault);
        if (!open) return null;
        id = open.id;
        const asked = readUpdate(open.payload);
        const answers = asked === null ? [] : await answer(tx, deps, asked, now);
        await closeReceipts(tx, [{ id, outcome: asked === null ? 'ignored' : 'applied' }], now);
        return answers;
      });
    } catch (error) {
      if (id === null || saysDatabaseIsGone(error)) throw error;
      // One that nobody can answer must not keep everybody else waiting.
      log.error({ receipt: id, err: error }, 'an update of Telegram could not be answered');
      await closeReceipts(pool, [{ id, outcome: 'not_understood' }], now);
      return [];
    }
  }

  /** After the commit and once: who gets no answer asks again, and who gets two wonders. */
  async function send(one: Answer): Promise<void> {
    const call = (method: string, parameters: object) => api.call(method, parameters, z.unknown(), stopping.signal);
    try {
      const { chat, text } = one;
      if (one.kind === 'message') {
        await call('sendMessage', { chat_id: chat, text, link_preview_options: { is_disabled: true } });
        return;
      }
      await call('answerCallbackQuery', { callback_query_id: one.query, text: text.slice(0, LONGEST_TOAST) });
      const { message, buttons } = one;
      if (message === null) return;
      await call('editMessageReplyMarkup', {
        chat_id: chat,
        message_id: message,
        reply_markup: { inline_keyboard: buttons.map(({ label, press }) => [{ text: label, callback_data: press }]) },
      });
    } catch (error) {
      log.warn({ err: describeFault(error) }, 'an answer in Telegram could not be sent');
    }
  }

  let running: Promise<void> = Promise.resolve();
  return {
    runOnce: now => {
      running = (async () => {
        const updates = await line.fetch(now);
        await keep(updates, now);
        line.confirm(updates);
        await workOff(now);
      })();
      return running;
    },
    linkFor: recipient => {
      const username = line.username();
      return username === null ? null : telegramStartLink(deps.access, username, recipient);
    },
    stop: async () => {
      stopping.abort();
      await running.catch(() => {});
      await line.stop();
    },
  };
}
