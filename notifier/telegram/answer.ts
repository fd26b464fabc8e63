import type { Instant } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import type { Lifecycles } from '../../tracker/lifecycle.ts';
import type { Vault } from '../../tracker/personal-data.ts';
import { addressHash } from '../address.ts';
import type { Recipient } from '../message.ts';
import type { NotifierAccess, NotifierSettings } from '../settings.ts';
import type { PressButton, StaffEars } from '../staff-ears.ts';
import { suppress, unsuppress } from '../suppression-rows.ts';
import { findRecipients, linkChat, unlinkChat } from '../telegram-chats.ts';
import { orderInWords, ordersAskedFor } from './orders-of.ts';
import { readStartToken } from './start-token.ts';
import type { Asked } from './update.ts';
import { type Language, languageOf, sentence, whereTheyAre } from './words.ts';

export type Answer =
  | { kind: 'message'; chat: string; text: string }
  /** To a press: a sentence above the chat. `message`: whose button `buttons` take the place of; null: it stays. */
  | {
      kind: 'press';
      query: string;
      text: string;
      chat: string;
      message: number | null;
      buttons: readonly PressButton[];
    };

export type AnswerDeps = {
  vault: Vault;
  ears: Pick<StaffEars, 'onTelegramPress'>;
  access: Pick<NotifierAccess, 'signingKey'>;
  settings: () => NotifierSettings;
  lifecycles: () => Lifecycles;
};

/** Does what was asked for and says what to answer, to whom. */
export async function answer(tx: Db, deps: AnswerDeps, asked: Asked, now: Instant): Promise<Answer[]> {
  const { chat } = asked;
  const { locale, fallbacks, brand } = deps.settings();
  const language = languageOf(asked.language ?? locale, fallbacks);
  const say = (text: string): Answer[] => [{ kind: 'message', chat, text }];
  const theirs = { channel: 'telegram' as const, addressHash: addressHash('telegram', chat) };
  switch (asked.kind) {
    case 'link':
      return link(tx, deps, asked, language, now);
    case 'stop':
      await unlinkChat(tx, chat);
      await suppress(tx, { ...theirs, reason: 'opted_out' }, now);
      return say(sentence(language, 'stopped', brand));
    case 'help':
      return say(sentence(language, 'help', brand));
    case 'where': {
      const recipients = (await findRecipients(tx, chat)).map(({ recipient }) => recipient);
      if (recipients.length === 0) return say(sentence(language, 'notLinked', brand));
      return say(await where(tx, deps, recipients, asked.text, language, now));
    }
    case 'press': {
      const { query, message, data } = asked;
      const said = await deps.ears.onTelegramPress(tx, { chat, data }, now);
      const text = said?.text ?? sentence(language, 'notYours', brand);
      return [
        { kind: 'press', query, text, chat, message: said?.isDone ? message : null, buttons: said?.buttons ?? [] },
      ];
    }
    case 'blocked':
      await suppress(tx, { ...theirs, reason: 'blocked' }, now);
      return [];
    case 'unblocked':
      await unsuppress(tx, theirs, ['blocked']);
      return [];
    default:
      return asked satisfies never;
  }
}

async function link(
  tx: Db,
  deps: AnswerDeps,
  { chat, token, isPrivate, language: locale }: Asked & { kind: 'link' },
  language: Language,
  now: Instant,
): Promise<Answer[]> {
  const { brand } = deps.settings();
  const recipient = readStartToken(deps.access, token);
  const say = (text: string, to = chat): Answer => ({ kind: 'message', chat: to, text });
  if (recipient === null) return [say(sentence(language, 'linkIsBad', brand))];
  // What a customer is told is for nobody else; a partner's people may read it together.
  if (!isPrivate && !recipient.startsWith('partner:')) {
    return [say(sentence(language, 'linkIsPrivate', brand))];
  }
  const before = await linkChat(tx, { recipient, chat, locale }, deps.vault, now);
  await unsuppress(tx, { channel: 'telegram', addressHash: addressHash('telegram', chat) }, ['opted_out', 'blocked']);
  const moved = before === null ? [] : [say(sentence(language, 'moved', brand), before)];
  if (recipient.startsWith('staff:')) return [say(sentence(language, 'linkedStaff', brand)), ...moved];
  const told = await where(tx, deps, [recipient], '', language, now);
  return [say(`${sentence(language, 'linked', brand)}\n\n${told}`), ...moved];
}

async function where(
  tx: Db,
  { vault, lifecycles, settings }: AnswerDeps,
  recipients: readonly Recipient[],
  text: string,
  language: Language,
  now: Instant,
): Promise<string> {
  const declared = lifecycles();
  const { orders, more } = await ordersAskedFor(tx, { lifecycles: declared, vault, now }, recipients, text);
  const told = orders.map(order => orderInWords(declared, order, language, now));
  return whereTheyAre(language, settings().zone, told, more);
}
