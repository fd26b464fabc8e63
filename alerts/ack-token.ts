import { z } from 'zod';
import type { NotifierAccess } from '../notifier/settings.ts';
import type { Instant } from '../platform/clock.ts';
import { readToken, signToken } from '../platform/signed-token.ts';

/** What a link in a message is for: that this person takes on this incident. `person`: as the configuration names them. */
export type Acknowledging = { incident: number; person: string };

/** Of links in the wide channel: whoever presses them says who they are. */
export const ANYBODY = 'slack';

const PURPOSE = 'acknowledge';
const DAY_MS = 24 * 3_600_000;
/** Who finds the mail later than that is told by the next one. */
const LIFE_MS = 7 * DAY_MS;

const claims = z
  .strictObject({ i: z.int().positive(), p: z.string(), exp: z.number() })
  .transform(({ i, p }): Acknowledging => ({ incident: i, person: p }));

export function acknowledgeUrl(
  { publicUrl, signingKey }: Pick<NotifierAccess, 'publicUrl' | 'signingKey'>,
  { incident, person }: Acknowledging,
  now: Instant,
): string {
  return `${publicUrl}/ack/${signToken(signingKey, PURPOSE, { i: incident, p: person, exp: now + LIFE_MS })}`;
}

/** Null for whatever is no link of ours, and for one that has ended. */
export function readAcknowledge(
  { signingKey }: Pick<NotifierAccess, 'signingKey'>,
  token: string,
  now: Instant,
): Acknowledging | null {
  return readToken(signingKey, PURPOSE, token, claims, now);
}
