import type { ChannelName } from '../notifier/message.ts';
import type { Instant } from '../platform/clock.ts';
import type { Calendar, CalendarDefinition } from '../tracker/calendar.ts';
import type { LocalizedText } from '../tracker/lifecycle.ts';
import type { Limit } from '../tracker/service-level.ts';
import type { Condition } from './condition.ts';
import type { ConsumerOf } from './queue-owners.ts';
import type { RuleDeclaration } from './rules-schema.ts';
import type { Schedule } from './schedule.ts';
import type { Severity } from './severity.ts';
import type { StormSettings } from './storm.ts';

/** What the configuration says of rules and of those who are told, compiled. Durations in milliseconds. */
export type AlertSettings = {
  rules: readonly Rule[];
  incidents: IncidentSettings;
  routes: Readonly<Record<string, Route>>;
  chains: Readonly<Record<string, Chain>>;
  people: Readonly<Record<string, Person>>;
  /** Names of people. */
  teams: Readonly<Record<string, readonly string[]>>;
  rotations: Readonly<Record<string, Rotation>>;
  digests: readonly Digest[];
  /** Of the hours of a week, by which what is usual is judged. */
  zone: string;
  /** Whose messages a queue is for; null: nobody knows. */
  consumerOf: ConsumerOf;
  /** As declared: whoever changes a rule on trial compiles it again. */
  calendars: Readonly<Record<string, CalendarDefinition>>;
};

export type Rule = {
  name: string;
  /** Changes with what was declared: an incident says by which version of its rule it opened. */
  hash: string;
  title: LocalizedText;
  schedule: Schedule;
  condition: Condition;
  /** What its condition was declared to look for, in a few words for whoever lists rules. */
  looksFor: string;
  /** What it was compiled from. */
  declared: RuleDeclaration;
  /** The worst that it may find: for whoever lists rules. */
  severity: Severity;
  /** Name of a route; null: nobody is told. */
  route: string | null;
  /** On trial: incidents, but nobody and nothing outside is told. */
  shadow: boolean;
};

export type IncidentSettings = {
  /** What the same rule finds of the same owner within this time of the last one joins its incident. */
  groupWithinMs: number;
  /** What comes back within this time reopens its incident. */
  reopenWithinMs: number;
  /** Reopened so often within `reopenWithinMs` of each other, an incident flaps. */
  flapsAfter: number;
  /** When so much is found at once that it is one matter; null: never. */
  storm: StormSettings | null;
  /** The end of an acknowledgement that names none: usually one working day later. */
  acknowledgeFor: Limit;
  /** When people are at work; null: always. */
  calendar: Calendar | null;
};

/** By severity the chain that is gone through; null: nobody is told. */
export type Route = Readonly<Record<Severity, string | null>>;

export type Chain = {
  steps: readonly Step[];
  /** From which step (0: the first), how many times at most, and how long after the last one. Null: never. */
  repeat: { from: number; times: number; after: Limit } | null;
  /** Outside of its hours nobody is told: steps wait until it opens. Null: at any time. */
  calendar: Calendar | null;
};

export type Step = {
  /** After the step before it; of the first one, after the incident opened. Null: at once. */
  after: Limit | null;
  tell: readonly Target[];
  /** Instead of what each of them is told by usually. */
  channels: readonly ChannelName[] | null;
};

export type Target =
  | { kind: 'person'; person: string }
  | { kind: 'team'; team: string }
  /** Whoever is on call. */
  | { kind: 'onCall'; rotation: string }
  /** The wide channel. */
  | { kind: 'slack' };

export type Person = {
  /** As others read it. */
  name: string;
  email: string | null;
  /** E.164. */
  phone: string | null;
  locale: string;
  zone: string;
  /** By severity, those that may be used, in the order of preference. */
  channels: Readonly<Record<Severity, readonly ChannelName[]>>;
};

export type Rotation = {
  zone: string;
  /** In their order. */
  people: readonly string[];
  /** Who has the shift that contains `at`, counted from the first one: `index` and its stretch. */
  shiftAt(at: Instant): { index: number; from: Instant; to: Instant };
};

export type Digest = {
  name: string;
  kind: 'daily' | 'weekly';
  schedule: Schedule;
  /** Names of people, teams resolved. */
  people: readonly string[];
};
