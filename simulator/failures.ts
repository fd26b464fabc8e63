import type { Instant } from '../platform/clock.ts';
import { DAY, HOUR, MINUTE } from './hours.ts';
import type { System } from './process.ts';
import type { Random } from './random.ts';

/**
 * Everything that can go wrong on purpose, how often by default, and of what that is a share. `a month`: times in
 * thirty days, by which the story draws its incidents.
 */
export const FAILURES = {
  'lost-publish': { rate: 0.004, of: 'orders', told: 'a system sends one of its messages to nobody' },
  'failed-upload': {
    rate: 0.005,
    of: 'uploads',
    told: 'the calculation of an upload fails: no order is ever made of it',
  },
  'endless-calculation': { rate: 0.002, of: 'orders', told: 'a calculation stops making progress and never ends' },
  'stopped-consumer': { rate: 2, of: 'a month', told: 'the CRM or the MES takes no messages for hours or days' },
  duplicates: { rate: 0.03, of: 'messages', told: 'the publisher sends a message twice' },
  'out-of-order': { rate: 0.03, of: 'messages', told: 'a message is sent late, after those that follow it' },
  'clock-skew': { rate: 4, of: 'a month', told: 'the clock of a system is minutes or hours ahead or behind' },
  malformed: { rate: 0.004, of: 'orders', told: 'one message of an order can not be read' },
  disagreement: { rate: 0.02, of: 'orders', told: 'CRM and MES say what can not both be true' },
  starvation: {
    rate: 1,
    of: 'a month',
    told: 'the MES takes the newest orders first: those at the bottom of the pile drown',
  },
  flood: { rate: 1, of: 'a month', told: 'a partner uploads hundreds of models in an hour' },
  'silent-system': {
    rate: 0.5,
    of: 'a month',
    told: 'a system works on, but what it has to say comes hours late, all at once',
  },
  'nobody-takes': { rate: 0.5, of: 'a month', told: 'nobody in the workshop takes approved orders for some days' },
} as const;

export type FailureKind = keyof typeof FAILURES;
export type Rates = Readonly<Record<FailureKind, number>>;

export const FAILURE_KINDS = Object.keys(FAILURES) as FailureKind[];
export const NO_FAILURES: Rates = ratesOf(() => 0);
export const ALL_FAILURES: Rates = ratesOf(kind => FAILURES[kind].rate);

function ratesOf(rate: (kind: FailureKind) => number): Rates {
  return Object.fromEntries(FAILURE_KINDS.map(kind => [kind, rate(kind)])) as Rates;
}

export type RatesVerdict = { ok: true; rates: Rates } | { ok: false; problem: string };

/** `all`, `none`, or a list of `kind=rate`; what it does not name does not fail, unless it begins with `all`. */
export function parseRates(text: string): RatesVerdict {
  const [first = '', ...others] = text.split(',').map(part => part.trim());
  const base = first === 'all' ? ALL_FAILURES : NO_FAILURES;
  const rates: Record<FailureKind, number> = { ...base };
  for (const part of first === 'all' || first === 'none' ? others : [first, ...others]) {
    const [name = '', value, ...more] = part.split('=');
    const kind = FAILURE_KINDS.find(known => known === name);
    if (!kind) {
      return { ok: false, problem: `there is no failure "${name}"; known are ${FAILURE_KINDS.join(', ')}.` };
    }
    const { rate, of } = FAILURES[kind];
    const most = of === 'a month' ? MOST_A_MONTH : 1;
    const wanted = value === undefined ? rate : Number(value);
    if (value === '' || more.length > 0 || !(wanted >= 0 && wanted <= most)) {
      return { ok: false, problem: `the rate of ${kind} is "${part.slice(name.length + 1)}"; ${saysRate(of, most)}` };
    }
    rates[kind] = wanted;
  }
  return { ok: true, rates };
}

const MOST_A_MONTH = 30;

function saysRate(of: string, most: number): string {
  return of === 'a month'
    ? `it must be how often a month, from 0 to ${most}.`
    : `it must be the share of all ${of}, from 0 to ${most}.`;
}

/** What keeps orders: a failure, or more of them than anybody can do. */
export type Cause = FailureKind | 'storm';

