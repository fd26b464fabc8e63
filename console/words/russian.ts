import { auditRu } from './audit.ru.ts';
import { boardRu } from './board.ru.ts';
import type { InOtherWords } from './catalogue.ts';
import { configurationRu } from './configuration.ru.ts';
import type { english } from './english.ts';
import { healthRu } from './health.ru.ts';
import { incidentsRu } from './incidents.ru.ts';
import { insightsRu } from './insights.ru.ts';
import { kitRu } from './kit.ru.ts';
import { notificationsRu } from './notifications.ru.ts';
import { onCallRu } from './on-call.ru.ts';
import { orderRu } from './order.ru.ts';
import { ordersRu } from './orders.ru.ts';

import { portalRu } from './portal.ru.ts';
import { profileRu } from './profile.ru.ts';
import { quarantineRu } from './quarantine.ru.ts';
import { queueRu } from './queue.ru.ts';
import { referenceRu } from './reference.ru.ts';
import { rulesRu } from './rules.ru.ts';
import { settingsRu } from './settings.ru.ts';
import { shellRu } from './shell.ru.ts';
import { signInRu } from './sign-in.ru.ts';
import { templatesRu } from './templates.ru.ts';

export const russian: InOtherWords<typeof english> = {
  ...auditRu,
  ...queueRu,
  ...boardRu,
  ...insightsRu,
  ...incidentsRu,
  ...kitRu,
  ...onCallRu,
  ...notificationsRu,
  ...quarantineRu,
  ...portalRu,
  ...profileRu,
  ...orderRu,
  ...configurationRu,
  ...healthRu,
  ...templatesRu,
  ...rulesRu,
  ...ordersRu,
  ...referenceRu,
  ...settingsRu,
  ...shellRu,
  ...signInRu,
};
