import type { Instant } from '../platform/clock.ts';
import type { AlertSettings, Rule, Target } from './settings.ts';
import { SEVERITIES, type Severity } from './severity.ts';

export type ToldOf = {
  severity: Severity;
  chain: string;
  steps: {
    /** After the step before it, or after the incident opened. */ afterMs: number;
    who: { kind: Target['kind']; name: string }[];
  }[];
};

/** Who is told of what a rule finds, by how bad it is, step after step until somebody acts; empty: nobody. */
export function toldOf(
  { route, shadow, severity, declared }: Pick<Rule, 'route' | 'shadow' | 'severity' | 'declared'>,
  { routes, chains, people }: Pick<AlertSettings, 'routes' | 'chains' | 'people'>,
  now: Instant,
): ToldOf[] {
  const its = route !== null && !shadow && Object.hasOwn(routes, route) ? routes[route]! : null;
  if (!its) return [];
  const may = new Set<Severity>([declared.severity, severity]);
  return SEVERITIES.filter(one => may.has(one)).flatMap(one => {
    const name = its[one];
    const chain = name !== null && Object.hasOwn(chains, name) ? chains[name]! : null;
    if (name === null || !chain) return [];
    const steps = chain.steps.map(({ after, tell }) => ({
      afterMs: after === null ? 0 : after(now, []) - now,
      who: tell.map(target => ({ kind: target.kind, name: nameOf(target, people) })),
    }));
    return [{ severity: one, chain: name, steps }];
  });
}

function nameOf(target: Target, people: AlertSettings['people']): string {
  switch (target.kind) {
    case 'person':
      return people[target.person]?.name ?? target.person;
    case 'team':
      return target.team;
    case 'onCall':
      return target.rotation;
    case 'slack':
      return 'Slack';
    default:
      return target satisfies never;
  }
}
