import { Counter, Gauge } from 'prom-client';
import type { Clock, Instant } from '../platform/clock.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { Db, Pool } from '../platform/postgres.ts';
import { lookAtScrape } from '../platform/scrape.ts';
import type { IncidentState } from './incident.ts';
import type { RunCounts } from './run-rows.ts';
import { SEVERITIES, type Severity } from './severity.ts';

export type AlertMetrics = ReturnType<typeof createAlertMetrics>;

const RESULTS = ['done', 'blind', 'failed'] as const;

/** The figures of rules, digests and escalation. Names of rules are those of the configuration, so there are few. */
export function createAlertMetrics(registry: Metrics) {
  const registers = [registry];
  const perRule = (name: string, help: string) =>
    new Gauge({ name: `orderwatch_rule_${name}`, help, labelNames: ['rule'], registers });
  const lastSuccess = perRule('last_success_timestamp_seconds', 'When the last run that could look began');
  const seconds = perRule('run_seconds', 'How long the last run took');
  const lookedAt = perRule('rows_looked_at', 'Rows that the last run read');
  const findings = perRule('findings', 'What held at the last run, known things included');
  const runs = new Counter({
    name: 'orderwatch_rule_runs_total',
    help: 'Runs of rules and digests: done, blind (it could not look, and concluded nothing), failed',
    labelNames: ['rule', 'result'],
    registers,
  });
  const heartbeat = new Gauge({
    name: 'orderwatch_scheduler_heartbeat_timestamp_seconds',
    help: 'When the leader last went through everything that was due; stands still when schedules do',
    registers,
  });
  const leads = new Gauge({
    name: 'orderwatch_scheduler_is_leader',
    help: 'Whether this process runs the schedules: 1 or 0',
    registers,
  });
  const escalations = new Counter({
    name: 'orderwatch_escalations_total',
    help: 'Steps of escalation chains that were taken, the first one being 1',
    labelNames: ['step'],
    registers,
  });
  const shown = new Set<string>();

  function forget(rule: string): void {
    for (const gauge of [lastSuccess, seconds, lookedAt, findings]) gauge.remove({ rule });
    for (const result of RESULTS) runs.remove({ rule, result });
    shown.delete(rule);
  }

  /** The name by which a job is shown, which from now on it is. */
  function show(job: string): string {
    const rule = ruleOf(job);
    shown.add(rule);
    return rule;
  }

  return {
    /** Whoever is not among these jobs any more is shown no longer: it would look as if it had been silent since. */
    keepOnly: (jobs: readonly string[]) => {
      const kept = new Set(jobs.map(ruleOf));
      for (const rule of shown) if (!kept.has(rule)) forget(rule);
    },
    /** Also known after a restart; null: never. */
    succeeded: (job: string, at: Instant | null) => {
      const rule = show(job);
      for (const result of RESULTS) runs.inc({ rule, result }, 0);
      if (at !== null) lastSuccess.set({ rule }, at / 1_000);
    },
    ran: (job: string, counts: RunCounts, run: { now: Instant; seconds: number }) => {
      const rule = show(job);
      seconds.set({ rule }, run.seconds);
      lookedAt.set({ rule }, counts.lookedAt);
      findings.set({ rule }, counts.found);
      runs.inc({ rule, result: counts.blind === null ? 'done' : 'blind' });
      if (counts.blind === null) lastSuccess.set({ rule }, run.now / 1_000);
    },
    failed: (job: string) => runs.inc({ rule: show(job), result: 'failed' }),
    beat: (now: Instant) => heartbeat.set(now / 1_000),
    leads: (isLeader: boolean) => leads.set(Number(isLeader)),
    /** `step` as in Incident: the first one is 0. */
    escalated: (step: number) => escalations.inc({ step: String(step + 1) }),
  };
}

/** `rule:price-missing` is the rule's; a digest keeps its kind. */
function ruleOf(job: string): string {
  return job.replace(/^rule:/, '');
}

const STANDING: readonly IncidentState[] = ['open', 'acknowledged', 'snoozed'];

export type StandingIncidents = { state: IncidentState; severity: Severity; count: number; oldest: Instant };

/** How many incidents there are and how old, read at each scrape: NaN while the database does not say so in time. */
export function gaugeIncidents(registry: Metrics, pool: Pool, clock: Clock): void {
  const read = lookAtScrape(() => readIncidents(pool));
  new Gauge({
    name: 'orderwatch_incidents',
    help: 'Incidents that are not resolved, those of rules on trial left out; NaN while the database does not answer',
    labelNames: ['state', 'severity'],
    registers: [registry],
    async collect() {
      const standing = await read();
      for (const state of STANDING) {
        for (const severity of SEVERITIES) {
          const found = standing?.find(row => row.state === state && row.severity === severity);
          this.set({ state, severity }, standing ? (found?.count ?? 0) : Number.NaN);
        }
      }
    },
  });
  new Gauge({
    name: 'orderwatch_incidents_oldest_open_seconds',
    help: 'How long ago the oldest incident was opened that nobody has acknowledged, 0: there is none; NaN while the database does not answer',
    labelNames: ['severity'],
    registers: [registry],
    async collect() {
      const standing = await read();
      const now = clock.now();
      for (const severity of SEVERITIES) {
        const { oldest = now } = standing?.find(row => row.state === 'open' && row.severity === severity) ?? {};
        this.set({ severity }, standing ? Math.max(0, now - oldest) / 1_000 : Number.NaN);
      }
    },
  });
}

export async function readIncidents(db: Db): Promise<StandingIncidents[]> {
  const { rows } = await db.query<StandingIncidents>(
    `select i.state, i.severity, count(*) as count, min(i.opened_at) as oldest from alerts.incident i
      where i.state <> 'resolved' and not i.shadow group by i.state, i.severity`,
  );
  return rows;
}
