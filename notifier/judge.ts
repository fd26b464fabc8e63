import type { Instant } from '../platform/clock.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import type { Standing } from '../tracker/telling.ts';
import { isAllowed } from './choose.ts';
import type { Message } from './message.ts';
import type { Preference } from './preference-rows.ts';
import { quietHoursOf, quietUntil } from './quiet-hours.ts';
import type { DropReason, WaitReason } from './reasons.ts';
import type { NotifierSettings } from './settings.ts';

/** What is to be done with a message whose turn it is. */
export type Verdict =
  | { kind: 'send' }
  | { kind: 'drop'; reason: DropReason }
  | { kind: 'wait'; until: Instant; reason: WaitReason };

export type Facts = {
  now: Instant;
  settings: NotifierSettings;
  lifecycles: Lifecycles;
  /** Of the order, as it is now; absent where the message is about something else. */
  standing: Standing | undefined;
  /** Why nobody needs to be told of the incident that it calls to, or may be told of the delay that it tells of. */
  settled: DropReason | undefined;
  isSuppressed: boolean;
  preference: Preference | undefined;
  /** The recipient got as many messages lately as they may; null: they did not. */
  limitedUntil: Instant | null;
};

/** Looks once more, right before it goes out, whether it is still true, allowed and welcome. */
export function judge(message: Message, facts: Facts): Verdict {
  const { now, settings } = facts;
  const { channel, address } = message;
  if (message.addressHash.length === 0) return { kind: 'drop', reason: 'forgotten' };
  if (now >= message.expiresAt) return { kind: 'drop', reason: 'expired' };
  const untold = message.insisted ? null : (facts.settled ?? noLongerTrue(message, facts));
  if (untold !== null) return { kind: 'drop', reason: untold };
  if (facts.isSuppressed) return { kind: 'drop', reason: 'suppressed' };
  if (!isAllowed(settings.allowList, channel, address)) return { kind: 'drop', reason: 'not_allowed' };
  if (message.urgent) return { kind: 'send' };
  const quiet = message.kind === 'staff' ? null : quietHoursOf(settings, facts.preference, channel);
  const until = quiet && quietUntil(quiet, message.zone, now);
  if (until !== null) return { kind: 'wait', until, reason: 'quiet_hours' };
  const { limitedUntil } = facts;
  return limitedUntil !== null && limitedUntil > now
    ? { kind: 'wait', until: limitedUntil, reason: 'recipient_limit' }
    : { kind: 'send' };
}

/** What partners and people of the company are told of an order's past stays true, whatever becomes of it. */
function noLongerTrue({ status, kind }: Message, { standing, lifecycles }: Facts): DropReason | null {
  if (status !== null && status !== standing?.status) return 'superseded';
  if (kind !== 'customer' || !standing) return null;
  const { status: present, lifecycle } = standing;
  if (status === null && present !== null && lifecycles.named(lifecycle)?.isTerminal(present)) return 'ended';
  return standing.frozen ? 'frozen' : null;
}
