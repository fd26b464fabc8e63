import { Counter, Gauge } from 'prom-client';
import type { Instant } from '../platform/clock.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { Db, Pool } from '../platform/postgres.ts';
import { lookAtScrape } from '../platform/scrape.ts';
import type { IncidentState } from './incident.ts';
import type { RunCounts } from './run-rows.ts';
import { SEVERITIES, type Severity } from './severity.ts';

export type AlertMetrics = ReturnType<typeof createAlertMetrics>;

/** The figures of rules, digests and escalation. Names of rules are those of the configuration, so there are few. */
export function createAlertMetrics(registry: Metrics) {
  const registers = [registry];
  const perRule = (name: string, help: string) =>
    new Gauge({ name: `orderwatch_rule_${name}`, help, labelNames: ['rule'], registers });
  const lastSuccess = perRule('last_success_timestamp_seconds', 'When the last run that could look began');
  const seconds = perRule('run_seconds', 'How long the last run took');
  const lookedAt = perRule('rows_looked_at', 'Rows that the last run read');
  const findings = perRule('findings', 'What held at the last run, known things included');
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
  return {
    /** Also known after a restart; null: never. */
    succeeded: (job: string, at: Instant | null) => {
      if (at !== null) lastSuccess.set({ rule: ruleOf(job) }, at / 1_000);
    },
    ran: (job: string, counts: RunCounts, run: { now: Instant; seconds: number }) => {
      const rule = ruleOf(job);
      seconds.set({ rule }, run.seconds);
      lookedAt.set({ rule }, counts.lookedAt);
      findings.set({ rule }, counts.found);
      if (counts.blind === null) lastSuccess.set({ rule }, run.now / 1_000);
    },
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

/** How many incidents there are, counted at each scrape: NaN while the database does not say so in time. */
export function gaugeIncidents(registry: Metrics, pool: Pool): void {
  const count = lookAtScrape(() => countIncidents(pool));
  new Gauge({
    name: 'orderwatch_incidents',
    help: 'Incidents that are not resolved, those of rules on trial left out; NaN while the database does not answer',
    labelNames: ['state', 'severity'],
    registers: [registry],
    async collect() {
      const counted = await count();
      for (const state of STANDING) {
        for (const severity of SEVERITIES) {
          this.set({ state, severity }, counted ? (counted.get(`${state} ${severity}`) ?? 0) : Number.NaN);
        }
      }
    },
  });
}

async function countIncidents(db: Db): Promise<Map<string, number>> {
  const { rows } = await db.query<{ state: IncidentState; severity: Severity; count: number }>(
    `select i.state, i.severity, count(*) as count from alerts.incident i
      where i.state <> 'resolved' and not i.shadow group by i.state, i.severity`,
  );
  return new Map(rows.map(({ state, severity, count }) => [`${state} ${severity}`, count]));
}
