import type { z } from 'zod';
import { masked } from '../notifier/address.ts';
import type { MessageInFull, MessageSummary } from '../notifier/message-list.ts';
import { insteadInWords, reasonInWords, standingInWords } from '../notifier/message-words.ts';
import { type Instant, toIso } from '../platform/clock.ts';
import type { contract } from './contract.ts';

export function presentMessage(message: MessageSummary): z.infer<typeof contract.Notification> {
  const { id, about, kind, template, occasion, channel, recipient, locale, urgent } = message;
  const { state, reason, attempts, provider } = message;
  return {
    ...{ id, about, kind, template, occasion, channel, recipient },
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

export function presentMessageInFull(message: MessageInFull): z.infer<typeof contract.NotificationInFull> {
  const { address, zone, status, eventId, providerId, detail, subject, body, events } = message;
  return {
    ...presentMessage(message),
    ...{ address, zone, status, eventId, providerId, detail, subject, body },
    history: events.map(({ at, notedAt, kind, state, reason, detail }) => ({
      at: toIso(at),
      notedAt: toIso(notedAt),
      ...{ kind, state, reason, detail },
      inWords: kind === 'fallback' ? insteadInWords(reason) : reasonInWords(reason),
    })),
  };
}

function time(instant: Instant | null): string | null {
  return instant === null ? null : toIso(instant);
}
