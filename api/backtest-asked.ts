import type { z } from 'zod';
import type { Variant } from '../alerts/backtest/backtest.ts';
import { type Change, changed } from '../alerts/backtest/change.ts';
import { type Comparison, compare } from '../alerts/backtest/compare.ts';
import type { Report } from '../alerts/backtest/report.ts';
import type { AlertSettings } from '../alerts/settings.ts';
import { type Clock, type Instant, toIso } from '../platform/clock.ts';
import { meant } from '../platform/mistake.ts';
import type { Db } from '../platform/postgres.ts';
import { nominalMs, parseDuration } from '../tracker/iso-duration.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import type { ConfigurationDesk } from './configuration/configuration-desk.ts';
import type { contract } from './contract.ts';
import { readBody } from './parameters.ts';
import { badConfiguration, badField, noSuchRule, type Problem, Refused } from './problem.ts';
import { requestBody } from './requests.ts';

/** A configuration that somebody is trying out: what it says, or everything that is wrong with it. */
export type TriedConfiguration =
  | { ok: true; alerts: AlertSettings; lifecycles: Lifecycles }
  | { ok: false; mistakes: NonNullable<Problem['mistakes']> };

export type BacktestDeps = {
  /** Where the past is read. */
  reads: Db;
  clock: Clock;
  alerts: () => AlertSettings;
  lifecycles: () => Lifecycles;
  readConfiguration: (text: string) => TriedConfiguration;
  configuration: Pick<ConfigurationDesk, 'withRules'>;
};

const LONGEST_MS = 2 * 366 * 24 * 3_600_000;

/** What a rule would have raised in the past, as it is and as somebody would have it. Throws Refused. */
export async function backtestAsked(
  { reads, clock, alerts, lifecycles, readConfiguration, configuration: desk }: BacktestDeps,
  asked: unknown,
  signal?: AbortSignal,
): Promise<z.infer<typeof contract.Backtest>> {
  const { rule, since: from, configuration, rules, change } = readBody(requestBody.backtest, asked);
  const until = clock.now();
  const since = 'at' in from ? from.at : until - nominalMs(parseDuration(from.for));
  if (since >= until) throw new Refused(badField('body.since', 'must lie in the past'));
  if (until - since > LONGEST_MS) {
    throw new Refused(badField('body.since', 'must be at most two years ago'));
  }
  const running = { settings: alerts(), lifecycles: lifecycles() };
  const tried =
    rules !== undefined ? desk.withRules(rules) : configuration === undefined ? null : readConfiguration(configuration);
  if (tried?.ok === false)
    throw new Refused(badConfiguration(tried.mistakes, rules === undefined ? 'configuration' : 'rules'));
  const current = variantIn(running, rule);
  const other = tried && variantIn({ settings: tried.alerts, lifecycles: tried.lifecycles }, rule);
  if (current === null && other === null) {
    const known = [...running.settings.rules, ...(tried?.alerts.rules ?? [])].map(({ name }) => name);
    throw new Refused(noSuchRule(rule, meant(rule, known)));
  }
  const wanted = change && current ? changedOrRefused(current, change) : other;
  const comparison = await compare(reads, { current, changed: wanted }, { since, until }, signal);
  return { rule, since: toIso(since), until: toIso(until), ...presented(comparison) };
}

function variantIn({ settings, lifecycles }: Omit<Variant, 'rule'>, name: string): Variant | null {
  const rule = settings.rules.find(one => one.name === name);
  return rule ? { rule, settings, lifecycles } : null;
}

function changedOrRefused(current: Variant, change: Change): Variant {
  const verdict = changed(current, change);
  if (verdict.kind === 'changed') return verdict.variant;
  const [{ path, sentence }] = verdict.mistakes as [(typeof verdict.mistakes)[number]];
  const parameter = ['body', 'change', ...path].join('.');
  throw new Refused(badField(parameter, sentence));
}

function presented({ current, changed, difference, refusedBecause }: Comparison) {
  return {
    current: current && presentReport(current),
    changed: changed && presentReport(changed),
    difference: difference && {
      ...difference,
      missed: { ...difference.missed, samples: [...difference.missed.samples] },
    },
    refusedBecause,
  };
}

function presentReport({ firstAt, samples, byDay, perWeek, ...report }: Report) {
  return {
    ...report,
    perWeek: Math.round(perWeek * 100) / 100,
    firstAt: isoOrNull(firstAt),
    samples: samples.map(({ raisedAt, endedAt, ...sample }) => ({
      ...sample,
      raisedAt: toIso(raisedAt),
      endedAt: isoOrNull(endedAt),
    })),
    byDay: [...byDay],
  };
}

function isoOrNull(at: Instant | null): string | null {
  return at === null ? null : toIso(at);
}
