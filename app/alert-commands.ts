import type { AlertSettings } from '../alerts/settings.ts';
import type { AlertFunctions } from '../api/alert-functions.ts';
import type { NotifierAccess } from '../notifier/settings.ts';
import type { BotApi } from '../notifier/telegram/bot-api.ts';
import type { Configuration } from './configuration/sections.ts';

/** What the commands about incidents and about those who are told do with alerts/ and notifier/. */
export type AlertCommands = {
  functions: AlertFunctions;
  settings(configuration: Configuration): AlertSettings;
  /** By which somebody links their Telegram chat; null for a name that is too long for a link. */
  telegramLinkFor(access: Pick<NotifierAccess, 'signingKey'>, api: BotApi, recipient: string): Promise<string | null>;
};
