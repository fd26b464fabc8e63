import { type Span, SpanKind } from '@opentelemetry/api';
import type { Instant } from '../platform/clock.ts';
import { failSpan, withSpan } from '../platform/tracing.ts';
import type { Channel, Handed, Outgoing } from './channel.ts';
import type { Message } from './message.ts';
import { dryRun, handedOver, type Outcome, unmade } from './outcome.ts';
import { type Making, makeOutgoing } from './outgoing.ts';
import { afterHanding } from './retry.ts';
import { isLive } from './way.ts';

export type Delivering = Making & { random: () => number };

/** What came of an attempt; `handed` is what the provider had to do with it, null where it had nothing. */
export type Delivered = { outcome: Outcome; handed: Handed | null };

/** One attempt, whatever comes of it, in the trace of what caused the message. */
export function deliver(
  message: Message,
  channel: Channel | null,
  on: Delivering,
  at: { now: () => Instant; signal: AbortSignal },
): Promise<Delivered> {
  const { about, kind, recipient, traceparent } = message;
  // Whose it is and what it says stay out of it; partners are also told of themselves.
  const isOfOrder = kind !== 'staff' && about !== recipient;
  const attributes = {
    [isOfOrder ? 'order.id' : 'orderwatch.about']: about,
    'orderwatch.channel': message.channel,
    'orderwatch.template': message.template,
    'orderwatch.attempt': message.attempts,
  };
  // The outbox is the queue that it is taken from.
  const options = { kind: SpanKind.CONSUMER, parent: traceparent, attributes };
  return withSpan(`deliver ${message.channel}`, options, async span => {
    const delivered = await attempt(message, channel, on, at);
    describeDelivery(span, delivered);
    return delivered;
  });
}

function describeDelivery(span: Span, { outcome: { settlement } }: Delivered): void {
  const { state, reason } = settlement;
  span.setAttribute('orderwatch.state', state);
  if (state !== 'sent' && state !== 'dry_run') failSpan(span, reason ?? state);
}

async function attempt(
  message: Message,
  channel: Channel | null,
  on: Delivering,
  { now, signal }: { now: () => Instant; signal: AbortSignal },
): Promise<Delivered> {
  let outgoing: Outgoing;
  try {
    outgoing = makeOutgoing(message, on);
  } catch (error) {
    return { outcome: unmade(message, error as Error, now()), handed: null };
  }
  const { content } = outgoing;
  const setUp = { channels: { has: () => true }, settings: on.settings() };
  if (channel === null || !isLive(message.channel, setUp)) {
    return { outcome: dryRun(message, content, now()), handed: null };
  }
  const handed = await channel.send(outgoing, signal).catch(
    // It never should; and where it did, nobody knows how far it had come.
    (error: Error): Handed => ({ kind: 'unknown', said: error.message }),
  );
  const at = now();
  const next = afterHanding(handed, {
    channel: message.channel,
    whenUnknown: channel.whenUnknown,
    attempt: message.attempts,
    expiresAt: message.expiresAt,
    now: at,
    random: on.random(),
  });
  return { outcome: handedOver(message, { content, handed, next, provider: channel.provider, now: at }), handed };
}
