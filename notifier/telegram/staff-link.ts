import { z } from 'zod';
import type { Recipient } from '../message.ts';
import type { NotifierAccess } from '../settings.ts';
import type { BotApi } from './bot-api.ts';
import { telegramStartLink } from './start-token.ts';

/**
 * By which somebody of the company links their chat, for whoever has no running bot at hand. Throws BotApiFault when
 * Telegram does not answer; null for a name that is too long for a link.
 */
export async function telegramLinkFor(
  access: Pick<NotifierAccess, 'signingKey'>,
  api: BotApi,
  recipient: Recipient,
): Promise<string | null> {
  const { username } = await api.call('getMe', {}, z.object({ username: z.string() }));
  return telegramStartLink(access, username, recipient);
}
