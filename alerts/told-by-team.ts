import { everybodyOf } from './foresee.ts';
import { chainOf } from './route-of.ts';
import type { AlertSettings } from './settings.ts';
import { SEVERITIES, type Severity } from './severity.ts';

/** Of which rules, at which severity, somebody of the team may be told. Empty for a team that is not declared. */
export function toldByTeam(settings: AlertSettings, team: string): { rule: string; severity: Severity }[] {
  const members = Object.hasOwn(settings.teams, team) ? settings.teams[team]! : [];
  return settings.rules.flatMap(({ name: rule }) =>
    SEVERITIES.filter(severity => {
      const chain = chainOf(settings, { rule, about: '', severity });
      return chain !== null && everybodyOf(settings, chain).some(person => members.includes(person));
    }).map(severity => ({ rule, severity })),
  );
}
