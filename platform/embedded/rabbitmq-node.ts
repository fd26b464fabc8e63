import { execFile, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, globSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { isEpmd, killEpmd } from './epmd.ts';
import { becomesFree, commandLine, ended, freePort, isRunning, signal, until } from './process.ts';
import type { Broker, BrokerSettings, PortName } from './rabbitmq.ts';

// It needs about 6 s. Less than what the whole process has to end, with time left to be ended the hard way.
const GRACEFUL_STOP_MS = 15_000;
const KILL_MS = 3_000;
// Elixir needs a second to start; on a machine that is very busy, half a minute.
const ELECTION_MS = 90_000;
const PID_MS = 1_000;

// RabbitMQ forgets who led a quorum queue when it is killed within seconds of the queue's declaration. Such a queue
// then waits for a leader for ever, and whoever asks for it waits too. A queue that has a leader ignores the call; one
// that is still coming up may miss it, so that it is called until each has one. The answer is how many have none.
const ELECT_LEADERS = `
  Leaderless = fun(Queue) ->
    catch ra:trigger_election(amqqueue:get_pid(Queue)),
    case catch ra:members(amqqueue:get_pid(Queue), 1000) of {ok, _, _} -> false; _ -> true end
  end,
  Elect = fun
    Again([], _) -> 0;
    Again(Queues, 0) -> length(Queues);
    Again(Queues, Rounds) -> timer:sleep(200), Again(lists:filter(Leaderless, Queues), Rounds - 1)
  end,
  Elect(rabbit_amqqueue:list_by_type(rabbit_quorum_queue), 15).`;

const run = promisify(execFile);

/**
 * The server's own script, which takes everything from its environment. The `rabbitmq-server` that Debian puts into
 * /usr/sbin is a wrapper that changes user and folder, and would start the machine's broker instead of ours.
 */
export function findServerScript(): string | null {
  const known = globSync([
    '/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmq-server',
    '/opt/rabbitmq*/sbin/rabbitmq-server',
    '/opt/homebrew/opt/rabbitmq/sbin/rabbitmq-server',
    '/usr/local/opt/rabbitmq/sbin/rabbitmq-server',
    '/usr/local/lib/rabbitmq*/sbin/rabbitmq-server',
    '/usr/local/sbin/rabbitmq-server',
  ]);
  // The newest of several versions: 4.10 is after 4.9.
  const newest = known.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1);
  if (newest) return newest;
  const onPath = spawnSync('sh', ['-c', 'command -v rabbitmq-server'], { encoding: 'utf8' }).stdout.trim();
  return onPath && onPath !== '/usr/sbin/rabbitmq-server' ? onPath : null;
}

/** A broker run by the server script `script`, with everything it writes in `folder`. */
export function localBroker(script: string, folder: string): Broker {
  const pidFile = join(folder, 'pid');
  const output = join(folder, 'output.log');

  const running = async (settings: BrokerSettings) => {
    const pid = (await until(PID_MS, () => (existsSync(pidFile) ? pidIn(pidFile) : 0))) ?? 0;
    return commandLine(pid)?.includes(mark(settings, folder)) ? pid : null;
  };

  // An orderly stop removes the pid file; this one is there until what a crash has left behind is mended.
  const crashed = join(folder, 'crashed');

  return {
    running,

    async settle(settings) {
      const settled = { ...settings };
      const names: PortName[] = ['amqpPort', 'managementPort', 'prometheusPort', 'distributionPort', 'epmdPort'];
      for (const name of names) {
        // A port mapper that outlived its node is ours: nobody else was told of this port.
        const usable =
          settled[name] !== 0 &&
          ((name === 'epmdPort' && (await isEpmd(settled[name]))) || (await becomesFree(settled[name])));
        if (!usable) settled[name] = await freePort(names.map(other => settled[other]));
      }
      return settled;
    },

    async launch(settings) {
      if (existsSync(pidFile)) writeFileSync(crashed, '');
      const env = writeConfiguration(settings, folder);
      const log = openSync(output, 'w', 0o600);
      // Detached, so that Ctrl-C at the terminal reaches us only: the broker goes last, after our drain.
      const child = spawn(script, mark(settings, folder).split(' '), {
        cwd: folder,
        env,
        detached: true,
        stdio: ['ignore', log, log],
      });
      closeSync(log);
      const pid = await new Promise<number>((done, fail) => {
        child.once('spawn', () => done(child.pid ?? 0));
        child.once('error', fail);
      });
      child.unref();
      // Erlang writes the same file, but only some seconds later; a run killed until then must be recognised too.
      writeFileSync(pidFile, String(pid));
      return pid;
    },

    async afterReady(settings) {
      if (!existsSync(crashed)) return;
      const control = join(dirname(script), 'rabbitmqctl');
      const options = { env: writeConfiguration(settings, folder), timeout: ELECTION_MS };
      const { stdout } = await run(control, ['eval', ELECT_LEADERS], options);
      if (stdout.trim() !== '0') throw new Error(`quorum queues without a leader: ${stdout.trim()}`);
      rmSync(crashed);
    },

    isAlive: async pid => isRunning(pid),

    async lastWords() {
      return readFileSync(output, 'utf8').trim().split('\n').slice(-15).join('\n');
    },

    async stop(settings, pid) {
      if (pid !== null) {
        // Erlang's answer to SIGTERM is an orderly stop: queues are closed, connections told.
        signal(pid, 'SIGTERM');
        if (!(await ended(pid, GRACEFUL_STOP_MS))) {
          signal(pid, 'SIGKILL');
          await ended(pid, KILL_MS);
        }
      }
      // It forgets a node when the connection to it closes, which may be a moment later; then it may be ended.
      await until(KILL_MS, async () => {
        await killEpmd(settings.epmdPort);
        return !(await isEpmd(settings.epmdPort));
      });
    },
  };
}

