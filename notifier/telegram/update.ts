import { z } from 'zod';
import { replyWord } from '../receipts/reply-words.ts';

/** Of an update only what is asked for (`ALLOWED_UPDATES`) and needed: https://core.telegram.org/bots/api#update */
const chat = z.object({ id: z.int(), type: z.string() });
const language = z.string().regex(/^[A-Za-z0-9-]{2,35}$/);
const from = z.object({ language_code: language.optional().catch(undefined) }).optional();

const updateForm = z.object({
  update_id: z.int().min(0),
  message: z.object({ chat, from, text: z.string().max(10_000).optional() }).optional(),
  // Of a message that is too old Telegram does not say which it was; its chat is then that of who pressed.
  callback_query: z
    .object({
      id: z.string().max(100),
      from: z.object({ id: z.int(), language_code: language.optional().catch(undefined) }),
      message: z.object({ message_id: z.int(), chat }).optional(),
      data: z.string().max(64).optional(),
    })
    .optional(),
  my_chat_member: z.object({ chat, from, new_chat_member: z.object({ status: z.string() }) }).optional(),
});

export const ALLOWED_UPDATES = ['message', 'my_chat_member', 'callback_query'];

/** Under which an update is kept; null for what is none. */
export function updateKey(update: unknown): string | null {
  const parsed = z.object({ update_id: z.int().min(0) }).safeParse(update);
  return parsed.success ? String(parsed.data.update_id) : null;
}

type Place = {
  chat: string;
  /** In a group everybody reads along. */
  isPrivate: boolean;
  /** As Telegram knows theirs; null: it does not. */
  language: string | null;
};

/** What somebody wants, in which chat. */
export type Asked = Place &
  (
    | { kind: 'link'; token: string }
    | { kind: 'stop' }
    | { kind: 'help' }
    | { kind: 'where'; text: string }
    /** They have blocked the bot, or thrown it out of their group. */
    | { kind: 'blocked' }
    | { kind: 'unblocked' }
    /** A button under a message of ours. `query`: what Telegram calls the press. */
    | { kind: 'press'; query: string; message: number | null; data: string }
  );

/** Null: nothing that anybody would answer. */
export function readUpdate(update: unknown): Asked | null {
  const parsed = updateForm.safeParse(update);
  if (!parsed.success) return null;
  const { message, my_chat_member: member, callback_query: query } = parsed.data;
  if (query) return pressOf(query);
  if (member) {
    const isOut = ['kicked', 'left'].includes(member.new_chat_member.status);
    return { ...placeOf(member), kind: isOut ? 'blocked' : 'unblocked' };
  }
  return message ? meaningOf(placeOf(message), message.text?.trim() ?? '') : null;
}

function pressOf({ id, from, message, data = '' }: NonNullable<z.infer<typeof updateForm>['callback_query']>): Asked {
  const place = placeOf({ chat: message?.chat ?? { id: from.id, type: 'private' }, from });
  return { ...place, kind: 'press', query: id, message: message?.message_id ?? null, data };
}

function placeOf(on: { chat: z.infer<typeof chat>; from?: z.infer<typeof from> }): Place {
  return {
    chat: String(on.chat.id),
    isPrivate: on.chat.type === 'private',
    language: on.from?.language_code ?? null,
  };
}

function meaningOf(place: Place, text: string): Asked | null {
  const command = /^\/([a-z_]+)(?:@\w+)?(?:\s+(.*))?$/is.exec(text);
  // In a group people talk to each other; only commands are meant for a bot.
  if (!command && !place.isPrivate) return null;
  const [, name = '', rest = ''] = command ?? [];
  switch (name.toLowerCase()) {
    case 'start':
      return rest === '' ? { ...place, kind: 'where', text: '' } : { ...place, kind: 'link', token: rest };
    case 'stop':
      return { ...place, kind: 'stop' };
    case 'help':
      return { ...place, kind: 'help' };
    case '': {
      const word = replyWord(text);
      return word === 'stop' || word === 'help' ? { ...place, kind: word } : { ...place, kind: 'where', text };
    }
    default:
      return { ...place, kind: 'where', text: rest };
  }
}
