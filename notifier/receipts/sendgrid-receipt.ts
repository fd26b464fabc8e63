import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Instant } from '../../platform/clock.ts';
import { meaningOfStatus } from '../channels/smtp-answers.ts';
import type { FailureReason, SuppressionReason } from '../reasons.ts';
import { messageNamed } from './message-id.ts';
import type { Receipt, Understood } from './receipt.ts';
import type { Said } from './state-after.ts';

// PostgreSQL's text holds no NUL and no half of a character.
const text = z
  .string()
  .max(10_000)
  .transform(given => given.toWellFormed().replaceAll('\0', '\uFFFD'));

/** One event of the Event Webhook, with the `unique_args` that went out in X-SMTPAPI beside its own fields. */
const eventForm = z.object({
  event: text,
  sg_event_id: text.optional(),
  'smtp-id': text.optional(),
  timestamp: z.number().int().min(0).max(8.64e12).optional(),
  about: text.optional(),
  message: text.optional(),
  type: text.optional(),
  status: text.optional(),
  reason: text.optional(),
  response: text.optional(),
});
type Event = z.infer<typeof eventForm>;

/** Under which an event is kept. SendGrid's id, hashed like the event that comes without one: it is theirs to choose. */
export function sendgridKey(event: unknown): string {
  const parsed = eventForm.safeParse(event);
  const own = parsed.success ? parsed.data.sg_event_id : undefined;
  return createHash('sha256')
    .update(own ?? JSON.stringify(event))
    .digest('hex');
}

export function readSendgrid(payload: unknown, receivedAt: Instant): Understood {
  const parsed = eventForm.safeParse(payload);
  if (!parsed.success) return null;
  const meaning = meaningOf(parsed.data);
  if (meaning === null) return null;
  const { about, message, timestamp, event } = parsed.data;
  const receipt: Receipt = {
    provider: 'sendgrid',
    key: sendgridKey(payload),
    message: about && message ? { about, id: message } : messageNamed(parsed.data['smtp-id'] ?? ''),
    // What SendGrid's SMTP server answers is another name than the one in its events.
    providerId: null,
    // Their clock may be ahead of ours; what is told of has happened.
    at: timestamp === undefined ? receivedAt : Math.min(timestamp * 1_000, receivedAt),
    said: meaning.said,
    detail: [`SendGrid says ${event}`, wordsOf(parsed.data)].filter(Boolean).join(': '),
    suppress: meaning.suppress ?? null,
    unsuppress: meaning.unsuppress ?? false,
  };
  return { kind: 'receipt', receipt };
}

type Meaning = { said: Said; suppress?: SuppressionReason | null; unsuppress?: boolean };

function meaningOf(event: Event): Meaning | null {
  switch (event.event) {
    case 'processed':
      return { said: { state: 'sent' } };
    case 'deferred':
      return { said: null };
    case 'delivered':
      return { said: { state: 'delivered' } };
    case 'bounce':
      return bounce(event);
    case 'dropped':
      return dropped(event.reason ?? '');
    case 'spamreport':
      return { said: null, suppress: 'complaint' };
    case 'unsubscribe':
    case 'group_unsubscribe':
      return { said: null, suppress: 'opted_out' };
    case 'group_resubscribe':
      return { said: null, unsuppress: true };
    // Who opens and clicks what is nobody's business here.
    default:
      return null;
  }
}

function bounce({ type, status = '' }: Event): Meaning {
  const meaning = meaningOfStatus(status);
  // Blocked: this mail was refused, the next one need not be.
  if (type === 'blocked') return failed(meaning?.reason ?? 'filtered', null);
  const reason = meaning?.reason ?? 'invalid_address';
  return failed(reason, reason === 'mailbox_full' || reason === 'filtered' ? null : 'hard_bounce');
}

// As SendGrid words them: https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event
export const SENDGRID_DROPS: Readonly<Record<string, [FailureReason, SuppressionReason | null]>> = {
  'Bounced Address': ['invalid_address', 'hard_bounce'],
  Invalid: ['invalid_address', 'invalid_address'],
  'Unsubscribed Address': ['opted_out', 'opted_out'],
  'Spam Reporting Address': ['opted_out', 'complaint'],
  'Spam Content (if spam checker app enabled)': ['filtered', null],
  'Invalid SMTPAPI header': ['our_fault', null],
  'Recipient List over Package Quota': ['too_many', null],
};

function dropped(reason: string): Meaning {
  return failed(...((Object.hasOwn(SENDGRID_DROPS, reason) && SENDGRID_DROPS[reason]) || (['refused', null] as const)));
}

function failed(reason: FailureReason, suppress: SuppressionReason | null): Meaning {
  return { said: { state: 'failed', reason }, suppress };
}

function wordsOf({ reason, response }: Event): string {
  return (reason ?? response ?? '').slice(0, 500);
}
