import { z } from 'zod';
import type { Instant } from '../../platform/clock.ts';
import { meaningOfTwilioCode } from '../channels/twilio-codes.ts';
import type { FailureReason } from '../reasons.ts';
import type { Receipt, Understood } from './receipt.ts';
import { replyWord } from './reply-words.ts';
import type { Said } from './state-after.ts';

/** What Twilio posts, and what we had put into the callback's address. */
export type TwilioPayload = { query: Record<string, unknown>; params: Record<string, unknown> };

const sid = z.string().regex(/^[A-Za-z0-9]{1,64}$/);
// PostgreSQL's text holds no NUL.
const name = z
  .string()
  .min(1)
  .max(500)
  .refine(given => !given.includes('\0'));
const text = z.string().max(10_000);
const code = z.string().regex(/^\d{1,10}$/);

// Properties come and go ("subject to change"); only what is needed is looked at.
const status = z.object({
  MessageSid: sid,
  MessageStatus: z.string().regex(/^[a-z_-]{1,40}$/),
  ErrorCode: code.optional().catch(undefined),
});
const inbound = z.object({ MessageSid: sid, From: name, Body: text, OptOutType: text.optional() });
const ours = z.object({ about: name, id: name });

/** Under which a callback is kept: the same word about the same message again is a duplicate. Null: it is no callback. */
export function twilioKey({ params }: TwilioPayload): string | null {
  const callback = status.safeParse(params);
  if (callback.success) return `${callback.data.MessageSid}:${callback.data.MessageStatus}`;
  const message = inbound.safeParse(params);
  return message.success ? `${message.data.MessageSid}:inbound` : null;
}

export function readTwilio({ query, params }: TwilioPayload, receivedAt: Instant): Understood {
  const callback = status.safeParse(params);
  if (!callback.success) {
    const message = inbound.safeParse(params);
    return message.success ? { kind: 'reply', reply: replyOf(message.data) } : null;
  }
  const { MessageSid, MessageStatus, ErrorCode } = callback.data;
  const given = ours.safeParse(query);
  const meaning = ErrorCode === undefined ? null : meaningOfTwilioCode(Number(ErrorCode));
  const said = saidBy(MessageStatus, meaning?.reason ?? 'refused');
  const receipt: Receipt = {
    provider: 'twilio',
    key: `${MessageSid}:${MessageStatus}`,
    message: given.success ? given.data : null,
    providerId: MessageSid,
    at: receivedAt,
    said,
    detail: ErrorCode ? `Twilio says ${MessageStatus}, error ${ErrorCode}` : `Twilio says ${MessageStatus}`,
    suppress: said?.state === 'failed' && meaning !== null ? meaning.suppress : null,
    unsuppress: false,
  };
  return { kind: 'receipt', receipt };
}

function replyOf({ From, Body, OptOutType }: z.infer<typeof inbound>) {
  // Set where Twilio itself has understood it so, by words that an account may choose.
  const said = OptOutType === undefined ? null : replyWord(OptOutType);
  return { channel: 'sms' as const, from: From, text: Body, word: said ?? replyWord(Body) };
}

function saidBy(status: string, reason: FailureReason): Said {
  switch (status) {
    case 'accepted':
    case 'scheduled':
    case 'queued':
    case 'sending':
    case 'sent':
      return { state: 'sent' };
    case 'delivered':
    case 'read':
      return { state: 'delivered' };
    case 'undelivered':
    case 'failed':
    case 'canceled':
    // The recipient has a part of it: that is no message.
    case 'partially_delivered':
      return { state: 'failed', reason };
    default:
      return null;
  }
}
