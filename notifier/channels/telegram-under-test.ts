import type { Answer, Asked } from '../../platform/http-under-test.ts';

export const BOT_TOKEN = '110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw';

export type TelegramMessage = { chat: string; text: string; buttons: readonly object[] };

/** A bot's chats, as the Bot API speaks of them: https://core.telegram.org/bots/api */
export type TelegramUnderTest = {
  sent: TelegramMessage[];
  /** What getUpdates gives, once each; each with an update_id. */
  updates: { update_id: number; [kind: string]: unknown }[];
  /** As setWebhook has set it; null: none. */
  webhook(): { url: string; secret_token?: string } | null;
  answer(asked: Asked): Answer | null;
  /** A refusal in Telegram's form. */
  refusal(code: number, description: string, parameters?: object): Answer;
};

const LIMIT = 4096;

type SendMessage = {
  chat_id: number | string;
  text: string;
  parse_mode?: string;
  reply_markup?: { inline_keyboard: { text: string; url: string }[][] };
};

export function telegramUnderTest(): TelegramUnderTest {
  const sent: TelegramMessage[] = [];
  const updates: TelegramUnderTest['updates'] = [];
  let webhook: { url: string; secret_token?: string } | null = null;

  function sendMessage({ chat_id, text, parse_mode, reply_markup }: SendMessage): Answer {
    const shown = parse_mode === 'HTML' ? shownOf(text) : text;
    if (!/^-?\d+$/.test(String(chat_id))) return refusal(400, 'Bad Request: chat not found');
    if (shown.trim() === '') return refusal(400, 'Bad Request: message text is empty');
    if (shown.length > LIMIT) return refusal(400, 'Bad Request: message is too long');
    sent.push({ chat: String(chat_id), text, buttons: reply_markup?.inline_keyboard?.flat() ?? [] });
    return done({ message_id: sent.length, chat: { id: Number(chat_id) }, date: 0, text: shown });
  }

  return {
    sent,
    updates,
    webhook: () => webhook,
    refusal,
    answer: ({ url, body }) => {
      const [, token, method] = /^\/bot([^/]+)\/(\w+)$/.exec(url.pathname) ?? [];
      if (token === undefined) return null;
      if (token !== BOT_TOKEN) return refusal(401, 'Unauthorized');
      const parameters = { ...Object.fromEntries(url.searchParams), ...(body && JSON.parse(body)) };
      switch (method) {
        case 'sendMessage':
          return sendMessage(parameters);
        case 'getMe':
          return done({ id: 110201543, is_bot: true, first_name: 'Shop', username: 'shop_bot' });
        case 'getUpdates': {
          const from = Number(parameters.offset ?? 0);
          return done(updates.filter(({ update_id }) => update_id >= from));
        }
        case 'setWebhook':
          webhook = parameters as { url: string; secret_token?: string };
          return done(true);
        case 'deleteWebhook':
          webhook = null;
          return done(true);
        default:
          return refusal(404, 'Not Found');
      }
    },
  };
}

function done(result: unknown): Answer {
  return { status: 200, body: { ok: true, result } };
}

function refusal(code: number, description: string, parameters?: object): Answer {
  return { status: code, body: { ok: false, error_code: code, description, ...(parameters && { parameters }) } };
}

function shownOf(html: string): string {
  return html.replaceAll(/<[^>]*>/g, '').replaceAll(/&(?:#?\w+);/g, '&');
}
