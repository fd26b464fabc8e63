import { kitEn } from './kit.en.ts';
import { notificationsEn } from './notifications.en.ts';
import { quarantineEn } from './quarantine.en.ts';
import { settingsEn } from './settings.en.ts';
import { shellEn } from './shell.en.ts';
import { signInEn } from './sign-in.en.ts';

// One line a feature, in the order of the alphabet.
export const english = {
  ...kitEn,
  ...notificationsEn,
  ...quarantineEn,
  ...settingsEn,
  ...shellEn,
  ...signInEn,
};
