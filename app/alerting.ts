import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { acknowledgeUrl } from '../alerts/ack-token.ts';
import { createAlertMetrics, gaugeIncidents } from '../alerts/alert-metrics.ts';
import { blindnessOf } from '../alerts/blindness.ts';
import { causesJobs } from '../alerts/causes-job.ts';
import { checkQueries } from '../alerts/check-queries.ts';
import { createDelays } from '../alerts/delays.ts';
import { digestJobs } from '../alerts/digest-job.ts';
import { createEndings } from '../alerts/endings.ts';
import { createEscalationPulse } from '../alerts/escalation-pulse.ts';
import { createEscalator } from '../alerts/escalator.ts';
import type { FactsAt } from '../alerts/evidence/facts.ts';
import { createFarewells } from '../alerts/farewells.ts';
import { createHeartbeat } from '../alerts/heartbeat.ts';
import { createHousekeeping } from '../alerts/housekeeping.ts';
import type { IncidentLinks } from '../alerts/incident-message.ts';
import { createJudge } from '../alerts/judge.ts';
import { KEPT_EVIDENCE } from '../alerts/kept-evidence.ts';
import { createLeader } from '../alerts/leader.ts';
import { evidenceProviders } from '../alerts/providers.ts';
import { ruleJobs } from '../alerts/rule-job.ts';
import { createScheduler } from '../alerts/scheduler.ts';
import { createSchedules } from '../alerts/schedules.ts';
import { createSilenceReminders } from '../alerts/silence-reminders.ts';
import { createStartGrace } from '../alerts/start-grace.ts';
import { countVerdicts } from '../alerts/verdict-metrics.ts';
import { decoder } from '../collector/envelope/decode.ts';
import { readQueues } from '../collector/watch/watched-queues.ts';
import { channelsOf } from '../notifier/channels/all.ts';
import type { NotifierAccess } from '../notifier/settings.ts';
import { findChats } from '../notifier/telegram-chats.ts';
import type { Clock, Instant } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { Pool } from '../platform/postgres.ts';
import type { Vault } from '../tracker/personal-data.ts';
import type { Config } from './config.ts';
import type { LiveConfiguration } from './configuration/live.ts';
import { startCounting } from './counting.ts';
import { every } from './every.ts';
import { startLearning } from './learning.ts';
import { startPushing } from './pushing.ts';
import { suggesting } from './suggesting.ts';
import type { Teardown } from './teardown.ts';
import { startWatching } from './watching.ts';

const LOOK_MS = 1_000;
const DELAYS_MS = 60_000;
const REMINDERS_MS = 60_000;
const HOUSEKEEPING_MS = 3_600_000;

/**
 * Everything that finds out what is wrong and tells people until somebody acts. Any number of processes may: schedules and
 * watchers run in the one that leads, all else in each. Throws Failure where the configuration asks a query that the
 * database does not take. Stops with `teardown`.
 */
export async function startAlerting(
  on: {
    config: Config;
    pool: Pool;
    /** That of `pool`: who leads holds a connection of its own. */
    databaseUrl: string;
    /** Empty: there is no broker. */
    amqpUrl: string;
    /** Null: nobody said where it is. */
    managementUrl: string | null;
    configuration: LiveConfiguration;
    facts: FactsAt;
    access: NotifierAccess;
    vault: Vault;
    clock: Clock;
    log: Log;
    registry: Metrics;
  },
  teardown: Teardown,
): Promise<void> {
  const { config, pool, databaseUrl, amqpUrl, configuration, facts, access, vault, clock, log, registry } = on;
  const settings = () => configuration.current().alerts;
  const lifecycles = () => configuration.current().lifecycles;
  const loop = (name: string, periodMs: number, work: Parameters<typeof every>[1]['work']) => {
    const running = every(periodMs, { name, work, clock, log });
    teardown.add(name, () => running.stop());
  };
  await configuration.guard(({ alerts }) => checkQueries(pool, alerts));

  const leader = createLeader({ databaseUrl, name: `${hostname()} ${process.pid}`, clock, log });
  teardown.add('leadership of schedules', () => leader.stop());
  // Before the watchers look for the first time: nothing is judged until one has.
  await leader.hold();
  loop('leadership of schedules', LOOK_MS, leader.hold);
  startWatching(
    {
      ...on,
      managementUrl: amqpUrl === '' ? null : on.managementUrl,
      decode: decoder(lifecycles, () => configuration.current().sources),
      endpoints: () => configuration.current().endpoints,
      isLeader: leader.isLeader,
    },
    teardown,
  );

  const metrics = createAlertMetrics(registry);
  gaugeIncidents(registry, pool, clock);
  countVerdicts(registry, pool);
  const grace = createStartGrace({ db: pool, readQueues, begunAt: clock.now(), log });
  const judge = createJudge({ pool, facts, providers: evidenceProviders(pool, KEPT_EVIDENCE) });
  const jobs = () => [
    ...causesJobs(settings, { pool, judge, grace }),
    ...ruleJobs(settings, { pool, lifecycles, judge, grace }),
    ...digestJobs(settings, { pool, lifecycles, vault, suggest: suggesting({ pool, settings, lifecycles, log }) }),
  ];
  const scheduler = createScheduler({ pool, jobs, runner: randomUUID(), clock, log, metrics });
  const heartbeat = createHeartbeat({ url: config.heartbeatUrl, log });
  const work = [grace, scheduler, createEndings({ pool, settings }), createEscalationPulse({ pool })];
  loop('schedules', LOOK_MS, createSchedules({ leader, work, heartbeat, metrics }).runOnce);
  startLearning({ ...on, lifecycles, isLeader: leader.isLeader }, teardown);
  startCounting({ ...on, lifecycles, isLeader: leader.isLeader }, teardown);
  const blindTo = async (now: Instant) => blindnessOf(await facts.at(now), { isWatched: on.managementUrl !== null });
  const delays = createDelays({ pool, lifecycles, vault, blindTo, judge });
  const tellsDelays = () => leader.isLeader() && !grace.holds('delays');
  loop('delays told to customers', DELAYS_MS, async now => tellsDelays() && delays.runOnce(now));
  loop('housekeeping of alerts', HOUSEKEEPING_MS, createHousekeeping({ pool }).runOnce);

  const links: IncidentLinks = {
    acknowledge: (about, now) => acknowledgeUrl(access, about, now),
    open: () => null,
  };
  const reaching = {
    settings,
    notifications: () => configuration.current().notifications,
    channels: channelsOf(access),
    findChats: (db: Parameters<typeof findChats>[0], people: Parameters<typeof findChats>[1]) =>
      findChats(db, people, vault),
  };
  const telling = { ...reaching, pool, vault, links, onTold: metrics.escalated, log };
  loop('escalation', LOOK_MS, createEscalator(telling).runOnce);
  loop('farewells', LOOK_MS, createFarewells(telling).runOnce);
  loop('ends of silences', REMINDERS_MS, createSilenceReminders(telling).runOnce);
  startPushing({ ...on, access: config.pushes, publicUrl: config.notifier.publicUrl }, teardown);
}
