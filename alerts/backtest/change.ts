import type { Mistake } from '../../platform/mistake.ts';
import { declaredLifecycles } from '../../tracker/declared.ts';
import { isDuration } from '../../tracker/iso-duration.ts';
import type { Lifecycle, LifecycleDefinition, Lifecycles, StatusDefinition } from '../../tracker/lifecycle.ts';
import { businessTimeMistake, type ServiceLevel, targetIsLonger } from '../../tracker/service-level.ts';
import { condition } from '../condition-kinds.ts';
import { ruleMistakes } from '../rules-mistakes.ts';
import type { RuleDeclaration } from '../rules-schema.ts';
import { compileRule } from '../rules-section.ts';
import { WATCHED } from '../watched.ts';
import type { Variant } from './backtest.ts';

/** What is to be otherwise; what is not named stays as it is declared. */
export type Change = {
  /** Keys of the condition; null: left out. */
  condition?: Readonly<Record<string, unknown>> | undefined;
  /** The limits of a status; of every lifecycle that has it when none is named. */
  serviceLevel?:
    | ({ status: string; lifecycle?: string | undefined } & {
        [Key in keyof ServiceLevel]?: ServiceLevel[Key] | undefined;
      })
    | undefined;
  /** The second limit; null: there is none. */
  raise?: RuleDeclaration['raise'] | null | undefined;
};

/** Paths are from the change. */
export type Changed = { kind: 'changed'; variant: Variant } | { kind: 'mistaken'; mistakes: readonly Mistake[] };

export function changed({ rule, settings, lifecycles }: Variant, change: Change): Changed {
  const levels = change.serviceLevel
    ? withServiceLevel(lifecycles, change.serviceLevel)
    : { kind: 'changed' as const, lifecycles };
  if (levels.kind === 'mistaken') return levels;
  const declared = withCondition(rule.declared, change);
  if ('mistakes' in declared) return { kind: 'mistaken', mistakes: declared.mistakes };
  const mistakes = mistakesIn(rule.name, declared.rule, { rule, settings, lifecycles: levels.lifecycles });
  if (mistakes.length > 0) return { kind: 'mistaken', mistakes };
  const around = { lifecycles: levels.lifecycles, calendars: settings.calendars, watched: WATCHED };
  const compile = (name: string, its: RuleDeclaration, zone: string) => compileRule(name, its, zone, around);
  const rules = settings.rules.map(other =>
    other.name === rule.name
      ? compile(rule.name, declared.rule, rule.schedule.zone)
      : compile(other.name, other.declared, other.schedule.zone),
  );
  const own = rules.find(({ name }) => name === rule.name)!;
  return { kind: 'changed', variant: { rule: own, settings: { ...settings, rules }, lifecycles: levels.lifecycles } };
}

function withCondition(
  declared: RuleDeclaration,
  { condition: keys = {}, raise }: Change,
): { rule: RuleDeclaration } | { mistakes: readonly Mistake[] } {
  const wanted = Object.entries({ ...declared.condition, ...keys }).filter(([, value]) => value !== null);
  const parsed = condition.safeParse(Object.fromEntries(wanted));
  if (!parsed.success) {
    const mistakes = parsed.error.issues.map(({ path, message }) => ({
      path: ['condition', ...path.map(step => (typeof step === 'number' ? step : String(step)))],
      sentence: (message.startsWith('must') ? `It ${message}` : message).replace(/\.?$/, '.'),
    }));
    return { mistakes };
  }
  const { raise: before, ...rest } = declared;
  const second = raise === undefined ? before : raise;
  return { rule: { ...rest, condition: parsed.data, ...(second ? { raise: second } : {}) } };
}

function mistakesIn(name: string, declared: RuleDeclaration, { settings, lifecycles }: Variant): Mistake[] {
  const around = {
    lifecycles: Object.fromEntries(lifecycles.all.map(one => [one.name, asDeclared(one)])),
    calendars: Object.keys(settings.calendars),
    systems: null,
    routes: null,
    endpoints: null,
    refused: () => false,
  };
  return ruleMistakes({ [name]: declared }, around).map(({ path, sentence }) => ({ path: path.slice(2), sentence }));
}

function asDeclared(lifecycle: Lifecycle) {
  const { name, calendar, match, ...definition } = definitionOf(lifecycle);
  return { ...definition, ...(calendar ? { calendar: name } : {}), ...(match ? { match } : {}) };
}

function withServiceLevel(
  lifecycles: Lifecycles,
  { status, lifecycle, ...level }: NonNullable<Change['serviceLevel']>,
): { kind: 'changed'; lifecycles: Lifecycles } | { kind: 'mistaken'; mistakes: Mistake[] } {
  const wrong = (key: string, sentence: string) => ({
    kind: 'mistaken' as const,
    mistakes: [{ path: ['serviceLevel', key], sentence }],
  });
  for (const key of ['target', 'breach'] as const) {
    const length = level[key];
    if (length !== undefined && !isDuration(length)) return wrong(key, 'It must be an ISO 8601 duration such as PT3H.');
  }
  const its = lifecycles.all.filter(one => one.knows(status) && (lifecycle ?? one.name) === one.name);
  if (its.length === 0) return wrong('status', `No such lifecycle has the status ${status}.`);
  const definitions: LifecycleDefinition[] = [];
  for (const one of lifecycles.all) {
    const definition = definitionOf(one);
    if (!its.includes(one)) definitions.push(definition);
    else {
      const before = definition.statuses[status]!;
      const target = level.target ?? before.serviceLevel?.target;
      const breach = level.breach ?? before.serviceLevel?.breach;
      const time = level.time ?? before.serviceLevel?.time;
      if (target === undefined || breach === undefined) {
        return wrong('status', `${status} of ${one.name} has no limits yet; give both target and breach.`);
      }
      if (time === 'business' && !one.calendar) return wrong('time', `${one.name} has no calendar to count by.`);
      const mistake = time === 'business' ? (businessTimeMistake(target) ?? businessTimeMistake(breach)) : null;
      if (mistake !== null) return wrong('time', mistake);
      const serviceLevel: ServiceLevel = { target, breach, ...(time ? { time } : {}) };
      if (targetIsLonger(serviceLevel, null)) {
        return wrong('target', `The target ${target} is longer than the breach ${breach}.`);
      }
      const statuses = { ...definition.statuses, [status]: { ...before, serviceLevel } };
      definitions.push({ ...definition, statuses });
    }
  }
  return { kind: 'changed', lifecycles: declaredLifecycles(lifecycles.systems, definitions) };
}

function definitionOf({ name, zone, calendar, match, names, status }: Lifecycle): LifecycleDefinition {
  const statuses = Object.fromEntries(names.map((one): [string, StatusDefinition] => [one, status(one)!]));
  return { name, zone, statuses, ...(calendar ? { calendar } : {}), ...(match ? { match } : {}) };
}
