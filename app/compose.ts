import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { readBehind, readSight } from '../alerts/sight.ts';
import { WATCHED } from '../alerts/watched.ts';
import { firstAdminToken } from '../api/access/one-time-link.ts';
import { createApiServer } from '../api/server.ts';
import { gaugeConsuming } from '../collector/consuming-gauge.ts';
import { decoder } from '../collector/envelope/decode.ts';
import { createIntake, defaultIntakeOptions, isConsuming, isRecording } from '../collector/intake.ts';
import { createIntakeMetrics } from '../collector/intake-metrics.ts';
import { foreignExchanges } from '../collector/mapping/source-section.ts';
import { gaugeQuarantine } from '../collector/quarantine-gauge.ts';
import { rawPartitions } from '../collector/raw-partitions.ts';
import { defaultTopology } from '../collector/topology.ts';
import type { NotifierAccess } from '../notifier/settings.ts';
import { systemClock } from '../platform/clock.ts';
import { holdHome } from '../platform/embedded/home.ts';
import { startEmbeddedPostgres } from '../platform/embedded/postgres.ts';
import { startEmbeddedRabbitmq } from '../platform/embedded/rabbitmq.ts';
import type { Log } from '../platform/log.ts';
import { createMetrics, showBuild } from '../platform/metrics.ts';
import { type Check, createOpsServer, verdictsOf } from '../platform/ops-server.ts';
import { gaugePools } from '../platform/pool-gauges.ts';
import { createPool, type Pool } from '../platform/postgres.ts';
import { createBroker } from '../platform/rabbitmq.ts';
import { readFromReplica } from '../platform/replica.ts';
import { type RunFile, removeRunFile, writeRunFile } from '../platform/run-file.ts';
import { startTelemetry } from '../platform/telemetry/start.ts';
import type { Live } from '../simulator/live.ts';
import { gaugeAudit } from '../tracker/audit/audit-gauge.ts';
import { noteEnd } from '../tracker/audit/note-end.ts';
import { clearChanges } from '../tracker/changes/clear-changes.ts';
import { createExpiry } from '../tracker/corrections/proposals.ts';
import { gaugeDecisions } from '../tracker/decisions/decision-gauges.ts';
import { freezeDue } from '../tracker/freeze-due.ts';
import { createClaimSweep } from '../tracker/hands/hands.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import { createOrderMetrics } from '../tracker/metrics/order-metrics.ts';
import { vaultOf } from '../tracker/personal-data.ts';
import { type AdminKey, admitAdminKey, knownAdminKey, makeAdminKey } from './admin-key.ts';
import { startAlerting } from './alerting.ts';
import type { Config } from './config.ts';
import { configurationDesk } from './configuration/desk.ts';
import { openConfiguration } from './configuration/live.ts';
import { nameOf } from './configuration/read-file.ts';
import { triedConfiguration } from './configuration/tried.ts';
import { triedMapping } from './configuration/tried-mapping.ts';
import { admitKey, DATABASE_PATIENCE_MS, migrateAll, waitForDatabase } from './database.ts';
import { createDemo } from './demo.ts';
import { openDiagnosis, openFacts } from './diagnosing.ts';
import { every } from './every.ts';
import { Failure } from './exit.ts';
import { openLedger } from './ledger.ts';
import { listenOn } from './listening.ts';
import { notifierAccess } from './notifier-access.ts';
import { type Notifying, startNotifying } from './notifying.ts';
import { startPublishing } from './publishing.ts';
import { keepRenewed } from './renewal.ts';
import { knownSigningKey, makeSigningKey } from './signing-key.ts';
import type { Teardown } from './teardown.ts';
import { openTemplates } from './templates.ts';
import { traceTarget } from './trace-target.ts';
import { startTracingOrders } from './tracing-orders.ts';
import { readVersion } from './version.ts';

/** `tracker`: intake from RabbitMQ into the ledger. `api`: HTTP. `notifier`: messages to people. `alerts`: rules, incidents. */
export type Role = 'tracker' | 'api' | 'notifier' | 'alerts';