/** Something that lasts, and strikes many. `until: null`: to the end of the story. */
export type Incident =
  | { kind: 'stopped-consumer'; at: Instant; until: Instant | null; system: 'crm' | 'mes' }
  /** What the clock shows less what it is. */
  | { kind: 'clock-skew'; at: Instant; until: Instant; system: System; offsetMs: number }
  | { kind: 'starvation'; at: Instant; until: Instant }
  | { kind: 'flood'; at: Instant; until: Instant; uploads: number }
  /** It takes what comes for it, does its work, and its words stay in its outbox. */
  | { kind: 'silent-system'; at: Instant; until: Instant; system: System }
  | { kind: 'nobody-takes'; at: Instant; until: Instant }
  | { kind: 'storm'; at: Instant; until: Instant; factor: number }
  /** One order that comes in right then, whose price nobody ever hears. */
  | { kind: Single; at: Instant };

/** One that has begun. The same options give it the same id: `flood 1`, `flood 2`, as they begin. */
export type Begun = Incident & { id: string };

/** What befalls one order, and can be arranged. */
export type Single = 'lost-publish' | 'malformed' | 'endless-calculation' | 'failed-upload';

export const MONTH = 30 * DAY;

/** The incidents of one month. A rate of 2.3 is two, and in three months of ten a third. */
export function drawIncidents(random: Random, rates: Rates, month: Instant, endless: boolean): Incident[] {
  const times = (kind: FailureKind, luck: Random) => Math.floor(rates[kind]) + (luck.chance(rates[kind] % 1) ? 1 : 0);
  const draw = (kind: FailureKind, make: (at: Instant, luck: Random) => Incident, luck = random) =>
    Array.from({ length: times(kind, luck) }, () => make(month + luck.int(0, MONTH - 1), luck));
  /** From a stream of their own: that there are more kinds changes nothing about the others. */
  const drawApart: typeof draw = (kind, make) => draw(kind, make, random.fork(`${kind} of ${month}`));
  return [
    ...draw('stopped-consumer', at => ({
      kind: 'stopped-consumer',
      at,
      until: random.chance(0.1) && !endless ? null : at + random.int(3 * HOUR, 4 * DAY),
      system: random.pick(['crm', 'mes'] as const),
    })),
    ...draw('clock-skew', at => ({
      kind: 'clock-skew',
      at,
      until: at + random.int(3 * HOUR, 5 * DAY),
      system: random.pick(['shop', 'crm', 'mes'] as const),
      offsetMs: random.pick([-1, 1]) * random.skewed(MINUTE, 20 * MINUTE, 3 * HOUR),
    })),
    ...draw('starvation', at => ({ kind: 'starvation', at, until: at + random.int(6 * DAY, 10 * DAY) })),
    ...draw('flood', at => ({ kind: 'flood', at, until: at + HOUR, uploads: random.int(250, 350) })),
    ...drawApart('silent-system', (at, luck) => ({
      kind: 'silent-system',
      at,
      until: at + luck.int(4 * HOUR, 36 * HOUR),
      system: luck.pick(['mes', 'mes', 'crm', 'shop'] as const),
    })),
    ...drawApart('nobody-takes', (at, luck) => ({ kind: 'nobody-takes', at, until: at + luck.int(2 * DAY, 5 * DAY) })),
  ];
}

/** In words, for a person who looks on. */
export function describeIncident(incident: Incident): string {
  switch (incident.kind) {
    case 'stopped-consumer':
      return `the ${incident.system} stops taking messages; those for it pile up in ${incident.system}.inbox`;
    case 'clock-skew': {
      const minutes = Math.round(Math.abs(incident.offsetMs) / MINUTE);
      return `the clock of the ${incident.system} is ${minutes} min ${incident.offsetMs > 0 ? 'ahead' : 'behind'}`;
    }
    case 'starvation':
      return 'the workshop takes the newest orders first; those at the bottom of the pile stay there';
    case 'flood':
      return `a partner uploads ${incident.uploads} models within an hour`;
    case 'silent-system':
      return `the ${incident.system} works on, but nothing that it says leaves its outbox`;
    case 'nobody-takes':
      return 'nobody in the workshop takes approved orders';
    case 'storm':
      return `a storm of orders: ${incident.factor} times as many as usual`;
    case 'lost-publish':
    case 'malformed':
    case 'endless-calculation':
    case 'failed-upload':
      return 'an order comes in whose price nobody will ever hear';
    default:
      return incident satisfies never;
  }
}
