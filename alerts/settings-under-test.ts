import { HOUR, MINUTE } from '../test/support/factory.ts';
import type { Condition, Seen } from './condition.ts';
import type { Found } from './finding.ts';
import { queueOwners } from './queue-owners.ts';
import type { AlertSettings, Person, Rule } from './settings.ts';

/** A rule that finds what the test says: `seen` may be changed between two looks. */
export function ruleThatSees(seen: { now: readonly Found[] | Seen }, overrides: Partial<Rule> = {}): Rule {
  const look = async (): Promise<Seen> =>
    Array.isArray(seen.now) ? { kind: 'seen', found: seen.now, lookedAt: seen.now.length } : (seen.now as Seen);
  const condition: Condition = { kind: 'test', look };
  return {
    name: 'price-missing',
    hash: 'h1',
    title: { en: 'Orders wait for their price', ru: 'Заказы ждут цены' },
    schedule: { cron: '* * * * *', zone: 'Europe/Moscow' },
    looksFor: 'what the test says',
    declared: { title: { en: 'Orders wait for their price' }, condition: { kind: 'noOrders' }, severity: 'critical' },
    severity: 'critical',
    route: 'workshop',
    shadow: false,
    ...overrides,
    condition: overrides.condition ?? condition,
  };
}

export function alertSettings(overrides: Partial<AlertSettings> = {}): AlertSettings {
  return {
    rules: [],
    incidents: {
      groupWithinMs: 10 * MINUTE,
      reopenWithinMs: HOUR,
      flapsAfter: 3,
      storm: { incidents: 5, withinMs: 30 * MINUTE, share: 0.2, atLeast: 20 },
      acknowledgeFor: since => since + 24 * HOUR,
      calendar: null,
    },
    routes: {},
    chains: {},
    people: {},
    teams: {},
    rotations: {},
    digests: [],
    zone: 'Europe/Moscow',
    consumerOf: queueOwners({}, ['shop', 'crm', 'mes']),
    calendars: {},
    ...overrides,
  };
}

export function aPerson(name: string, overrides: Partial<Person> = {}): Person {
  return {
    name,
    email: `${name.toLowerCase()}@shop.example`,
    phone: null,
    locale: 'en',
    zone: 'Europe/Moscow',
    channels: { critical: ['sms', 'telegram', 'email'], warning: ['telegram', 'email'], info: ['email'] },
    ...overrides,
  };
}

/** Two who are told, each in a language of their own. */
export const PEOPLE: Readonly<Record<string, Person>> = {
  olga: aPerson('Olga', { phone: '+79161234567' }),
  boris: aPerson('Борис', { phone: '+79167654321', locale: 'ru' }),
};
