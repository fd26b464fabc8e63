import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'amqplib';
import type { Log } from '../log.ts';
import { CantStart, holdHome, openHome, privateFolder, readJson, writeJson } from './home.ts';
import { keepRunning } from './keeper.ts';
import { until } from './process.ts';
import { installWithApt } from './rabbitmq-apt.ts';
import { dockerAnswers, dockerBroker } from './rabbitmq-docker.ts';
import { findServerScript, localBroker } from './rabbitmq-node.ts';

export type EmbeddedRabbitmq = {
  amqpUrl: string;
  managementUrl: string;
  stop(): Promise<void>;
};

/** What is chosen at the first start and kept: the node's name is part of where RabbitMQ keeps its data. */
export type BrokerSettings = {
  node: string;
  user: string;
  password: string;
  amqpPort: number;
  managementPort: number;
  prometheusPort: number;
  distributionPort: number;
  epmdPort: number;
};

export type PortName = 'amqpPort' | 'managementPort' | 'prometheusPort' | 'distributionPort' | 'epmdPort';

/** One way to run a broker: as processes of this machine, or in a container. */
export type Broker = {
  /** Chooses other ports for those that somebody else has; not called while the broker runs. */
  settle(settings: BrokerSettings): Promise<BrokerSettings>;
  /** The pid to watch of a broker that an earlier run left, or null. Throws when that can't be told. */
  running(settings: BrokerSettings): Promise<number | null>;
  launch(settings: BrokerSettings): Promise<number>;
  /** Whether the broker that `running` or `launch` gave this pid is still there. */
  isAlive(pid: number): Promise<boolean>;
  /** What has to be mended in a broker that was killed, once it answers again. */
  afterReady?(settings: BrokerSettings): Promise<void>;
  /** What it said last, for the message of a start that failed. */
  lastWords(): Promise<string>;
  stop(settings: BrokerSettings, pid: number | null): Promise<void>;
};

// About 8 s on two cores; a slow disk or a recovery of many queues takes longer.
const READY_MS = 120_000;
const MENDING_TRIES = 3;

/**
 * Starts a private RabbitMQ with its data in `<home>/rabbitmq`, every listener on loopback ports of its own, and returns
 * when an AMQP handshake and the management API work. A broker that a killed run left behind is taken over.
 * Where none can be had, `unavailable` says exactly what to do. Throws HomeInUse when another process works in `home`.
 */
