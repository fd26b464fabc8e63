import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { becomesFree, freePort } from './process.ts';
import type { Broker, BrokerSettings, PortName } from './rabbitmq.ts';

const IMAGE = 'rabbitmq:4-management';
const STOP_SECONDS = 15;
const INSPECT_MS = 10_000;
const PULL_MS = 600_000;

const run = promisify(execFile);

/** True when a Docker engine is there and answers: the client alone starts nothing. */
export async function dockerAnswers(): Promise<boolean> {
  try {
    const { stdout } = await run('docker', ['info', '--format', '{{.ServerVersion}}'], { timeout: 10_000 });
    return stdout.trim() !== '';
  } catch {
    return false;
  }
}

/** A broker in a container that is named after `folder`, with its data in `<folder>/docker`. */
export function dockerBroker(folder: string, say: (sentence: string) => void): Broker {
  const name = `orderwatch-rabbitmq-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`;

  // The pid is one of the engine's machine, which on macOS and Windows is not this one: it only tells one run of the
  // container from the next.
  const running = async () => {
    try {
      const state = ['inspect', '--format', '{{.State.Running}} {{.State.Pid}}', name];
      const { stdout } = await run('docker', state, { timeout: INSPECT_MS });
      const [isRunning, pid] = stdout.trim().split(' ');
      return isRunning === 'true' ? Number(pid) : null;
    } catch (error) {
      // An engine that does not answer says nothing of the container, which may well be running.
      if (/no such/i.test((error as Error).message)) return null;
      throw error;
    }
  };
  const remove = () => run('docker', ['rm', '--force', name]).catch(() => {});

  return {
    running,

    async settle(settings) {
      const settled = { ...settings };
      const names: PortName[] = ['amqpPort', 'managementPort', 'prometheusPort'];
      for (const port of names) {
        const usable = settled[port] !== 0 && (await becomesFree(settled[port]));
        if (!usable) settled[port] = await freePort(names.map(other => settled[other]));
      }
      return settled;
    },

    async launch(settings) {
      say(`Starting RabbitMQ with Docker (${IMAGE}, container ${name})`);
      await remove();
      const data = join(folder, 'docker');
      // Closed by the folder that it is in. Its own mode is the container's affair, whose user will own it.
      mkdirSync(data, { recursive: true });
      await run('docker', ['run', '--detach', ...containerOptions(name, data, settings), IMAGE], {
        timeout: PULL_MS,
        // By name on the command line, which everybody on this machine can read, and by value only here.
        env: { ...process.env, RABBITMQ_DEFAULT_USER: settings.user, RABBITMQ_DEFAULT_PASS: settings.password },
      });
      return (await running()) ?? 0;
    },

    isAlive: async pid => (await running()) === pid,

    async lastWords() {
      const { stdout, stderr } = await run('docker', ['logs', '--tail', '15', name]).catch((error: Error) => ({
        stdout: '',
        stderr: error.message,
      }));
      return `${stdout}${stderr}`.trim();
    },

    async stop() {
      await run('docker', ['stop', '--time', String(STOP_SECONDS), name]).catch(() => {});
      await remove();
    },
  };
}

function containerOptions(name: string, data: string, settings: BrokerSettings): string[] {
  const publish = (outside: number, inside: number) => ['--publish', `127.0.0.1:${outside}:${inside}`];
  return [
    ...['--name', name, '--label', 'org.orderwatch.embedded=rabbitmq'],
    // The node's name, and with it the place of its data, contains the host name.
    ...['--hostname', 'orderwatch'],
    ...['--volume', `${data}:/var/lib/rabbitmq`],
    ...['--env', 'RABBITMQ_DEFAULT_USER', '--env', 'RABBITMQ_DEFAULT_PASS'],
    ...publish(settings.amqpPort, 5672),
    ...publish(settings.managementPort, 15672),
    ...publish(settings.prometheusPort, 15692),
  ];
}
