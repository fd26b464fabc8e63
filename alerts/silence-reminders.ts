import { enqueueMessages } from '../notifier/enqueue.ts';
import type { NewMessage } from '../notifier/message.ts';
import type { SilenceVariables } from '../notifier/silence-variables.ts';
import { type Instant, toIso } from '../platform/clock.ts';
import { type Db, type Pool, transaction } from '../platform/postgres.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { findWays, type Reached, type Reaching } from './reach.ts';
import type { AlertSettings } from './settings.ts';
import type { Silence } from './silence.ts';
import { countHeld, takeEnding } from './silence-rows.ts';

export type SilenceReminderDeps = Reaching & { pool: Pool; vault: Vault };

const HOUR_MS = 3_600_000;
/** Of a shorter one its author still thinks. */
const LONG_MS = 4 * HOUR_MS;

/** Tells the authors of long silences, once, an hour before these end; returns of how many. */
export function createSilenceReminders(on: SilenceReminderDeps): { runOnce(now: Instant): Promise<number> } {
  return {
    runOnce: now =>
      transaction(on.pool, async tx => {
        const ending = await takeEnding(tx, { now, until: now + HOUR_MS, longerThanMs: LONG_MS });
        for (const silence of ending) await remind(tx, silence, on, now);
        return ending.length;
      }),
  };
}

async function remind(tx: Db, silence: Silence, on: SilenceReminderDeps, now: Instant): Promise<void> {
  const person = personOf(on.settings(), silence.author);
  if (person === null) return;
  const wayTo = await findWays(tx, [{ person, channels: null }], 'warning', on);
  const way = wayTo(person, null);
  if (way === null) return;
  const message = reminder(silence, way, await countHeld(tx, silence), now);
  await enqueueMessages(tx, [message], { vault: on.vault, now });
}

/** By the short name or as others read it; null for a key, or whoever is not declared any more. */
function personOf({ people }: AlertSettings, author: string): string | null {
  if (Object.hasOwn(people, author)) return author;
  return Object.entries(people).find(([, { name }]) => name === author)?.[0] ?? null;
}

function reminder(silence: Silence, to: Reached, held: number, now: Instant): NewMessage {
  const { id, match, reason, from, until } = silence;
  const { channel, recipient, address, locale, zone } = to;
  const named = Object.values(match).flat();
  const variables: SilenceVariables = {
    silence: {
      id: String(id),
      about: named.length === 0 ? null : named.join(', '),
      // It stands within a sentence.
      reason: reason.trim().replace(/\.$/, ''),
      from: toIso(from),
      until: toIso(until),
    },
    held,
  };
  return {
    about: `silence:${id}`,
    kind: 'staff',
    template: 'silence-ending',
    occasion: 'ending',
    status: null,
    eventId: null,
    channel,
    recipient,
    address,
    locale,
    zone,
    urgent: false,
    variables,
    factAt: now,
    notBefore: now,
    expiresAt: until,
    traceparent: null,
  };
}
