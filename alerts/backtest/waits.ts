import type { z } from 'zod';
import type { Instant } from '../../platform/clock.ts';
import { isProvisional, type OrderEvent, OWN_TYPES } from '../../tracker/event.ts';
import type { Known } from '../../tracker/knowledge.ts';
import type { UsualLateness } from '../../tracker/lateness.ts';
import { nextOwner } from '../conditions/dwell.ts';
import type { provisional } from '../conditions/provisional.ts';
import type { sequenceGap } from '../conditions/sequence-gap.ts';
import type { stalled } from '../conditions/stalled.ts';
import type { Length } from '../lengths.ts';
import { lengthLevels } from '../lengths.ts';
import type { Level } from '../levels.ts';
import { agesOf, type Patience, patienceWith } from '../patience.ts';
import type { RuleContext } from '../rule-context.ts';
import { agesOfStalled, stalledAfter } from '../stalled-after.ts';
import { type Claim, type PastLevel, stayName } from './past-finding.ts';
import type { OrderReplay } from './spells.ts';

/** Conditions that wait for a length of time after something came: each says since when, as far as one knew. */

/**
 * What rules have learned. How late sources usually come as it was measured last: what was measured then is kept by nobody,
 * and it is by what is measured now that the rule would wait.
 */
export type Learned = {
  lateness: ReadonlyMap<string, Pick<UsualLateness, 'ms'>>;
  /** How many of such events usually come of an order in the status (`usual-reports.ts`), by `reportsName`. */
  reports: ReadonlyMap<string, number | null>;
};

export function reportsName({ status, type }: { status: string; type: string }): string {
  return `${type} in ${status}`;
}

/** `provisional`: heard of, and by nothing better than the id of a system. */
export function replayProvisional(declared: z.infer<typeof provisional>, on: RuleContext): OrderReplay {
  const { without = [], except = [] } = declared;
  const levels = lengthLevels(declared.for, on);
  return ({ orderId, known }) => {
    if (!isProvisional(orderId)) return known.map(() => null);
    const heardAt = known[0]!.from;
    return known.map(({ state }): Claim | null => {
      const isNamed = without.some(system => Object.hasOwn(state.ids, system));
      const isExpected = state.status !== null && except.includes(state.status);
      if (isNamed || isExpected || state.memory.decided !== null) return null;
      const since = Math.max(heardAt, state.firstEventAt ?? heardAt);
      return { stay: '', status: null, owner: null, levels: after(since, levels) };
    });
  };
}

/** `stalled`: the last word on progress that was heard in the status. */
export function replayStalled(declared: z.infer<typeof stalled>, on: RuleContext, learned: Learned): OrderReplay {
  const { status, type } = declared;
  const usual = learned.reports.get(reportsName(declared)) ?? null;
  const levels = lengthLevels(declared.for, on);
  const declaredMs = levels[0]!.over.ms;
  const patience = patienceOf(learned, levels);
  const late = [declaredMs, ...[...patience.bySource.values()].map(({ ms }) => ms)];
  const ages = [...new Set(late.flatMap(lateMs => agesOfStalled({ declaredMs, lateMs })))];
  return ({ known }) => {
    const looks = looksAfter(known, ages, event => event.type === type);
    let last: OrderEvent | null = null;
    const reports: Instant[] = [];
    return known.map(({ lifecycle, state, news }, index): Claim | null => {
      for (const event of news) {
        if (event.type !== type) continue;
        reports.push(event.recordedAt);
        if (event.recordedAt >= (last?.recordedAt ?? 0)) last = event;
      }
      if (last === null || state.status !== status || state.frozen) return null;
      const { recordedAt: at, source } = last;
      const since = state.statusSince!;
      const sorted = reports.toSorted((a, b) => a - b);
      const lateMs = patience.bySource.get(source)?.ms ?? declaredMs;
      const dueAt = at + stalledAfter({ reports: sorted, since }, { declaredMs, lateMs, usual });
      const due = after(at, levels).map(level => ({ ...level, at: Math.max(level.at, dueAt) }));
      const owner = nextOwner(lifecycle, status);
      return { stay: stayName(status, since), status, owner, levels: due, looks: looks[index]! };
    });
  };
}

/** `sequenceGap`: numbers that were skipped and had not come by then, the first one first. */
export function replaySequenceGap(
  declared: z.infer<typeof sequenceGap>,
  on: RuleContext,
  learned: Learned,
): OrderReplay {
  const levels = lengthLevels(declared.for, on);
  const patience = patienceOf(learned, levels);
  const ages = agesOf(patience).map(({ ms }) => ms);
  return ({ known }) => {
    const looks = looksAfter(known, ages, event => event.sequence !== null);
    const heard = new Map<string, Set<number>>();
    let gaps: { source: string; missing: number; at: Instant; levels: PastLevel[] }[] = [];
    return known.map(({ news }, index): Claim | null => {
      for (const { source, sequence } of news) {
        if (sequence === null) continue;
        if (!heard.has(source)) heard.set(source, new Set());
        heard.get(source)!.add(sequence);
      }
      const skipped = news.flatMap(({ source, sequence, recordedAt }) =>
        sequence !== null && sequence > 1 ? [{ source, missing: sequence - 1, at: recordedAt }] : [],
      );
      const due = skipped.map(gap => ({ ...gap, levels: waitedAfter(gap, levels, patience) }));
      gaps = [...gaps, ...due].filter(({ source, missing }) => !heard.get(source)!.has(missing));
      const [first] = gaps.toSorted((a, b) => a.levels[0]!.at - b.levels[0]!.at || a.missing - b.missing);
      if (!first) return null;
      return { stay: '', status: null, owner: first.source, levels: first.levels, looks: looks[index]! };
    });
  };
}

/**
 * When a rule looks that looks at what was recorded so long ago (look-window.ts), by what had come until each stretch.
 * What was imported is old news.
 */
export function looksAfter(
  known: readonly Known[],
  ages: readonly number[],
  isOfSort: (event: OrderEvent) => boolean,
): readonly (readonly Instant[])[] {
  let looks: readonly Instant[] = [];
  return known.map(({ news }) => {
    const these = news.filter(event => !event.historic && (isOfSort(event) || event.type === OWN_TYPES.unfrozen));
    if (these.length > 0) {
      looks = [...looks, ...these.flatMap(({ recordedAt }) => ages.map(ms => recordedAt + ms))];
    }
    return looks;
  });
}

export function after(since: Instant, levels: readonly Level<Length>[]): PastLevel[] {
  return levels.map(({ over, severity }) => ({ at: since + over.ms, severity }));
}

/** Whoever usually comes late is given that time, whatever is declared. */
function waitedAfter(
  { at, source }: { at: Instant; source: string },
  levels: readonly Level<Length>[],
  { bySource }: Patience,
): PastLevel[] {
  const earliest = at + (bySource.get(source)?.ms ?? 0);
  return after(at, levels).map(level => ({ ...level, at: Math.max(level.at, earliest) }));
}

/** What the measurement before the last one said is of no matter for a look at weeks. */
function patienceOf({ lateness }: Learned, levels: readonly Level<Length>[]): Patience {
  const lasting = new Map([...lateness].map(([source, { ms }]) => [source, { ms, beforeMs: ms }]));
  return patienceWith(lasting, levels[0]!.over.ms);
}
