import type { Key } from '../../client/api.gen.ts';

export const KEYS_KEY = ['keys'] as const;

/** So long before its end somebody should make the next key. */
const NOTICE_MS = 14 * 86_400_000;

export type KeyStanding = 'valid' | 'ending' | 'ended' | 'revoked';

export function standingOf({ revokedAt, expiresAt }: Pick<Key, 'revokedAt' | 'expiresAt'>, now: number): KeyStanding {
  if (revokedAt !== null) return 'revoked';
  if (expiresAt === null) return 'valid';
  const leftMs = Date.parse(expiresAt) - now;
  if (leftMs <= 0) return 'ended';
  return leftMs < NOTICE_MS ? 'ending' : 'valid';
}
