import type { Instant } from '../platform/clock.ts';
import { listInWords, nameOf, timeInWords } from './event-words.ts';
import type { Incident } from './incident.ts';
import type { AlertSettings, Chain, Target } from './settings.ts';
import type { Severity } from './severity.ts';

type Told = Pick<AlertSettings, 'rules' | 'routes' | 'chains' | 'people'>;

/** Who is told of an incident next and when, or why nobody is, in a sentence for people. */
export function escalationInWords(incident: Incident, settings: Told, silencedUntil: Instant | null): string {
  const { state, until, acknowledgedBy, nextStepAt, step } = incident;
  switch (state) {
    case 'resolved':
      return 'It is over: nobody is told any more.';
    case 'acknowledged':
      return `${nameOf(settings.people, acknowledgedBy ?? 'Somebody')} has taken it on: nobody is told before ${timeInWords(until!)}.`;
    case 'snoozed':
      return `It was put off: nobody is told before ${timeInWords(until!)}.`;
    case 'open':
      break;
    default:
      return state satisfies never;
  }
  if (incident.shadow) return 'Its rule is on trial: nobody is told.';
  const chain = chainOf(settings, incident.rule, incident.severity);
  if (chain === null) return 'No route leads from its rule to anybody: nobody is told.';
  if (nextStepAt === null) {
    return incident.flapping
      ? 'It comes and goes: nobody is told until it has been quiet for a while.'
      : 'Its chain has come to its end: everybody whom it names was told.';
  }
  const next = chain.steps[step];
  // A chain that was made shorter since leaves nobody for a step that it no longer has.
  if (!next) return 'Its chain has come to its end: everybody whom it names was told.';
  const whom = `${targetsInWords(settings, next.tell)} (step ${step + 1} of ${chain.steps.length})`;
  return silencedUntil === null
    ? `Next, at ${timeInWords(nextStepAt)}: ${whom}.`
    : `A silence holds until ${timeInWords(silencedUntil)}; then ${whom}.`;
}

/** Null: nobody is told of it, or its rule is declared no longer. */
export function chainOf(
  { rules, routes, chains }: Pick<AlertSettings, 'rules' | 'routes' | 'chains'>,
  rule: string,
  severity: Severity,
): Chain | null {
  const route = rules.find(({ name }) => name === rule)?.route ?? null;
  const chain = route === null ? null : (routes[route]?.[severity] ?? null);
  return chain === null ? null : (chains[chain] ?? null);
}

/** `Olga, the team workshop and whoever is on call (mes)` */
export function targetsInWords({ people }: Pick<AlertSettings, 'people'>, targets: readonly Target[]): string {
  return listInWords(targets.map(target => targetInWords(people, target)));
}

function targetInWords(people: AlertSettings['people'], target: Target): string {
  switch (target.kind) {
    case 'person':
      return nameOf(people, target.person);
    case 'team':
      return `the team ${target.team}`;
    case 'onCall':
      return `whoever is on call (${target.rotation})`;
    case 'slack':
      return 'the Slack channel';
    default:
      return target satisfies never;
  }
}
