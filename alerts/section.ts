import type { CalendarDefinition } from '../tracker/calendar.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import { bundledRules } from './bundled-rules.ts';
import type { IncidentsDeclaration, RulesDeclaration } from './rules-schema.ts';
import { compileIncidents, compileRules } from './rules-section.ts';
import type { AlertSettings } from './settings.ts';
import type { Watched } from './watched.ts';

export type AlertsDeclaration = {
  calendars?: Readonly<Record<string, CalendarDefinition>>;
  rules?: RulesDeclaration;
  incidents?: IncidentsDeclaration;
};

/** Nobody looks at RabbitMQ and Postgres: what is asked about them can't be answered. */
export const UNWATCHED: Watched = {
  readQueues: async () => [],
  readBroker: async () => null,
  readDatabase: async () => null,
};

/** Of a document without mistakes. */
export function compileAlerts(declared: AlertsDeclaration, lifecycles: Lifecycles, watched = UNWATCHED): AlertSettings {
  const around = { lifecycles, calendars: declared.calendars ?? {}, watched };
  return {
    rules: compileRules(declared.rules ?? bundledRules(null), declared.incidents, around),
    incidents: compileIncidents(declared.incidents, around),
    routes: {},
    chains: {},
    people: {},
    teams: {},
    rotations: {},
    digests: [],
  };
}
