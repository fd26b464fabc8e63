import type { z } from 'zod';
import { isLed } from '../../alerts/leader.ts';
import { readLastRuns, ruleJob } from '../../alerts/run-list.ts';
import { readLastStart } from '../../alerts/run-rows.ts';
import type { AlertSettings } from '../../alerts/settings.ts';
import { readBroker } from '../../collector/watch/watched-broker.ts';
import { readEndpoints } from '../../collector/watch/watched-endpoints.ts';
import { readChannelHealth } from '../../notifier/channel-health.ts';
import type { NotifierSettings } from '../../notifier/settings.ts';
import { type Clock, type Instant, toIso } from '../../platform/clock.ts';
import type { CheckVerdict } from '../../platform/ops-server.ts';
import type { Pool } from '../../platform/postgres.ts';
import { inSeconds } from '../../tracker/iso-duration.ts';
import type { contract } from '../contract.ts';

export type Health = z.infer<typeof contract.Health>;
type Dependency = Health['dependencies'][number];

/** What this process knows of itself. */
export type OwnHealth = {
  version: string;
  /** As `/readyz` asks. */
  checks: () => Promise<readonly CheckVerdict[]>;
  rawRetentionMs: number;
};

export type HealthDeps = {
  pool: Pool;
  clock: Clock;
  alerts: () => AlertSettings;
  notifications: () => NotifierSettings;
  /** Name of the company's sign-in; null: people have passwords of their own. */
  oidcName: string | null;
  health: OwnHealth;
};

/** Watchers look every few seconds to a minute: whoever has not looked for so long does not look any more. */
const LOOKED_WITHIN_MS = 5 * 60_000;

const CHECKED: Readonly<Record<string, Dependency['kind']>> = {
  postgres: 'postgres',
  'postgres-replica': 'replica',
  rabbitmq: 'rabbitmq',
  intake: 'intake',
  configuration: 'configuration',
};

export async function readHealth(deps: HealthDeps): Promise<Health> {
  const { pool, clock, alerts, notifications, health } = deps;
  const now = clock.now();
  const verdicts = await health.checks();
  const { rules } = alerts();
  const lastOf = await readLastRuns(
    pool,
    rules.map(({ name }) => ruleJob(name)),
  );
  const failing = rules.filter(({ name }) => {
    const { last } = lastOf(ruleJob(name));
    return last !== null && (last.error !== null || last.blind !== null);
  });
  const dependencies = [
    ...checked(verdicts),
    await schedules(pool, rules.length, now),
    await management(pool, now),
    ...(await channels(pool, now)),
    ...(await endpoints(pool, now)),
    signIn(deps.oidcName),
  ];
  const { rows } = await pool.query<{ version: string }>(`select current_setting('server_version') as version`);
  const isDown = verdicts.some(({ vital, healthy }) => vital && !healthy);
  const isDegraded = failing.length > 0 || dependencies.some(({ state }) => state === 'down');
  return {
    at: toIso(now),
    state: isDown ? 'down' : isDegraded ? 'degraded' : 'well',
    version: health.version,
    versions: { node: process.versions.node, postgres: rows[0]?.version ?? null },
    dependencies,
    rules: { declared: rules.length, failing: failing.map(({ name }) => name) },
    retention: {
      rawMessages: inSeconds(health.rawRetentionMs),
      messageBodies: inSeconds(notifications().bodyRetentionMs),
    },
  };
}

function dependency(kind: Dependency['kind'], more: Partial<Dependency> = {}): Dependency {
  return { kind, name: null, state: 'well', since: null, lastAt: null, detail: null, ...more };
}

/** Those that are not asked by this process are not set up in it. */
function checked(verdicts: readonly CheckVerdict[]): Dependency[] {
  return Object.entries(CHECKED).map(([name, kind]) => {
    const verdict = verdicts.find(one => one.name === name);
    return dependency(kind, { state: verdict === undefined ? 'off' : verdict.healthy ? 'well' : 'down' });
  });
}

async function schedules(pool: Pool, rules: number, now: Instant): Promise<Dependency> {
  const last = await readLastStart(pool);
  const lastAt = last === null ? null : toIso(last);
  if (rules === 0) return dependency('schedules', { state: 'off', lastAt });
  if (!(await isLed(pool)))
    return dependency('schedules', { state: 'down', lastAt, detail: 'No process leads the schedules.' });
  // Whatever else is declared, causes are looked for each minute.
  const runs = last !== null && now - last < LOOKED_WITHIN_MS;
  return dependency('schedules', { state: runs ? 'well' : 'unknown', lastAt });
}

async function management(pool: Pool, now: Instant): Promise<Dependency> {
  const broker = await readBroker(pool);
  if (broker === null) return dependency('management', { state: 'off' });
  const seen = { since: toIso(broker.since), lastAt: toIso(broker.sampledAt) };
  if (now - broker.sampledAt > LOOKED_WITHIN_MS) return dependency('management', { ...seen, state: 'unknown' });
  const detail = broker.reachable ? broker.alarms.join(', ') || null : broker.obstacle;
  return dependency('management', { ...seen, state: broker.reachable ? 'well' : 'down', detail });
}

async function channels(pool: Pool, now: Instant): Promise<Dependency[]> {
  const states = { up: 'well', down: 'down', dry: 'off', unknown: 'unknown' } as const;
  return (await readChannelHealth(pool, now)).map(({ channel, state, since, provider, lastSentAt }) =>
    dependency('channel', {
      name: channel,
      state: states[state],
      since: since === null ? null : toIso(since),
      lastAt: lastSentAt === null ? null : toIso(lastSentAt),
      detail: provider,
    }),
  );
}

async function endpoints(pool: Pool, now: Instant): Promise<Dependency[]> {
  return (await readEndpoints(pool)).map(({ name, up, since, sampledAt, obstacle }) =>
    dependency('endpoint', {
      name,
      state: now - sampledAt > LOOKED_WITHIN_MS ? 'unknown' : up ? 'well' : 'down',
      since: toIso(since),
      lastAt: toIso(sampledAt),
      detail: obstacle,
    }),
  );
}

/** It is asked when somebody signs in, and not before. */
function signIn(oidcName: string | null): Dependency {
  return dependency('signIn', { state: oidcName === null ? 'off' : 'unknown', detail: oidcName });
}
