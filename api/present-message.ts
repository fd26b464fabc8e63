import type { z } from 'zod';
import { masked } from '../notifier/address.ts';
import { whyNot as whyNotDismissed } from '../notifier/dismiss.ts';
import type { MessageInFull, MessageSummary } from '../notifier/message-list.ts';
import { insteadInWords, reasonInWords, standingInWords } from '../notifier/message-words.ts';
import { type Instant, toIso } from '../platform/clock.ts';
import { maskedText } from '../tracker/masked-text.ts';
import type { contract } from './contract.ts';

export function presentMessage(message: MessageSummary): z.infer<typeof contract.Notification> {
  const { id, about, kind, template, occasion, channel, recipient, locale, urgent } = message;
  const { state, reason, attempts, provider } = message;
  const incident = /^incident:(\d{1,18})$/.exec(about)?.[1] ?? null;
  return {
    ...{ id, about, kind, template, occasion, channel, recipient },
    orderId: kind === 'staff' || incident !== null ? null : about,
    incidentId: incident,
    address: masked(channel, message.address),
    ...{ locale, urgent, state, reason, attempts, provider },
    inWords: standingInWords(message),
    factAt: toIso(message.factAt),
    queuedAt: toIso(message.queuedAt),
    notBefore: toIso(message.notBefore),
    expiresAt: toIso(message.expiresAt),
    sentAt: time(message.sentAt),
    settledAt: time(message.settledAt),
  };
}

/** Without what only those see who ask for it: whom it goes to, and what it says of them. */
export function presentMessageInFull(message: MessageInFull): z.infer<typeof contract.NotificationInFull> {
  const whole = presentMessageRevealed(message);
  const cut = (text: string | null) => text && maskedText(text, knownOf(message));
  return {
    ...whole,
    masked: true,
    address: masked(message.channel, message.address),
    detail: cut(whole.detail),
    subject: cut(whole.subject),
    body: cut(whole.body),
    history: whole.history.map(item => ({ ...item, detail: cut(item.detail) })),
  };
}

/** All of it; whoever shows it has noted who asked. */
export function presentMessageRevealed(message: MessageInFull): z.infer<typeof contract.NotificationInFull> {
  const { address, zone, status, eventId, providerId, detail, subject, body, events, insisted } = message;
  return {
    ...presentMessage(message),
    ...{ address, zone, status, eventId, providerId, detail, subject, body, insisted },
    masked: false,
    why: message.reason === null ? null : `${reasonInWords(message.reason)}.`,
    canResend: message.addressHash.length > 0 && message.state !== 'sending',
    canDismiss: whyNotDismissed(message.state) === null,
    canRestore: message.state === 'dropped' && message.reason === 'by_hand',
    history: events.map(({ at, notedAt, kind, state, reason, detail }) => ({
      at: toIso(at),
      notedAt: toIso(notedAt),
      ...{ kind, state, reason, detail },
      inWords: kind === 'fallback' ? insteadInWords(reason) : reasonInWords(reason),
    })),
  };
}

/** What in its text is somebody's, as far as we know it. */
export function knownOf({ address, variables }: Pick<MessageInFull, 'address' | 'variables'>): string[] {
  const { customer } = variables as { customer?: { name?: unknown } };
  const name = customer?.name;
  return [address, ...(typeof name === 'string' ? [name] : [])];
}

function time(instant: Instant | null): string | null {
  return instant === null ? null : toIso(instant);
}
