import type { Incident } from './incident.ts';
import type { AlertSettings, Chain } from './settings.ts';

/** What the configuration says of who is told of what. */
export type Routing = Pick<AlertSettings, 'rules' | 'routes' | 'chains'>;

/** Of an incident that Orderwatch opens about a rule that failed; it is about `rule:<name>`. */
const RULE_FAILED = 'rule-failed';
const ALERTMANAGER = 'alertmanager:';

/**
 * The chain that an incident goes through; null where nobody is told. What no rule of the configuration found, an alert
 * from outside or a rule that failed, goes where the first rule with a route sends its own.
 */
export function chainOf(settings: Routing, incident: Pick<Incident, 'rule' | 'about' | 'severity'>): Chain | null {
  const route = routeOf(settings, incident);
  const chain =
    route !== null && Object.hasOwn(settings.routes, route) ? settings.routes[route]![incident.severity] : null;
  return chain !== null && Object.hasOwn(settings.chains, chain) ? settings.chains[chain]! : null;
}

function routeOf({ rules, routes }: Routing, { rule, about }: Pick<Incident, 'rule' | 'about'>): string | null {
  const declared = rules.find(({ name }) => name === rule);
  if (declared) return declared.route;
  if (rule !== RULE_FAILED && !rule.startsWith(ALERTMANAGER)) return null;
  const failing = rules.find(({ name }) => rule === RULE_FAILED && about === `rule:${name}`);
  return failing?.route ?? rules.find(({ route }) => route !== null)?.route ?? Object.keys(routes)[0] ?? null;
}
