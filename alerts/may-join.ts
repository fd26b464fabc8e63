import type { Incident } from './incident.ts';
import { chainOf, type Routing } from './route-of.ts';
import { isWorse, type Severity } from './severity.ts';

/** What wants to join: what a rule has found, or all of another incident. */
type Joining = Pick<Incident, 'rule' | 'about' | 'severity' | 'shadow'>;

/**
 * Whether what another rule has found may be part of an incident. Nobody must miss what they would have been told of, or
 * be woken for what nobody is to be told of: so what has a chain joins only what has one, and what flaps takes nothing
 * but its own.
 */
export function mayJoin(
  settings: Routing,
  incident: Pick<Incident, 'rule' | 'about' | 'severity' | 'shadow' | 'flapping'>,
  joining: Joining,
): boolean {
  if (incident.shadow !== joining.shadow) return false;
  if (incident.rule === joining.rule) return true;
  if (incident.flapping) return false;
  const isHeard = (rule: Pick<Incident, 'rule' | 'about'>, severity: Severity) =>
    chainOf(settings, { rule: rule.rule, about: rule.about, severity }) !== null;
  const raises = isWorse(joining.severity, incident.severity);
  const together = raises ? joining.severity : incident.severity;
  return isHeard(joining, joining.severity) ? isHeard(incident, together) : !(raises && isHeard(incident, together));
}
