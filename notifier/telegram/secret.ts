import { createHmac, timingSafeEqual } from 'node:crypto';
import type { NotifierAccess } from '../settings.ts';

type Access = Pick<NotifierAccess, 'signingKey'>;

/** What Telegram sends along with each update that it posts, and nobody else knows. */
export function telegramSecret({ signingKey }: Access): string {
  return createHmac('sha256', signingKey).update('telegram-webhook:1').digest('base64url');
}

export function isTelegramSecret(access: Access, given: string): boolean {
  const expected = Buffer.from(telegramSecret(access));
  const said = Buffer.from(given);
  return said.length === expected.length && timingSafeEqual(said, expected);
}
