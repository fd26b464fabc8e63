import { auditEn } from './audit.en.ts';
import { boardEn } from './board.en.ts';
import { configurationEn } from './configuration.en.ts';
import { healthEn } from './health.en.ts';
import { incidentsEn } from './incidents.en.ts';
import { insightsEn } from './insights.en.ts';
import { kitEn } from './kit.en.ts';
import { notificationsEn } from './notifications.en.ts';
import { onCallEn } from './on-call.en.ts';
import { orderEn } from './order.en.ts';
import { ordersEn } from './orders.en.ts';

import { portalEn } from './portal.en.ts';
import { profileEn } from './profile.en.ts';
import { quarantineEn } from './quarantine.en.ts';
import { queueEn } from './queue.en.ts';
import { referenceEn } from './reference.en.ts';
import { rulesEn } from './rules.en.ts';
import { settingsEn } from './settings.en.ts';
import { shellEn } from './shell.en.ts';
import { signInEn } from './sign-in.en.ts';
import { templatesEn } from './templates.en.ts';

// One line a feature, in the order of the alphabet.
export const english = {
  ...auditEn,
  ...queueEn,
  ...boardEn,
  ...insightsEn,
  ...incidentsEn,
  ...kitEn,
  ...onCallEn,
  ...notificationsEn,
  ...quarantineEn,
  ...portalEn,
  ...profileEn,
  ...orderEn,
  ...configurationEn,
  ...healthEn,
  ...templatesEn,
  ...rulesEn,
  ...ordersEn,
  ...referenceEn,
  ...settingsEn,
  ...shellEn,
  ...signInEn,
};
