import { createHash } from 'node:crypto';
import { calendar } from '../tracker/calendar.ts';
import { nominalMs, parseDuration } from '../tracker/iso-duration.ts';
import type { OrderScope } from '../tracker/order-scope.ts';
import { businessLimit, calendarLimit } from '../tracker/service-level.ts';
import { compileCondition } from './condition-kinds.ts';
import { looksFor } from './looks-for.ts';
import type { RuleContext } from './rule-context.ts';
import type { IncidentsDeclaration, RuleDeclaration, RulesDeclaration } from './rules-schema.ts';
import type { IncidentSettings, Rule } from './settings.ts';
import { isWorse } from './severity.ts';

export type AroundRules = Pick<RuleContext, 'lifecycles' | 'calendars' | 'watched'>;

const EVERY_MINUTE = '* * * * *';

/** Of a section without mistakes. */
export function compileRules(
  declared: NonNullable<RulesDeclaration>,
  incidents: IncidentsDeclaration | undefined,
  around: AroundRules,
): Rule[] {
  const zoneOfAll = zoneOfRules(incidents, around);
  return Object.entries(declared).map(([name, rule]) => compileRule(name, rule, rule.zone ?? zoneOfAll, around));
}

/** `zone`: of its schedule. */
export function compileRule(name: string, rule: RuleDeclaration, zone: string, around: AroundRules): Rule {
  const { severity, raise, schedule = EVERY_MINUTE, route = null } = rule;
  return {
    name,
    hash: hashOf(rule, zone),
    title: inBothLanguages(rule.title),
    schedule: { cron: schedule, zone },
    condition: compileCondition(rule.condition, contextOf(name, rule, zone, around)),
    severity: raise && isWorse(raise.severity, severity) ? raise.severity : severity,
    looksFor: looksFor(rule.condition),
    declared: rule,
    route,
    shadow: rule.mode === 'shadow',
  };
}

/** What a condition of the rule is compiled with. */
export function contextOf(name: string, rule: RuleDeclaration, zone: string, around: AroundRules): RuleContext {
  const { severity, raise, where = {} } = rule;
  return { ...around, rule: name, severity, raise, scope: scopeOf(where), zone };
}

export function compileIncidents(
  declared: IncidentsDeclaration | undefined = {},
  around: AroundRules,
): IncidentSettings {
  const { groupWithin = 'PT10M', reopenWithin = 'PT1H', flapsAfter = 3, acknowledgeFor = 'P1D' } = declared;
  const lifecycle = defaultLifecycle(around);
  const hours = declared.calendar === undefined ? lifecycle.calendar : around.calendars[declared.calendar]!;
  return {
    groupWithinMs: ms(groupWithin),
    reopenWithinMs: ms(reopenWithin),
    flapsAfter,
    storm: compileStorm(declared.storm),
    acknowledgeFor: hours
      ? businessLimit(acknowledgeFor, calendar(hours))
      : calendarLimit(acknowledgeFor, declared.zone ?? lifecycle.zone),
    calendar: hours ? calendar(hours) : null,
  };
}

/** Of schedules and of the hours of a week, where a rule names none of its own. */
export function zoneOfRules(incidents: IncidentsDeclaration | undefined, around: AroundRules): string {
  return incidents?.zone ?? defaultLifecycle(around).zone;
}

function compileStorm(declared: NonNullable<IncidentsDeclaration>['storm'] = {}): IncidentSettings['storm'] {
  if (declared === 'off') return null;
  const { incidents = 5, within = 'PT30M', share = 0.2, atLeast = 20 } = declared;
  return { incidents, withinMs: ms(within), share, atLeast };
}

/** That of every order that no other one is for. */
function defaultLifecycle({ lifecycles }: AroundRules) {
  return lifecycles.all.find(({ match }) => match === null)!;
}

function scopeOf({ partner, lifecycle, source, value }: NonNullable<RuleDeclaration['where']>): OrderScope {
  return {
    ...(partner && { partners: partner }),
    ...(lifecycle && { lifecycles: lifecycle }),
    ...(source && { sources: source }),
    ...(value && { value }),
  };
}

function inBothLanguages({ en, ru }: { en?: string; ru?: string }) {
  const said = (en ?? ru)!;
  return { en: en ?? said, ru: ru ?? said };
}

function hashOf(rule: RuleDeclaration, zone: string): string {
  return createHash('sha256')
    .update(JSON.stringify([rule, zone]))
    .digest('hex')
    .slice(0, 16);
}

function ms(duration: string): number {
  return nominalMs(parseDuration(duration));
}
