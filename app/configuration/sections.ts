import { z } from 'zod';
import type { DeclaredLifecycle } from '../../alerts/condition-mistakes.ts';
import { toldMistakes } from '../../alerts/people-mistakes.ts';
import { toldSections } from '../../alerts/people-section.ts';
import { queuesMistakes, queuesSection } from '../../alerts/queues-section.ts';
import { incidentsMistakes, ruleMistakes } from '../../alerts/rules-mistakes.ts';
import { incidentsSection, rulesSection } from '../../alerts/rules-schema.ts';
import { compileAlerts } from '../../alerts/section.ts';
import type { AlertSettings } from '../../alerts/settings.ts';
import { type AccessSettings, accessSection, compileAccess } from '../../api/access/access-section.ts';
import type { Source } from '../../collector/mapping/source.ts';
import { compileSources, sourceMistakes, sourcesSection } from '../../collector/mapping/source-section.ts';
import type { Endpoint } from '../../collector/watch/endpoint.ts';
import { compileEndpoints, endpointsMistakes, endpointsSection } from '../../collector/watch/endpoint-section.ts';
import { compileNotifications, localeAndZone } from '../../notifier/section.ts';
import { type NamedNotice, notifierMistakes } from '../../notifier/section-mistakes.ts';
import { notificationsSection } from '../../notifier/section-schema.ts';
import type { NotifierSettings } from '../../notifier/settings.ts';
import type { Mistake, Readable, Refused } from '../../platform/mistake.ts';
import { compileDecisions, decisionsMistakes, decisionsSection } from '../../tracker/decisions/decisions-section.ts';
import type { DecisionSettings } from '../../tracker/decisions/settings.ts';
import { declaredLifecycles } from '../../tracker/declared.ts';
import type { Lifecycles } from '../../tracker/lifecycle.ts';
import { lifecycleMistakes } from '../../tracker/lifecycle-mistakes.ts';
import { lifecycleDefinitions, lifecycleSections } from '../../tracker/lifecycle-section.ts';

/**
 * The whole document. A room joins with three things, one in each of the three declarations below: the schema of its
 * section, what else may be wrong with it, and what it is compiled to.
 */
export const documentSchema = z
  .strictObject({
    ...lifecycleSections.shape,
    sources: sourcesSection,
    notifications: notificationsSection,
    rules: rulesSection,
    incidents: incidentsSection,
    queues: queuesSection,
    endpoints: endpointsSection,
    decisions: decisionsSection,
    ...toldSections.shape,
    access: accessSection,
  })
  .meta({
    title: 'Orderwatch configuration',
    description:
      'What Orderwatch is to know of a company: its systems, the ways of its orders, the messages that are there already, ' +
      'who is told of what, and what is watched.',
  });

/** What the rest of Orderwatch takes from it. */
export type Configuration = {
  lifecycles: Lifecycles;
  sources: readonly Source[];
  notifications: NotifierSettings;
  alerts: AlertSettings;
  /** Addresses that have to answer. */
  endpoints: readonly Endpoint[];
  /** What people decide about orders. */
  decisions: DecisionSettings;
  access: AccessSettings;
};

export type Declared = z.infer<typeof documentSchema>;

/**
 * What is wrong although each value has the right form. Paths are from the root of the document, files that it names
 * from its `folder`; null: those are not looked at.
 */
export function crossMistakes(declared: Readable<Declared>, refused: Refused, folder: string | null): Mistake[] {
  const statuses = Object.values(declared.lifecycles ?? {}).flatMap(one => Object.keys(one?.statuses ?? {}));
  // While one of them can't be read, nobody knows whether it is the one that is meant.
  const systems = declared.systems?.every(system => system !== undefined) ? declared.systems : null;
  const ofSources = sourceMistakes(declared.sources, {
    statuses: refused(['lifecycles']) ? null : [...new Set(statuses)],
    systems,
    refused: path => refused(['sources', ...path]),
  });
  return [
    ...lifecycleMistakes(declared, refused),
    ...ofSources.map(({ path, sentence }) => ({ path: ['sources', ...path], sentence })),
    ...notifierMistakes(declared.notifications, {
      named: namedNotices(declared),
      refused: path => refused(['notifications', ...path]),
      folder,
    }),
    ...ruleMistakes(declared.rules, { ...aroundRules(declared, refused), refused }),
    ...incidentsMistakes(declared.incidents, aroundRules(declared, refused)),
    ...queuesMistakes(declared.queues, aroundRules(declared, refused).systems),
    ...endpointsMistakes(declared.endpoints, aroundRules(declared, refused).systems),
    ...decisionsMistakes(declared.decisions, refused(['lifecycles']) ? null : [...new Set(statuses)]),
    ...toldMistakes(declared, {
      calendars:
        declared.calendars === undefined && refused(['calendars']) ? null : Object.keys(declared.calendars ?? {}),
      refused,
    }),
  ];
}

function aroundRules(declared: Readable<Declared>, refused: Refused) {
  const { systems = [], sources = [], calendars = {}, lifecycles = {} } = declared;
  const senders = [...systems, ...sources.map(source => source?.name)];
  const known = Object.entries(lifecycles).filter(([, one]) => one !== undefined);
  return {
    lifecycles: refused(['lifecycles']) ? null : (Object.fromEntries(known) as Record<string, DeclaredLifecycle>),
    calendars: refused(['calendars']) ? null : Object.keys(calendars),
    systems: senders.includes(undefined) || refused(['systems']) ? null : [...new Set(senders as string[])],
    routes: refused(['routes']) ? null : Object.keys(declared.routes ?? {}),
    endpoints: refused(['endpoints']) ? null : Object.keys(declared.endpoints ?? {}),
  };
}

function namedNotices({ lifecycles = {} }: Readable<Declared>): NamedNotice[] {
  return Object.entries(lifecycles).flatMap(([lifecycle, one]) =>
    Object.entries(one?.statuses ?? {}).flatMap(([status, definition]) =>
      definition?.notice === undefined
        ? []
        : [{ path: ['lifecycles', lifecycle, 'statuses', status, 'notice'], notice: definition.notice }],
    ),
  );
}

/** Of a document without mistakes that stands in `folder`. */
export function compile(declared: Declared, folder: string): Configuration {
  const notifications = compileNotifications(declared.notifications, folder);
  const judging = compileJudging(declared);
  const endpoints = compileEndpoints(declared.endpoints, judging.lifecycles.systems);
  const decisions = compileDecisions(declared.decisions);
  return {
    ...judging,
    decisions,
    sources: compileSources(declared.sources),
    notifications,
    endpoints,
    access: compileAccess(declared.access),
  };
}

/** What orders are judged by: nothing of that stands in another file. */
export function compileJudging(declared: Declared): Pick<Configuration, 'lifecycles' | 'alerts'> {
  const lifecycles = declaredLifecycles(declared.systems, lifecycleDefinitions(declared));
  const { locale, zone } = localeAndZone(declared.notifications);
  return { lifecycles, alerts: compileAlerts(declared, { lifecycles, locale, zone }) };
}