/** Null for the moment in which Erlang has emptied the file and not yet written it. */
function pidIn(file: string): number | null {
  return Number(readFileSync(file, 'utf8')) || null;
}

/**
 * A flag without meaning for Erlang, in the command line of our node only: by it a pid is recognised as this broker.
 * As an argument of the script it is there from the first moment, while that is still a shell.
 */
function mark({ node }: BrokerSettings, folder: string): string {
  return `-orderwatch ${node}/${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`;
}

/** Writes what the broker reads and gives the environment that points it there, and nowhere into the machine's own. */
function writeConfiguration(settings: BrokerSettings, folder: string): Record<string, string> {
  const file = (name: string, content: string) => {
    const path = join(folder, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  };
  mkdirSync(join(folder, 'conf.d'), { recursive: true, mode: 0o700 });
  return {
    // Nothing else of our own environment: RABBITMQ_* and ERL_* variables are meant for another broker.
    PATH: process.env.PATH ?? '',
    LANG: 'C.UTF-8',
    HOME: folder,
    RABBITMQ_NODENAME: settings.node,
    RABBITMQ_MNESIA_BASE: join(folder, 'data'),
    RABBITMQ_LOG_BASE: join(folder, 'log'),
    RABBITMQ_PID_FILE: join(folder, 'pid'),
    RABBITMQ_CONF_ENV_FILE: file('rabbitmq-env.conf', ''),
    RABBITMQ_CONFIG_FILE: file('rabbitmq.conf', configuration(settings)),
    RABBITMQ_CONFIG_FILES: join(folder, 'conf.d'),
    RABBITMQ_ADVANCED_CONFIG_FILE: file('advanced.config', '[].\n'),
    RABBITMQ_ENABLED_PLUGINS_FILE: file('enabled_plugins', '[rabbitmq_management,rabbitmq_prometheus].\n'),
    RABBITMQ_DIST_PORT: String(settings.distributionPort),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1}',
    // With this the script replaces itself by the Erlang machine instead of waiting for it as a child: one process,
    // whose pid we know from the first moment.
    RUNNING_UNDER_SYSTEMD: 'true',
    ERL_EPMD_PORT: String(settings.epmdPort),
    ERL_EPMD_ADDRESS: '127.0.0.1',
  };
}

function configuration(settings: BrokerSettings): string {
  return `# Written at every start of the embedded broker.
listeners.tcp.1 = 127.0.0.1:${settings.amqpPort}
management.tcp.ip = 127.0.0.1
management.tcp.port = ${settings.managementPort}
prometheus.tcp.ip = 127.0.0.1
prometheus.tcp.port = ${settings.prometheusPort}
# Only read when the broker has no data yet.
default_user = ${settings.user}
default_pass = ${settings.password}
log.console = false
log.file = rabbitmq.log
log.file.rotation.size = 10485760
log.file.rotation.count = 2
`;
}
