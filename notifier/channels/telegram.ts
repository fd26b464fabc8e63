import { type HttpCaller, openHttp } from '../../platform/http-call.ts';
import type { Channel, ChatButton, Handed, Outgoing } from '../channel.ts';
import { type TelegramAnswer, telegramVerdict } from './telegram-answers.ts';
import { splitTelegramHtml } from './telegram-text.ts';
import { withoutAnswer } from './without-answer.ts';

const TIMEOUT_MS = 30_000;
const MAX_ANSWER_BYTES = 64 * 1024;
// Messages of several parts that stopped between two of them.
const REMEMBERED = 1_000;

type TelegramAccess = { botToken: string; apiUrl: string };
type Part = { chat: string; html: string; buttons: readonly ChatButton[] };

/**
 * A bot's messages. A second one costs nothing and does little harm, and there is no way to ask whether there was a
 * first: what may have been handed over is sent again.
 */
export function openTelegram(access: TelegramAccess): Channel {
  const telegram = { access, http: openHttp({ timeoutMs: TIMEOUT_MS, maxBodyBytes: MAX_ANSWER_BYTES }) };
  const partsSent = new Map<string, number>();
  return {
    name: 'telegram',
    provider: 'telegram',
    // A bot may send 30 a second, and each takes about a tenth of one.
    concurrency: 4,
    whenUnknown: 'sendAgain',
    send: async (message, signal) => {
      const parts = partsOf(message);
      const { id } = message;
      // What is made anew may have fewer of them.
      let at = Math.min(partsSent.get(id) ?? 0, parts.length - 1);
      let handed = await sendPart(telegram, parts[at]!, signal);
      while (handed.kind === 'sent' && at < parts.length - 1) {
        at += 1;
        remember(partsSent, id, at);
        handed = await sendPart(telegram, parts[at]!, signal);
      }
      if (handed.kind === 'sent' || handed.kind === 'permanent') partsSent.delete(id);
      return handed;
    },
    stop: async () => telegram.http.stop(),
  };
}

function partsOf({ address: chat, content }: Outgoing): Part[] {
  if (content.channel !== 'telegram') throw new Error(`A message of Telegram can't be made of ${content.channel}`);
  const texts = splitTelegramHtml(content.html);
  if (texts.length === 0) throw new Error('A message of Telegram has no text');
  return texts.map((html, at) => ({ chat, html, buttons: at === texts.length - 1 ? content.buttons : [] }));
}

// Whoever got the first part gets the second at the next attempt, and not the first again.
function remember(partsSent: Map<string, number>, id: string, sent: number): void {
  partsSent.delete(id);
  partsSent.set(id, sent);
  if (partsSent.size > REMEMBERED) partsSent.delete(partsSent.keys().next().value!);
}

type Telegram = { access: TelegramAccess; http: HttpCaller };

/** A group that became a supergroup has another id, which Telegram tells. */
async function sendPart(telegram: Telegram, part: Part, signal: AbortSignal): Promise<Handed> {
  const { handed, movedTo } = await sendMessage(telegram, part, signal);
  if (movedTo === null) return handed;
  const again = await sendMessage(telegram, { ...part, chat: String(movedTo) }, signal);
  return again.handed.kind === 'sent' ? { ...again.handed, said: `the chat has moved to ${movedTo}` } : again.handed;
}

async function sendMessage(
  { access, http }: Telegram,
  { chat, html, buttons }: Part,
  signal: AbortSignal,
): Promise<{ handed: Handed; movedTo: number | null }> {
  const called = await http.call(
    {
      method: 'POST',
      url: `${access.apiUrl}/bot${access.botToken}/sendMessage`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        chat_id: chat,
        text: html,
        parse_mode: 'HTML',
        link_preview_options: { is_disabled: true },
        // Each in a row of its own, so that a thumb finds it and its words are not cut.
        ...(buttons.length > 0 && { reply_markup: { inline_keyboard: buttons.map(one => [keyOf(one)]) } }),
      }),
    },
    signal,
  );
  if (called.kind !== 'answered') return { handed: withoutAnswer(called), movedTo: null };
  const answer = readAnswer(called.body);
  const movedTo = answer?.ok === false ? (answer.parameters?.migrate_to_chat_id ?? null) : null;
  return { handed: telegramVerdict(called.status, answer), movedTo };
}

function keyOf(button: ChatButton): object {
  const { label: text, press } = button;
  return press === undefined ? { text, url: button.url } : { text, callback_data: press };
}

// What stands between us and Telegram answers in its own words.
function readAnswer(body: string): TelegramAnswer | null {
  try {
    const answer = JSON.parse(body);
    return typeof answer?.ok === 'boolean' ? answer : null;
  } catch {
    return null;
  }
}
