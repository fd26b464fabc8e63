import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { problemLine, readConfiguration } from '../app/configuration/read.ts';
import type { Configuration } from '../app/configuration/sections.ts';
import type { Channel } from '../notifier/channel.ts';
import { createNoticeListener } from '../notifier/listener.ts';
import { type MemoryChannel, memoryChannel, outboxUnderTest } from '../notifier/outbox-under-test.ts';
import type { Clock, Instant } from '../platform/clock.ts';
import { createLog } from '../platform/log.ts';
import { createMetrics } from '../platform/metrics.ts';
import { createPool, type Pool } from '../platform/postgres.ts';
import type { Ledger, Listener } from '../tracker/ledger.ts';
import { plainVault } from '../tracker/personal-data.ts';
import { createLedger } from '../tracker/record.ts';
import { createAlertMetrics } from './alert-metrics.ts';
import { createEndings } from './endings.ts';
import { createEscalator } from './escalator.ts';
import { createFarewells } from './farewells.ts';
import { createIncidentListener } from './incident-listener.ts';
import { createLeader } from './leader.ts';
import { ruleJobs } from './rule-job.ts';
import { createScheduler } from './scheduler.ts';

/** As `orderwatch up` reads it. */
export function configurationOf(yaml: string): Configuration {
  const verdict = readConfiguration(yaml, 'orderwatch.yaml');
  if (!verdict.ok) throw new Error(verdict.problems.map(problemLine).join('\n'));
  return verdict.configuration;
}

export type World = {
  pool: Pool;
  databaseUrl: string;
  clock: Clock;
  configuration: () => Configuration;
  channels: readonly Channel[];
};

/** A provider that can be asked whether it has a message, and takes each for another one. */
export function providerUnderTest(name: 'email' | 'slack'): MemoryChannel {
  const provider: MemoryChannel = memoryChannel(name, {
    whenUnknown: 'lookUp',
    lookedUp: ({ id }) =>
      provider.taken.some(one => one.id === id) ? { kind: 'found', providerId: id } : { kind: 'absent' },
  });
  return provider;
}

/** Whatever records an event, incidents end in its transaction. */
export function ledgerOf({ pool, clock, configuration }: World, more: readonly Listener[] = []): Ledger {
  const lifecycles = () => configuration().lifecycles;
  const notices = createNoticeListener({
    lifecycles,
    settings: () => configuration().notifications,
    clock,
    vault: plainVault,
  });
  const incidents = createIncidentListener({ settings: () => configuration().alerts, lifecycles, clock });
  return createLedger({ pool, lifecycles, clock, vault: plainVault, listeners: [notices, incidents, ...more] });
}

export type Replica = {
  name: string;
  /** Everything that a process does in one look, after it has tried to lead. Returns whether it leads. */
  lookOnce(now: Instant): Promise<boolean>;
  stop(): Promise<void>;
};

/**
 * A process that alerts and sends messages, with connections of its own: they bear its name, so they can be cut.
 * `diesNow` is asked before each query, which then finds its connection cut.
 */
export function aReplica(world: World, diesNow: () => boolean = () => false): Replica {
  const name = randomUUID();
  const { clock, configuration, channels } = world;
  const address = new URL(world.databaseUrl);
  address.searchParams.set('application_name', name);
  const databaseUrl = address.href;
  const log = createLog('silent');
  const pool = createPool(databaseUrl, log, { max: 3 });
  pool.on('connect', client => {
    const ask = client.query.bind(client) as (...query: unknown[]) => unknown;
    const { connection } = client as unknown as { connection: { stream: Socket } };
    const query = (...asked: unknown[]) => {
      if (diesNow()) connection.stream.destroy();
      return ask(...asked);
    };
    Object.assign(client, { query });
  });
  const settings = () => configuration().alerts;
  const lifecycles = () => configuration().lifecycles;
  const leader = createLeader({ databaseUrl, name, clock, log });
  const metrics = createAlertMetrics(createMetrics());
  const jobs = () => ruleJobs(settings, { pool, lifecycles });
  const scheduler = createScheduler({ pool, jobs, runner: name, clock, log, metrics });
  const notifications = configuration().notifications;
  const outbox = outboxUnderTest({ pool, clock, channels, settings: notifications, lifecycles: lifecycles() });
  const links = {
    acknowledge: ({ incident, person }: { incident: number; person: string }) =>
      `https://orders.example/ack/${incident}/${person}`,
    open: (incident: number) => `https://orders.example/incidents/${incident}`,
  };
  const escalator = createEscalator({
    pool,
    vault: plainVault,
    settings,
    notifications: () => configuration().notifications,
    channels: new Set(channels.map(channel => channel.name)),
    findChats: async () => new Map(),
    links,
    onTold: () => {},
    log,
  });
  const loops = [
    createEndings({ pool, settings }),
    escalator,
    createFarewells({ pool, vault: plainVault, links, log }),
    outbox.dispatcher,
  ];
  return {
    name,
    lookOnce: async now => {
      const leads = await leader.hold();
      if (leads) await scheduler.runOnce(now);
      for (const loop of loops) await loop.runOnce(now);
      return leads;
    },
    stop: async () => {
      if (!pool.ended) await Promise.all([leader.stop(), pool.end()]);
    },
  };
}

/** Cuts all connections of a replica, as its death would, and waits until the server has noticed. */
export async function cutOff(pool: Pool, { name }: Pick<Replica, 'name'>): Promise<void> {
  await pool.query('select pg_terminate_backend(a.pid, 5000) from pg_stat_activity a where a.application_name = $1', [
    name,
  ]);
}
