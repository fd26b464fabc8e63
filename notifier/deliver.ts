import type { Instant } from '../platform/clock.ts';
import type { Channel, Handed, Outgoing } from './channel.ts';
import type { Message } from './message.ts';
import { dryRun, handedOver, type Outcome, unmade } from './outcome.ts';
import { type Making, makeOutgoing } from './outgoing.ts';
import { afterHanding } from './retry.ts';
import { isLive } from './way.ts';

export type Delivering = Making & { random: () => number };

/** One attempt, whatever comes of it; `handed` is what the provider had to do with it, null where it had nothing. */
export async function deliver(
  message: Message,
  channel: Channel | null,
  on: Delivering,
  { now, signal }: { now: () => Instant; signal: AbortSignal },
): Promise<{ outcome: Outcome; handed: Handed | null }> {
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