export type Wiring = {
  config: Config;
  roles: ReadonlySet<Role>;
  /** Start the servers that the settings don't name, in the home folder; otherwise they have to be named. */
  embedded: boolean;
  /** Play shop, CRM and MES. */
  simulate: boolean;
  log: Log;
  /** For the person at the terminal. */
  say: (text: string) => void;
  /** Somebody wants it to stop while it still starts. */
  signal: AbortSignal;
};

/** `adminKey` is null where there is no API, or where nobody gave it one. */
export type Running = {
  run: RunFile;
  adminKey: AdminKey | null;
  /** Where the first admin comes in, once; null where there is one, or nobody would see this. */
  firstAdminUrl: string | null;
  /** Those of the start. */
  lifecycles: Lifecycles;
  /** What would go out now; none in a process that sends no messages. */
  channels: ReturnType<Notifying['health']>;
  /** Reads the configuration again at once. */
  reload(): void;
  /** To be started when everything has been said; `teardown` stops it. */
  simulator: Live | null;
};

const BROKER_PATIENCE_MS = 10_000;
// What they usually take is 6 s and below 1 s.
const BROKER_STOP_MS = 9_000;
const DATABASE_STOP_MS = 3_000;
// It gives up by itself just before.
const TELEMETRY_STOP_MS = 2_500;
// A change counts when two looks have found it.
const CONFIGURATION_LOOK_MS = 1_000;
const FREEZE_RULES_MS = 60_000;
const CHANGES_CLEANUP_MS = 60_000;
const FORGOTTEN_MS = 60_000;
const AUDIT_END_MS = 3_600_000;
const RAW_MESSAGE_CLEANUP_MS = 6 * 3_600_000;

/**
 * Wires the rooms from the ground up and returns when everything runs. Whatever was acquired is in `teardown`, in that
 * order, also when this throws. A broker that can't be had is no reason to fail: everything else runs without.
 */
