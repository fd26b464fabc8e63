import type { Handed } from '../channel.ts';
import type { FailureReason, SuppressionReason } from '../reasons.ts';
import { inShort } from './said.ts';

/** An answer of the Bot API, https://core.telegram.org/bots/api#making-requests. */
export type TelegramAnswer =
  | { ok: true; result: { message_id: number } }
  | { ok: false; description: string; parameters?: { retry_after?: number; migrate_to_chat_id?: number } };

type Refusal = { reason: FailureReason; suppress: SuppressionReason | null };

const NO_SUCH_CHAT: Refusal = { reason: 'invalid_address', suppress: 'invalid_address' };
const NOT_ALLOWED: Refusal = { reason: 'blocked', suppress: null };
const TOO_LARGE: Refusal = { reason: 'too_large', suppress: null };

/**
 * What 400 may mean. Telegram tells one from another by the description alone; all that are not here complain about the
 * message.
 */
export const BAD_REQUESTS: ReadonlyMap<string, Refusal> = new Map([
  ['chat not found', NO_SUCH_CHAT],
  ['user not found', NO_SUCH_CHAT],
  ['PEER_ID_INVALID', NO_SUCH_CHAT],
  ['chat_id is empty', NO_SUCH_CHAT],
  ['USER_IS_BLOCKED', { reason: 'blocked', suppress: 'blocked' }],
  ['not enough rights to send text messages to the chat', NOT_ALLOWED],
  ['have no rights to send a message', NOT_ALLOWED],
  ['need administrator rights in the channel chat', NOT_ALLOWED],
  ['CHAT_WRITE_FORBIDDEN', NOT_ALLOWED],
  ['TOPIC_CLOSED', NOT_ALLOWED],
  ['message is too long', TOO_LARGE],
  ['MESSAGE_TOO_LONG', TOO_LARGE],
]);

/** What an answer of Telegram's means; null: it can't be read. */
export function telegramVerdict(status: number, answer: TelegramAnswer | null): Handed {
  if (answer?.ok) return { kind: 'sent', providerId: String(answer.result.message_id), said: null };
  // Telegram answers in JSON, so this was somebody on the way to it.
  if (answer === null) return withoutWords(status);
  const said = inShort(answer.description);
  const transient = (reason: FailureReason, seconds?: number): Handed => ({
    kind: 'transient',
    reason,
    said,
    retryAfterMs: seconds === undefined ? null : seconds * 1000,
  });
  const permanent = ({ reason, suppress }: Refusal): Handed => ({ kind: 'permanent', reason, said, suppress });
  if (status === 429) return transient('too_many', answer.parameters?.retry_after);
  if (status >= 500) return transient('provider_down');
  // Of a token that is wrong it says 401, of one that looks wrong 404.
  if (status === 401 || status === 404) return transient('bad_credentials');
  if (status === 403) return permanent({ reason: 'blocked', suppress: 'blocked' });
  const complaint = said.replace(/^Bad Request: /, '');
  return permanent(BAD_REQUESTS.get(complaint) ?? { reason: 'our_fault', suppress: null });
}

function withoutWords(status: number): Handed {
  const said = `HTTP ${status}`;
  return status < 300
    ? { kind: 'unknown', said }
    : { kind: 'transient', reason: 'provider_down', said, retryAfterMs: null };
}
