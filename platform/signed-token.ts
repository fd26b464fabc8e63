import { createHmac, timingSafeEqual } from 'node:crypto';
import type { z } from 'zod';
import type { Instant } from './clock.ts';

/**
 * Links to people bear what they are for in themselves: `1.<claims>.<mac>`, each part base64url. The MAC is HMAC-SHA256
 * (RFC 2104), cut to half as its section 5 allows, over version, purpose and claims, so that a token for one purpose is
 * nothing for another. Claims can be read by whoever holds the link: no personal data belongs into them.
 */
const VERSION = '1';
const MAC_BYTES = 16;
// What is longer was not made here; it costs no work.
const LONGEST = 4_096;
const FORM = /^1\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{22})$/;

/** `exp` in the claims, an Instant, is the end of the token. */
export function signToken(key: Buffer, purpose: string, claims: object): string {
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return `${VERSION}.${payload}.${mac(key, purpose, payload).toString('base64url')}`;
}

/**
 * The claims of a token that was made under this key for this purpose; null for any other, and for one that has ended at
 * `now`. One with an end is null, too, to a caller who says no time.
 */
export function readToken<T>(
  key: Buffer,
  purpose: string,
  token: string,
  schema: z.ZodType<T>,
  now?: Instant,
): T | null {
  const [, payload, given] = (token.length <= LONGEST && FORM.exec(token)) || [];
  if (payload === undefined || given === undefined) return null;
  if (!timingSafeEqual(Buffer.from(given, 'base64url'), mac(key, purpose, payload))) return null;
  // Signed by us, so it is JSON of an object.
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { exp?: unknown };
  if (claims.exp !== undefined && !(typeof claims.exp === 'number' && now !== undefined && now < claims.exp)) {
    return null;
  }
  const parsed = schema.safeParse(claims);
  return parsed.success ? parsed.data : null;
}

function mac(key: Buffer, purpose: string, payload: string): Buffer {
  return createHmac('sha256', key).update(`${VERSION}\0${purpose}\0${payload}`).digest().subarray(0, MAC_BYTES);
}
