import type { Instant } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import type { OrderEvent } from '../../tracker/event.ts';
import { type Past, pastsOf } from '../../tracker/knowledge.ts';
import { readLateness } from '../../tracker/lateness.ts';
import type { Lifecycles, LocalizedText } from '../../tracker/lifecycle.ts';
import { readReplayedPages } from '../../tracker/replayed-orders.ts';
import { readOverrides } from '../on-call.ts';
import type { RuleContext } from '../rule-context.ts';
import { contextOf } from '../rules-section.ts';
import type { AlertSettings, Rule } from '../settings.ts';
import { readUsualReports } from '../usual-reports.ts';
import { WATCHED } from '../watched.ts';
import type { PastFinding } from './past-finding.ts';
import { pastIncidents } from './past-incidents.ts';
import { countMessages } from './past-messages.ts';
import { type Replayable, replayableOf } from './replayable.ts';
import { type Judged, type Report, reportOf } from './report.ts';
import { inScope } from './scope.ts';
import { type OrderReplay, spellsOf } from './spells.ts';
import { type Ticks, ticksOf } from './ticks.ts';
import { type Truth, truthOf } from './truth.ts';
import { type Learned, reportsName } from './waits.ts';

/** A rule as somebody would have it, among the others and under the lifecycles of the same configuration. */
export type Variant = { rule: Rule; settings: AlertSettings; lifecycles: Lifecycles };

export type Stretch = { since: Instant; until: Instant };

export type Beside = {
  /** Gets how long each stay was that has ended, frozen time taken out. */
  onStay?: (status: string, ms: number) => void;
  /** Nobody waits for it any more: it throws within a page. */
  signal?: AbortSignal | undefined;
};

export type Outcome = { report: Report; judged: readonly Judged[] } | { refusedBecause: LocalizedText };

/**
 * What each of these rules would have found in the stretch of time, by what was known when, in one walk over the orders of
 * it: every page is read, folded and forgotten. Reads only. Whether something was truly late is judged by the limits of the
 * first one for all of them.
 */
export async function backtest(
  db: Db,
  variants: readonly Variant[],
  stretch: Stretch,
  { onStay = () => {}, signal }: Beside = {},
): Promise<Outcome[]> {
  const learned = await readLearned(db, variants, stretch);
  const runs = variants.map(variant => runOf(variant, stretch, learned));
  const ofOrders = runs.filter(run => run.replayable.kind === 'orders');
  if (ofOrders.length > 0)
    await walkOrders(db, ofOrders, { ...stretch, basis: variants[0]!.lifecycles, onStay, signal });
  for (const { replayable, ticks, judged } of runs) {
    if (replayable.kind !== 'things') continue;
    const found = await replayable.replay(db, { ...stretch, ticks });
    judged.push(...found.map(finding => ({ finding, late: null })));
  }
  const overrides = await readOverrides(db, stretch.since);
  return runs.map(({ variant: { rule, settings }, replayable, judged }): Outcome => {
    if (replayable.kind === 'refused') return { refusedBecause: replayable.because };
    const findings = judged.map(({ finding }) => finding);
    const incidents = pastIncidents(findings, settings.incidents);
    const messages = countMessages(rule.name, incidents, { settings, overrides, ...stretch });
    return { report: reportOf(judged, incidents, messages, { ...stretch, zoneName: rule.schedule.zone }), judged };
  });
}

async function readLearned(db: Db, variants: readonly Variant[], { until }: Stretch): Promise<Learned> {
  const rules = variants.flatMap(({ rule, settings }) => [rule, ...settings.rules]);
  const reports = new Map<string, number | null>();
  for (const { condition } of rules.map(({ declared }) => declared)) {
    if (condition.kind !== 'stalled' || reports.has(reportsName(condition))) continue;
    reports.set(reportsName(condition), await readUsualReports(db, condition, until));
  }
  return { lateness: await readLateness(db), reports };
}

