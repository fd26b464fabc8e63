import type { Db } from '../../platform/postgres.ts';
import type { LocalizedText } from '../../tracker/lifecycle.ts';
import { backtest, type Outcome, type Stretch, type Variant } from './backtest.ts';
import { type Difference, differenceOf, type Report } from './report.ts';

/** What a rule would have raised as it is, and as somebody would have it. */
export type Comparison = {
  /** Null: the running configuration has no such rule, or it can't be run over the past. */
  current: Report | null;
  changed: Report | null;
  difference: Difference | null;
  refusedBecause: LocalizedText | null;
};

export async function compare(
  db: Db,
  { current, changed }: { current: Variant | null; changed: Variant | null },
  stretch: Stretch,
  signal?: AbortSignal,
): Promise<Comparison> {
  const variants = [current, changed].filter(variant => variant !== null);
  const outcomes = await backtest(db, variants, stretch, { signal });
  const before = current === null ? null : outcomes[0]!;
  const after = changed === null ? null : outcomes.at(-1)!;
  const [now, then] = [reported(before), reported(after)];
  return {
    current: now?.report ?? null,
    changed: then?.report ?? null,
    difference: now && then ? differenceOf(now, then, stretch.since) : null,
    refusedBecause:
      [before, after].flatMap(one => (one && 'refusedBecause' in one ? [one.refusedBecause] : []))[0] ?? null,
  };
}

function reported(outcome: Outcome | null) {
  return outcome && 'report' in outcome ? outcome : null;
}
