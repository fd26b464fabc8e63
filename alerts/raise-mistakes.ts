import type { Mistake } from '../platform/mistake.ts';
import { isDuration } from '../tracker/iso-duration.ts';
import type { DeclaredLifecycle, ReadableCondition } from './condition-mistakes.ts';
import { lengthOf } from './lengths.ts';
import { isWorse, type Severity } from './severity.ts';
import { isServiceLevel } from './written-limits.ts';

/** What the limit of a condition is measured in, and the limit itself; null: it has none, so there is no second one. */
type Measure =
  | { kind: 'stay' | 'length'; over: unknown }
  | { kind: 'number'; over: unknown }
  | { kind: 'promise'; before: unknown }
  | null;

/** Paths are from the rule. */
export function raiseMistakes(
  {
    severity,
    raise,
  }: { severity?: Severity | undefined; raise?: { over?: unknown; severity?: Severity | undefined } | undefined },
  condition: ReadableCondition,
  lifecycles: readonly DeclaredLifecycle[],
): Mistake[] {
  const ofCondition = [...databaseMistakes(condition), ...endpointMistakes(condition)];
  if (raise === undefined) return ofCondition;
  return [
    ...ofCondition,
    ...(severity !== undefined && raise.severity !== undefined && !isWorse(raise.severity, severity)
      ? [
          {
            path: ['raise', 'severity'],
            sentence: `${raise.severity} is not more urgent than ${severity}; the rule begins with that.`,
          },
        ]
      : []),
    ...overMistakes(measureOf(condition), raise.over, condition, lifecycles),
  ];
}

function measureOf({ kind, over, for: length, before, test }: ReadableCondition): Measure {
  switch (kind) {
    case 'dwell':
    case 'missing':
      return { kind: 'stay', over };
    case 'overdue':
      return { kind: 'promise', before };
    case 'provisional':
    case 'divergence':
    case 'stalled':
    case 'sequenceGap':
    case 'consumersGone':
      return { kind: 'length', over: length };
    case 'silence':
      return length === undefined ? null : { kind: 'length', over: length };
    case 'endpoint':
      return { kind: 'length', over: length ?? over };
    case 'messageAge':
    case 'clock':
      return { kind: 'length', over };
    case 'database':
      return { kind: test === 'connections' ? 'number' : 'length', over };
    case 'partnerRate': {
      const rate = over as { events?: number; orders?: number } | undefined;
      return rate === undefined ? null : { kind: 'number', over: rate.events ?? rate.orders };
    }
    case 'queueDepth':
    case 'deadLetters':
    case 'quarantine':
    case 'count':
    case 'anomalyRate':
      return { kind: 'number', over };
    default:
      return null;
  }
}

function overMistakes(
  measure: Measure,
  raised: unknown,
  condition: ReadableCondition,
  lifecycles: readonly DeclaredLifecycle[],
): Mistake[] {
  const wrong = (sentence: string) => [{ path: ['raise', 'over'], sentence }];
  if (raised === undefined) return [];
  if (measure === null) {
    return [{ path: ['raise'], sentence: 'The condition has no limit, so there is no second one; leave `raise` out.' }];
  }
  if (measure.kind === 'number') {
    if (typeof raised !== 'number') return wrong('The first limit is a number; `over` must be one, too.');
    return typeof measure.over === 'number' && raised <= measure.over ? wrong(notAbove(raised, measure.over)) : [];
  }
  if (measure.kind === 'promise') {
    if (raised === 'promise' && measure.before !== undefined) return [];
    if (typeof raised === 'string' && isDuration(raised)) return [];
    const also = measure.before === undefined ? '' : ', or promise for the date itself';
    return wrong(`\`over\` must be how long after the promised date, such as P1D${also}.`);
  }
  const mayBeLevel = measure.kind === 'stay';
  if (typeof raised !== 'string' || !(isDuration(raised) || (mayBeLevel && isServiceLevel(raised)))) {
    return wrong(`\`over\` must be ${mayBeLevel ? 'target, breach or ' : ''}a duration such as PT24H.`);
  }
  if (raised === measure.over || (raised === 'target' && measure.over === 'breach')) {
    return wrong(notAbove(raised, measure.over));
  }
  const lengths = [measure.over, raised].map(over => nominalOf(over, condition, lifecycles));
  const [first, second] = lengths as [number | null, number | null];
  return first !== null && second !== null && second <= first ? wrong(notAbove(raised, measure.over)) : [];
}

function notAbove(raised: unknown, over: unknown): string {
  return `${raised} is not above ${over}, the first limit; it would never be the second.`;
}

/** Of a service level that several statuses have in their own ways, and of business time, nobody can say which is longer. */
function nominalOf(
  over: unknown,
  { status, time }: ReadableCondition,
  lifecycles: readonly DeclaredLifecycle[],
): number | null {
  if (typeof over === 'string' && isDuration(over)) return time === 'business' ? null : lengthOf(over).ms;
  if (!isServiceLevel(over) || typeof status !== 'string') return null;
  const levels = lifecycles.flatMap(({ statuses }) => statuses?.[status]?.serviceLevel ?? []);
  const [level] = levels;
  const length = level?.[over];
  if (levels.length !== 1 || length === undefined || level?.time === 'business') return null;
  return isDuration(length) ? lengthOf(length).ms : null;
}

function databaseMistakes({ kind, test, over }: ReadableCondition): Mistake[] {
  if (kind !== 'database' || over === undefined || test === undefined) return [];
  const path = ['condition', 'over'];
  if (test === 'connections') {
    return typeof over === 'number' && over > 0 && over < 1
      ? []
      : [{ path, sentence: 'Of connections `over` must be a share between 0 and 1 such as 0.9.' }];
  }
  return typeof over === 'string' && isDuration(over)
    ? []
    : [{ path, sentence: `Of ${test} \`over\` must be a duration such as PT30S.` }];
}

function endpointMistakes({ kind, for: length, over }: ReadableCondition): Mistake[] {
  if (kind !== 'endpoint' || (length === undefined) !== (over === undefined)) return [];
  const which = '`for`, how long it may be down, or `over`, how long an answer may take';
  return length === undefined
    ? [{ path: ['condition'], sentence: `Of an endpoint there must be ${which}.` }]
    : [{ path: ['condition', 'over'], sentence: `Of an endpoint there may be only one of ${which}; make two rules.` }];
}