type Run = {
  variant: Variant;
  on: RuleContext;
  replayable: Replayable;
  ticks: Ticks;
  /** Other rules, what they find is left out. */
  others: readonly { on: RuleContext; replay: OrderReplay; ticks: Ticks }[];
  judged: Judged[];
};

function runOf(variant: Variant, stretch: Stretch, learned: Learned): Run {
  const { rule, settings } = variant;
  const { condition } = rule.declared;
  const on = contextIn(variant, rule);
  const leavesOut = condition.kind === 'dwell' && condition.exceptFound === true;
  const others = leavesOut ? settings.rules.filter(({ name, shadow }) => name !== rule.name && !shadow) : [];
  return {
    ...{
      variant,
      on,
      replayable: replayableOf(condition, on, learned),
      ticks: ticksOf(rule.schedule, stretch),
      judged: [],
    },
    others: others.flatMap(other => {
      const its = contextIn(variant, other);
      const replayable = replayableOf(other.declared.condition, its, learned);
      if (replayable.kind !== 'orders') return [];
      return [{ on: its, replay: replayable.replay, ticks: ticksOf(other.schedule, stretch) }];
    }),
  };
}

function contextIn({ settings, lifecycles }: Variant, { name, declared, schedule }: Rule): RuleContext {
  const around = { lifecycles, calendars: settings.calendars, watched: WATCHED };
  return contextOf(name, declared, schedule.zone, around);
}

async function walkOrders(
  db: Db,
  runs: readonly Run[],
  on: Stretch & Required<Pick<Beside, 'onStay'>> & Pick<Beside, 'signal'> & { basis: Lifecycles },
): Promise<void> {
  const { since, signal } = on;
  for await (const page of readReplayedPages(db, { since, partners: partnersOf(runs) })) {
    signal?.throwIfAborted();
    for (const { orderId, events } of page) replayOrder(orderId, events, runs, on);
  }
}

/** Null: of any, or at least one of the rules is about orders of any. */
function partnersOf(runs: readonly Run[]): readonly string[] | null {
  const named = runs.map(({ on }) => on.scope.partners);
  return named.includes(undefined) ? null : named.flatMap(partners => partners ?? []);
}

function replayOrder(
  orderId: string,
  events: readonly OrderEvent[],
  runs: readonly Run[],
  { basis, until, onStay }: Stretch & Required<Pick<Beside, 'onStay'>> & { basis: Lifecycles },
): void {
  const folded = new Map<Lifecycles, readonly Past[]>();
  const pastsUnder = (lifecycles: Lifecycles) => {
    let pasts = folded.get(lifecycles);
    if (!pasts) {
      pasts = pastsOf(lifecycles, orderId, events).filter(({ known }) => known.length > 0);
      folded.set(lifecycles, pasts);
    }
    return pasts;
  };
  const truths = new Map(pastsUnder(basis).map((past): [string, Truth] => [past.orderId, truthOf(past, until)]));
  for (const { status, ms } of truths.get(orderId)?.stays ?? []) onStay(status, ms);
  for (const run of runs) {
    for (const past of pastsUnder(run.variant.lifecycles)) {
      for (const finding of findingsOf(run, past, until)) {
        run.judged.push({ finding, late: truths.get(finding.orderId!)?.isLate(finding) ?? false });
      }
    }
  }
}

function findingsOf({ on, replayable, ticks, others }: Run, past: Past, until: Instant): PastFinding[] {
  if (replayable.kind !== 'orders') return [];
  const claims = claimsOf(replayable.replay, on, past);
  if (claims.every(claim => claim === null)) return [];
  const covered = others.flatMap(other =>
    spellsOf(past, claimsOf(other.replay, other.on, past), { ticks: other.ticks, until }),
  );
  return spellsOf(past, claims, { ticks, until, covered });
}

function claimsOf(replay: OrderReplay, { scope }: RuleContext, past: Past) {
  const claims = replay(past);
  if (Object.keys(scope).length === 0) return claims;
  const within = inScope(scope, past);
  return claims.map((claim, index) => (within[index] ? claim : null));
}
