import type { CalendarDefinition } from '../tracker/calendar.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import { bundledRules } from './bundled-rules.ts';
import { compilePeople, type ToldDeclaration } from './people-section.ts';
import { queueOwners } from './queue-owners.ts';
import type { QueuesDeclaration } from './queues-section.ts';
import type { IncidentsDeclaration, RulesDeclaration } from './rules-schema.ts';
import { compileIncidents, compileRules, zoneOfRules } from './rules-section.ts';
import type { AlertSettings } from './settings.ts';
import { WATCHED } from './watched.ts';

export type AlertsDeclaration = ToldDeclaration & {
  calendars?: Readonly<Record<string, CalendarDefinition>>;
  rules?: RulesDeclaration;
  incidents?: IncidentsDeclaration;
  queues?: QueuesDeclaration;
};

/** What stands elsewhere in the document: language and zone of whoever has none. */
export type AroundAlerts = { lifecycles: Lifecycles; locale: string; zone: string };

/** Of a document without mistakes. The bundled rules tell by the first route that is declared. */
export function compileAlerts(declared: AlertsDeclaration, { lifecycles, locale, zone }: AroundAlerts): AlertSettings {
  const calendars = declared.calendars ?? {};
  const around = { lifecycles, calendars, watched: WATCHED };
  const [route = null] = Object.keys(declared.routes ?? {});
  return {
    rules: compileRules(declared.rules ?? bundledRules(route), declared.incidents, around),
    incidents: compileIncidents(declared.incidents, around),
    zone: zoneOfRules(declared.incidents, around),
    consumerOf: queueOwners(declared.queues, systemsOf(lifecycles)),
    ...compilePeople(declared, { calendars, locale, zone }),
  };
}

/** Who may move an order. */
function systemsOf({ systems, all }: Lifecycles): string[] {
  const owners = all.flatMap(({ names, owner }) => names.map(name => owner(name)!));
  return [...new Set([...systems, ...owners])];
}
