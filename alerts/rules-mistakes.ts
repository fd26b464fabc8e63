import { type Mistake, type Path, quoted, type Readable, type Refused } from '../platform/mistake.ts';
import { repeated } from '../tracker/calendar-section.ts';
import { businessTimeMistake } from '../tracker/service-level.ts';
import {
  conditionMistakes,
  type ReadableCondition,
  type Surroundings,
  SYSTEMS,
  unknownNames,
} from './condition-mistakes.ts';
import { raiseMistakes } from './raise-mistakes.ts';
import { type IncidentsDeclaration, RULE_NAME, type RuleDeclaration, type RulesDeclaration } from './rules-schema.ts';
import { scheduleMistakes } from './schedule-mistakes.ts';

export type AroundRules = Surroundings & {
  /** From the root of the document. */
  refused: Refused;
};

/** Conditions about orders: `where` chooses among them. */
const ABOUT_ORDERS = ['dwell', 'missing', 'overdue', 'provisional', 'divergence', 'stalled', 'sequenceGap', 'count'];

/** Names that findings of others bear. */
const RESERVED = /^(rule-failed$|alertmanager)/;

/** What the schema can't see. Paths are from the root of the document. */
export function ruleMistakes(declared: Readable<RulesDeclaration> | undefined, around: AroundRules): Mistake[] {
  return Object.entries(declared ?? {}).flatMap(([name, rule]) => {
    const path = ['rules', name];
    return [
      ...nameMistakes(name, path),
      ...(rule === undefined ? [] : mistakesOf(rule, around, inner => around.refused([...path, ...inner]))).map(
        mistake => ({ ...mistake, path: [...path, ...mistake.path] }),
      ),
    ];
  });
}

function nameMistakes(name: string, path: Path): Mistake[] {
  if (RESERVED.test(name)) return [{ path, sentence: `${quoted(name)} is reserved; give the rule another name.` }];
  if (RULE_NAME.test(name)) return [];
  const form = 'a name has 1 to 64 small letters, digits and hyphens, and begins with a letter or digit.';
  return [{ path, sentence: `${quoted(name)} is no name for a rule; ${form}` }];
}

function mistakesOf(rule: Readable<RuleDeclaration>, around: AroundRules, refused: Refused): Mistake[] {
  const { schedule, route, where = {} } = rule;
  const condition = (rule.condition ?? {}) as ReadableCondition;
  const { lifecycles } = around;
  const chosen = where.lifecycle;
  const own =
    lifecycles && chosen
      ? Object.fromEntries(Object.entries(lifecycles).filter(([name]) => chosen.includes(name)))
      : lifecycles;
  const lifecycleIsWrong = unknownNames('lifecycle', ['where', 'lifecycle'], chosen, names(lifecycles), '`lifecycles`');
  return [
    ...scheduleMistakes(['schedule'], schedule),
    ...unknownNames('route', ['route'], route, around.routes, '`routes`'),
    ...lifecycleIsWrong,
    ...whereMistakes(where, condition, around),
    ...conditionMistakes(condition, { ...around, lifecycles: lifecycleIsWrong.length > 0 ? null : own }).map(
      ({ path, sentence }) => ({ path: ['condition', ...path], sentence }),
    ),
    ...(refused(['condition']) || refused(['raise']) ? [] : raiseMistakes(rule, condition, Object.values(own ?? {}))),
  ];
}

function names(declared: object | null): string[] | null {
  return declared && Object.keys(declared);
}

function whereMistakes(
  where: NonNullable<Readable<RuleDeclaration>['where']>,
  { kind }: ReadableCondition,
  { systems }: AroundRules,
): Mistake[] {
  const { partner = [], lifecycle = [], source = [], value } = where;
  if (typeof kind === 'string' && !ABOUT_ORDERS.includes(kind) && Object.keys(where).length > 0) {
    return [{ path: ['where'], sentence: `\`where\` chooses orders, and ${kind} is not about orders; leave it out.` }];
  }
  const { atLeast, atMost } = value ?? {};
  const isEmpty = value !== undefined && Object.keys(value).length === 0;
  const isNone = atLeast !== undefined && atMost !== undefined && atLeast > atMost;
  return [
    ...unknownNames('source', ['where', 'source'], source, systems, SYSTEMS),
    ...repeated(['where', 'partner'], partner),
    ...repeated(['where', 'lifecycle'], lifecycle),
    ...repeated(['where', 'source'], source),
    ...(isEmpty ? [{ path: ['where', 'value'], sentence: '`value` must have `atLeast`, `atMost` or both.' }] : []),
    ...(isNone
      ? [{ path: ['where', 'value', 'atMost'], sentence: `No value is at least ${atLeast} and at most ${atMost}.` }]
      : []),
  ];
}

/** Paths are from the root of the document. */
export function incidentsMistakes(
  declared: Readable<IncidentsDeclaration> | undefined,
  { calendars, lifecycles }: Surroundings,
): Mistake[] {
  const { calendar, acknowledgeFor } = declared ?? {};
  const ofLifecycle = Object.values(lifecycles ?? {}).find(({ match }) => match === undefined)?.calendar;
  const mistake =
    acknowledgeFor === undefined || (calendar ?? ofLifecycle) === undefined
      ? null
      : businessTimeMistake(acknowledgeFor);
  return [
    ...unknownNames('calendar', ['incidents', 'calendar'], calendar, calendars, '`calendars`'),
    ...(mistake === null ? [] : [{ path: ['incidents', 'acknowledgeFor'], sentence: mistake }]),
  ];
}
