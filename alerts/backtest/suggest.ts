import type { Instant } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import { nominalMs, parseDuration } from '../../tracker/iso-duration.ts';
import type { Lifecycles, LocalizedText } from '../../tracker/lifecycle.ts';
import { lengthInWords } from '../sentences.ts';
import type { AlertSettings } from '../settings.ts';
import { backtest, type Outcome, type Variant } from './backtest.ts';
import { type Candidate, candidateOfUsual, candidatesFor, type PresentLimit, presentLimit } from './candidates.ts';
import { type Change, changed } from './change.ts';
import { differenceOf } from './report.ts';

/** Another limit with which a rule would have raised less, and missed no order that was late. */
export type Suggestion = {
  /** As it would stand in the configuration: `PT3H`, `breach`. */
  to: string;
  /** The key of the condition that it stands under. */
  key: 'over' | 'for';
  change: Change;
  raised: { from: number; to: number };
  /** Orders that were late and would not be found any more: none. */
  missed: 0;
  /** All of it in one sentence. */
  text: LocalizedText;
};

/** Fewer stays say nothing of what is usual. */
const LEAST_STAYS = 30;

/**
 * Tries a few longer limits on the past and names the one that raises least while it misses no order that was truly late.
 * Null: none does, or the rule can't be tried, or has no limit to be longer. It reads the stretch once or twice.
 */
export async function suggestChange(
  db: Db,
  settings: AlertSettings,
  lifecycles: Lifecycles,
  ruleName: string,
  { since, now }: { since: Instant; now: Instant },
): Promise<Suggestion | null> {
  const rule = settings.rules.find(({ name }) => name === ruleName);
  const limit = rule && presentLimit(rule.declared.condition, lifecycles);
  if (!rule || !limit) return null;
  const stretch = { since, until: now };
  const current: Variant = { rule, settings, lifecycles };
  const { condition } = rule.declared;
  const status = 'status' in condition && typeof condition.status === 'string' ? condition.status : null;
  const stays: number[] = [];
  const onStay = (of: string, ms: number) => void (of === status && stays.push(ms));

  const tried = tryable(current, candidatesFor(condition, limit));
  const variants = [current, ...tried.map(({ variant }) => variant)];
  const [before, ...outcomes] = await backtest(db, variants, stretch, { onStay });
  const usual = stays.length < LEAST_STAYS ? null : candidateOfUsual(limit, quantile(stays, 0.95));
  const [beside] = usual ? tryable(current, [usual]) : [];
  const more = beside ? await backtest(db, [current, beside.variant], stretch) : [];
  const all = [...tried, ...(beside ? [beside] : [])].map((one, nth) => ({
    candidate: one.candidate,
    outcome: [...outcomes, ...more.slice(1)][nth]!,
  }));
  return bestOf(before!, all, { limit, stretch });
}

function tryable(current: Variant, candidates: readonly Candidate[]) {
  return candidates.flatMap(candidate => {
    const verdict = changed(current, candidate.change);
    return verdict.kind === 'changed' ? [{ candidate, variant: verdict.variant }] : [];
  });
}

function bestOf(
  before: Outcome,
  tried: readonly { candidate: Candidate; outcome: Outcome }[],
  { limit, stretch }: { limit: PresentLimit; stretch: { since: Instant; until: Instant } },
): Suggestion | null {
  if ('refusedBecause' in before || before.report.trulyLate === null) return null;
  const from = before.report.raised;
  const good = tried.flatMap(({ candidate, outcome }) => {
    if ('refusedBecause' in outcome || outcome.report.raised >= from) return [];
    const { missed } = differenceOf(before, outcome, stretch.since);
    return missed.orders > 0 ? [] : [{ candidate, to: outcome.report.raised }];
  });
  // Of two that raise the same the shorter limit tells sooner.
  const [best] = good.toSorted((a, b) => a.to - b.to || a.candidate.ms - b.candidate.ms);
  if (!best) return null;
  const { candidate, to } = best;
  const raised = { from, to };
  return {
    ...{ to: candidate.to, key: limit.key, change: candidate.change, raised, missed: 0 },
    text: inWords(candidate, limit, raised, stretch.until - stretch.since),
  };
}

function inWords(
  { to, time }: Candidate,
  limit: PresentLimit,
  raised: Suggestion['raised'],
  withinMs: number,
): LocalizedText {
  const [then, now] = [limitInWords(to, time), limitInWords(limit.iso, limit.time)];
  const within = lengthInWords(withinMs);
  return {
    en: `With a limit of ${then.en} instead of ${now.en} it would have found ${raised.to} instead of ${raised.from} in ${within.en}, and missed no order that was late.`,
    ru: `С пределом ${then.ru} вместо ${now.ru} правило за ${within.ru} сработало бы ${raised.to} раз вместо ${raised.from} и не пропустило бы ни одного опоздавшего заказа.`,
  };
}

function limitInWords(limit: string, time: 'calendar' | 'business'): LocalizedText {
  if (limit === 'breach') return { en: 'its breach', ru: 'breach' };
  const { en, ru } = lengthInWords(nominalMs(parseDuration(limit)));
  return time === 'business' ? { en: `${en} of working time`, ru: `${ru} рабочего времени` } : { en, ru };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}