export async function compose(wiring: Wiring, teardown: Teardown): Promise<Running> {
  const { config, roles, embedded, log, say, signal } = wiring;
  const { home } = config;
  const clock = systemClock;
  const brokerNeeded = roles.has('tracker');
  const needsBroker = embedded && brokerNeeded && config.amqpUrl === null;
  const needsDatabase = embedded && config.databaseUrl === null;

  const version = readVersion();
  const telemetry = await startTelemetry(config.telemetry, { version, log });
  teardown.add('telemetry', () => telemetry.stop(), TELEMETRY_STOP_MS);

  const registry = createMetrics();
  showBuild(registry, version);
  const configuration = await openConfiguration(config.configurationFile, { log, registry, now: clock.now() });
  const lifecycles = () => configuration.current().lifecycles;
  const sources = () => configuration.current().sources;

  // Both servers hold the folder for themselves too; held here first, it is refused once and before anything starts.
  if (needsBroker || needsDatabase) teardown.add('home folder', holdHome(home));

  // The broker takes longest to start, so it does that while the rest goes on.
  const ownBroker = needsBroker ? startRabbitmq(wiring) : null;
  if (ownBroker) teardown.add('embedded RabbitMQ', async () => (await ownBroker).stop(), BROKER_STOP_MS);
  const ownDatabase = needsDatabase ? await startEmbeddedPostgres({ home, log, say }) : null;
  if (ownDatabase) teardown.add('embedded PostgreSQL', () => ownDatabase.stop(), DATABASE_STOP_MS);
  signal.throwIfAborted();

  const databaseUrl = config.databaseUrl ?? ownDatabase?.databaseUrl;
  if (databaseUrl === undefined) throw new Failure('DATABASE_URL is not set.');
  const pool = createPool(databaseUrl, log);
  teardown.add('database connections', () => pool.end());

  // Of its own: that all others are busy must not look as if the database were gone.
  const probe = createPool(databaseUrl, log, { max: 1 });
  teardown.add('database probe', () => probe.end());

  const replicaPool = roles.has('api') ? openReplica(wiring, teardown) : null;
  const replica = replicaPool && readFromReplica(replicaPool, pool, { clock, log });
  gaugePools(registry, { main: pool, ...(replicaPool && { replica: replicaPool }) });

  let consumes = () => false;
  let records = () => true;
  let channels = (): ReturnType<Notifying['health']> => [];
  const checks: Check[] = [
    { name: 'postgres', vital: true, healthy: () => probe.query('select 1').then(() => true) },
    ...(replica ? [{ name: 'postgres-replica', vital: false, healthy: replica.isUsed }] : []),
    { name: 'configuration', vital: false, healthy: configuration.isInStep },
    ...(brokerNeeded
      ? [
          { name: 'rabbitmq', vital: false, healthy: () => consumes() },
          { name: 'intake', vital: false, healthy: () => records() },
        ]
      : []),
    ...(roles.has('notifier')
      ? [
          {
            name: 'notifier',
            vital: false,
            healthy: () => channels().every(({ state }) => state !== 'down'),
            detail: () => Object.fromEntries(channels().map(({ channel, state }) => [channel, state])),
          },
        ]
      : []),
  ];
  const ops = createOpsServer({ registry, checks });
  teardown.add('ops server', () => ops.stop());
  const opsUrl = await listenOn(ops, { setting: 'OPS_PORT', port: config.opsPort, host: config.host });

  await waitForDatabase(pool, { limitMs: DATABASE_PATIENCE_MS, say, signal });
  // A migration may take longer than any query of the daily work.
  const unhurried = createPool(databaseUrl, log, { max: 1, queryLimitMs: null });
  const migrated = await migrateAll(unhurried).finally(() => unhurried.end());
  if (migrated.length > 0) log.info({ migrated }, 'brought the database to the newest schema');
  signal.throwIfAborted();

  const vault = vaultOf(config.dataKey);
  await admitKey(pool, vault, { now: clock.now(), say: text => log.warn(text) });

  // Asked once now, so that one that is not there is told of before anybody waits for it.
  await replica?.query('select 1');

  const partitions = rawPartitions(pool, config.rawRetentionMs);
  const cleanup = every(RAW_MESSAGE_CLEANUP_MS, { name: 'raw message cleanup', work: partitions.runOnce, clock, log });
  teardown.add('raw message cleanup', () => cleanup.stop());

  const clearing = every(CHANGES_CLEANUP_MS, {
    name: 'changes cleanup',
    work: now => clearChanges(pool, now),
    clock,
    log,
  });
  teardown.add('changes cleanup', () => clearing.stop());

  gaugeQuarantine(registry, pool);
  gaugeAudit(registry, pool);
  gaugeDecisions(registry, pool);
  const ends = every(AUDIT_END_MS, { name: 'end of the audit log', work: noteEnd(pool, log), clock, log });
  teardown.add('end of the audit log', () => ends.stop());
  if (brokerNeeded) gaugeConsuming(registry, () => consumes());
  const orderMetrics = createOrderMetrics(registry, lifecycles);
  orderMetrics.foresee();
  configuration.onChange(() => orderMetrics.foresee());
  const traces = traceTarget(config);
  const ledger = openLedger({
    pool,
    configuration: configuration.current,
    clock,
    vault,
    metrics: orderMetrics,
    traced: traces !== null,
  });
  if (roles.has('tracker')) {
    const renewal = keepRenewed({ pool, lifecycles, clock, log, vault });
    teardown.add('renewal of orders', () => renewal.stop());
    configuration.onChange(() => renewal.begin());
    const { runOnce } = freezeDue({ pool, ledger, lifecycles });
    const decisions = () => configuration.current().decisions;
    const claims = createClaimSweep({ db: pool, ledger, settings: decisions });
    const sweeping = every(FORGOTTEN_MS, { name: 'forgotten claims', work: claims.runOnce, clock, log });
    teardown.add('forgotten claims', () => sweeping.stop());
    const proposals = createExpiry({ pool, vault });
    const expiring = every(FORGOTTEN_MS, { name: 'forgotten corrections', work: proposals.runOnce, clock, log });
    teardown.add('forgotten corrections', () => expiring.stop());
    const freezing = every(FREEZE_RULES_MS, { name: 'freeze rules', work: runOnce, clock, log });
    teardown.add('freeze rules', () => freezing.stop());
  }
  const target = roles.has('tracker') ? traces : null;
  await startTracingOrders({ pool, lifecycles, target, clock, log, registry }, teardown);
  const deps = {
    pool,
    ledger,
    lifecycles,
    sources,
    decode: decoder(lifecycles, sources),
    partitions,
    metrics: createIntakeMetrics(registry),
    clock,
    vault,
  };

  let { managementUrl } = config;
  const facts = openFacts({ pool, configuration: configuration.current });
  const signingKey = knownSigningKey(home, config.notifier.signingKey) ?? (embedded ? makeSigningKey(home) : null);
  let adminKey: AdminKey | null = null;
  let firstAdminUrl: string | null = null;
  let httpUrl = '';
  if (roles.has('api')) {
    adminKey = knownAdminKey(home, config.adminKey) ?? (embedded ? makeAdminKey(home) : null);
    if (adminKey) await admitAdminKey(pool, home, adminKey, clock.now());
    else say('ORDERWATCH_ADMIN_KEY is not set: only keys that the database knows already open this API.');
    if (!signingKey)
      say('ORDERWATCH_SIGNING_KEY is not set: links in messages, such as to unsubscribe, open nothing here.');
    const notifications = () => configuration.current().notifications;
    const templates = openTemplates(notifications(), { log });
    configuration.onChange(changed => templates.adopt(changed.notifications));
    // Where nobody has given a public address, no provider outside of this machine has one to post to.
    const providers = () => ({ ...config.notifier, publicUrl: config.notifier.publicUrl ?? httpUrl });
    const api = createApiServer({
      ...deps,
      log,
      registry,
      reads: replica ?? pool,
      notifications,
      alerts: () => configuration.current().alerts,
      access: () => configuration.current().access,
      oidc: config.oidc,
      templates: templates.current,
      templateList: templates.list,
      readMapping: text => triedMapping(text, lifecycles()),
      decisions: () => configuration.current().decisions,
      ledgerOn: db => openLedger({ pool: db, configuration: configuration.current, clock, vault }),
      configuration: configurationDesk({
        running: configuration.running,
        alerts: () => configuration.current().alerts,
      }),
      health: {
        version: readVersion(),
        checks: () => verdictsOf(checks),
        rawRetentionMs: config.rawRetentionMs,
      },
      readConfiguration: text => triedConfiguration(text, nameOf(config.configurationFile)),
      sight: now =>
        readSight({ pool, lifecycles, settings: () => configuration.current().alerts, watched: WATCHED }, now),
      behind: now => readBehind({ pool, watched: WATCHED }, now),
      jaegerUrl: config.jaegerUrl,
      grafanaUrl: config.grafanaUrl,
      diagnose: openDiagnosis({ pool, facts, jaegerUrl: config.jaegerUrl, managementUrl: () => managementUrl }),
      signingKey,
      providers,
      ciSecret: config.ciSecret,
      trustedProxies: config.trustedProxies,
    });
    teardown.add('API', () => api.stop());
    httpUrl = await listenOn(api, { setting: 'PORT', port: config.port, host: config.host });
    const token = embedded && config.oidc === null ? await firstAdminToken(pool, clock.now()) : null;
    firstAdminUrl = token && `${providers().publicUrl}/sign-in?first=${token}`;
  }
  let access: NotifierAccess | null = null;
  if (roles.has('notifier') || roles.has('alerts')) {
    const { from } = configuration.current().notifications;
    access = notifierAccess(config, { signingKey, httpUrl, from, say });
  }
  if (access && roles.has('notifier')) {
    channels = startNotifying({ pool, configuration, access, vault, clock, log, registry }, teardown).health;
  }

  const rabbitmq = await ownBroker;
  managementUrl ??= rabbitmq?.managementUrl || null;
  signal.throwIfAborted();
  const amqpUrl = config.amqpUrl ?? rabbitmq?.amqpUrl ?? '';
  if (brokerNeeded && amqpUrl !== '') {
    const broker = createBroker({ url: amqpUrl, log, clock, name: 'orderwatch' });
    teardown.add('RabbitMQ connection', () => broker.stop());
    const topology = { ...defaultTopology, foreign: () => foreignExchanges(sources()) };
    const intake = createIntake({ ...deps, broker, log }, { ...defaultIntakeOptions, topology });
    teardown.add('intake', () => intake.stop());
    startPublishing({ pool, broker, clock, log }, teardown);
    configuration.onChange(() => intake.rebind());
    consumes = () => isConsuming(intake.status());
    records = () => isRecording(intake.status(), clock.now());
    await intake.start();
    await broker.start();
    // Before the queue is bound, what is published goes nowhere: nobody should be told to begin.
    await Promise.race([intake.consuming, setTimeout(BROKER_PATIENCE_MS, undefined, { signal, ref: false })]);
    if (!consumes()) {
      const why = intake.status().obstacle ?? 'the queue is not ready yet';
      say(`Nothing comes from RabbitMQ: ${why}. It is tried for ever, and everything else runs.`);
    }
  }

  if (access && roles.has('alerts')) {
    const servers = { databaseUrl, amqpUrl, managementUrl };
    await startAlerting(
      { config, ...servers, pool, configuration, facts, access, vault, clock, log, registry },
      teardown,
    );
  }

  // Those who adapt themselves to a new configuration (configuration.onChange) are all there by now.
  const follow = every(CONFIGURATION_LOOK_MS, { name: 'configuration', work: configuration.runOnce, clock, log });
  teardown.add('configuration', () => follow.stop());

  const run: RunFile = {
    pid: process.pid,
    httpUrl,
    opsUrl,
    amqpUrl,
    managementUrl: managementUrl ?? '',
    databaseUrl,
    adminKey: adminKey?.key ?? '',
    configurationFile: config.configurationFile && resolve(config.configurationFile),
  };
  if (embedded) {
    writeRunFile(home, run);
    teardown.add('run.json', () => removeRunFile(home));
  }
  const reload = () => {
    configuration.reload(clock.now()).catch(error => log.error({ err: error }, 'the configuration could not be read'));
  };

  const simulator =
    wiring.simulate && consumes()
      ? createDemo({ home, url: amqpUrl, api: { url: httpUrl, key: run.adminKey }, clock, log, say }, lifecycles)
      : null;
  if (simulator) teardown.add('simulator', () => simulator.stop());
  else if (wiring.simulate) say('The simulator publishes through RabbitMQ, so there is nothing to see without it.');
  return { run, adminKey, firstAdminUrl, lifecycles: lifecycles(), channels: channels(), reload, simulator };
}

function openReplica({ config: { databaseReadUrl }, log }: Wiring, teardown: Teardown): Pool | null {
  if (databaseReadUrl === null) return null;
  const pool = createPool(databaseReadUrl, log);
  teardown.add('read replica connections', () => pool.end());
  return pool;
}

/** Like a broker that is there but doesn't answer: one that could not be started is told of, and all else goes on. */
async function startRabbitmq({ config: { home }, log, say }: Wiring) {
  try {
    const started = await startEmbeddedRabbitmq({ home, log, say });
    if (!('unavailable' in started)) return started;
    say(started.unavailable);
  } catch (error) {
    say(`RabbitMQ could not be started: ${(error as Error).message}`);
  }
  say('Everything but the intake from RabbitMQ runs; events are taken over HTTP.');
  return { amqpUrl: '', managementUrl: '', stop: async () => {} };
}