export async function startEmbeddedRabbitmq({
  home,
  log,
  say,
}: {
  home: string;
  log: Log;
  say: (sentence: string) => void;
}): Promise<EmbeddedRabbitmq | { unavailable: string }> {
  const ownHome = openHome(home);
  const release = holdHome(ownHome);
  try {
    // What it keeps are customers' orders, and Erlang's umask is that of whoever started us.
    const folder = privateFolder(join(ownHome, 'rabbitmq'));
    const broker = await findBroker(folder, log, say);
    if ('unavailable' in broker) {
      release();
      return broker;
    }
    const settingsFile = join(ownHome, 'rabbitmq.json');
    const start = () => ensureRunning(broker, settingsFile, log);
    const pid = await start();
    const settings = remembered(settingsFile);
    const keeper = keepRunning({ name: 'rabbitmq', pid, isAlive: broker.isAlive, start, log });
    let stopped: Promise<void> | undefined;
    const stop = async () => {
      await broker.stop(settings, await keeper.stop());
      release();
    };
    return {
      amqpUrl: amqpUrl(settings),
      managementUrl: `http://${settings.user}:${settings.password}@127.0.0.1:${settings.managementPort}`,
      stop: () => {
        stopped ??= stop();
        return stopped;
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}

async function findBroker(
  folder: string,
  log: Log,
  say: (sentence: string) => void,
): Promise<Broker | { unavailable: string }> {
  // Data that a container wrote stays with Docker, even if a server was installed since: two brokers share no data.
  const containerised = existsSync(join(folder, 'docker'));
  const found = containerised ? null : findServerScript();
  if (found) return localBroker(found, folder);
  const installed = containerised ? null : await installWithApt({ log, logFile: join(folder, 'apt.log'), say });
  const script = installed === true ? findServerScript() : null;
  if (script) return localBroker(script, folder);
  const trouble = typeof installed === 'string' ? ` ${installed}` : '';
  if (await dockerAnswers()) return dockerBroker(folder, say);
  return {
    unavailable:
      `There is no RabbitMQ on this machine.${trouble} Do one of these and start again: install it ` +
      '(Debian, Ubuntu: "sudo apt-get install rabbitmq-server"; macOS: "brew install rabbitmq"), ' +
      'start Docker, or set AMQP_URL to a RabbitMQ that you have (amqp://user:password@host:5672/vhost).',
  };
}

/** Gives the pid of the broker, which answers: the one that runs already on this data, or a new one. */
async function ensureRunning(broker: Broker, settingsFile: string, log: Log): Promise<number> {
  const known = readJson<BrokerSettings>(settingsFile);
  const left = known && (await broker.running(known));
  if (known && left !== null) {
    if (await ready(known, async () => !(await broker.isAlive(left)))) {
      await mendAfterCrash(broker, known, log);
      log.info({ pid: left }, 'took over the RabbitMQ that an earlier run had left');
      return left;
    }
    // It hangs or it just ended: whatever is left of it would hold the ports and the data.
    await broker.stop(known, left);
  }
  const settings = await broker.settle(known ?? firstSettings());
  writeJson(settingsFile, settings);
  const pid = await broker.launch(settings);
  try {
    if (!(await ready(settings, async () => !(await broker.isAlive(pid))))) {
      throw new CantStart(`RabbitMQ did not start. The last it said:\n${await broker.lastWords()}`);
    }
  } catch (error) {
    await broker.stop(settings, pid);
    throw error;
  }
  await mendAfterCrash(broker, settings, log);
  return pid;
}

/** A machine that is busy may be too slow the first time; a queue without a leader would not come back by itself. */
async function mendAfterCrash(broker: Broker, settings: BrokerSettings, log: Log): Promise<void> {
  for (let tries = 1; tries <= MENDING_TRIES; tries++) {
    try {
      return await broker.afterReady?.(settings);
    } catch (error) {
      log.warn({ err: error, tries }, 'quorum queues may lack a leader');
    }
  }
}

/** Waits for a handshake over AMQP and the management API; false when `gone` becomes true or time runs out. */
async function ready(settings: BrokerSettings, gone: () => Promise<boolean>): Promise<boolean> {
  const outcome = await until(READY_MS, async () => {
    if ((await greets(settings)) && (await manages(settings))) return 'ready';
    return (await gone()) ? 'gone' : null;
  });
  return outcome === 'ready';
}

async function greets(settings: BrokerSettings): Promise<boolean> {
  try {
    const connection = await connect(amqpUrl(settings), { timeout: 2_000 });
    connection.on('error', () => {});
    await connection.close();
    return true;
  } catch (error) {
    if (error instanceof Error && error.message.includes('ACCESS_REFUSED')) {
      throw new CantStart(
        'The remembered RabbitMQ password (rabbitmq.json) is not the one of its data. Restore the file, ' +
          'or delete it together with the folder rabbitmq beside it to begin with an empty broker.',
        { cause: error },
      );
    }
    return false;
  }
}

async function manages({ managementPort, user, password }: BrokerSettings): Promise<boolean> {
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  try {
    const response = await fetch(`http://127.0.0.1:${managementPort}/api/whoami`, {
      headers: { authorization },
      signal: AbortSignal.timeout(2_000),
    });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

function firstSettings(): BrokerSettings {
  return {
    node: `orderwatch-${randomBytes(4).toString('hex')}@localhost`,
    user: 'orderwatch',
    password: randomBytes(24).toString('base64url'),
    // 0 is never free: settle() chooses.
    amqpPort: 0,
    managementPort: 0,
    prometheusPort: 0,
    distributionPort: 0,
    epmdPort: 0,
  };
}

function remembered(settingsFile: string): BrokerSettings {
  const settings = readJson<BrokerSettings>(settingsFile);
  if (!settings) throw new CantStart(`${settingsFile} is gone.`);
  return settings;
}

function amqpUrl({ user, password, amqpPort }: BrokerSettings): string {
  // The default virtual host is named "/": spelled out, because clients disagree about what an empty path means.
  return `amqp://${user}:${password}@127.0.0.1:${amqpPort}/%2F`;
}
