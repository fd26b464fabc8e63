import { join } from 'node:path';
import { openHome } from '../../platform/embedded/home.ts';
import { createLog } from '../../platform/log.ts';
import { readRunFile } from '../../platform/run-file.ts';
import { compose, type Role } from '../compose.ts';
import type { Config } from '../config.ts';
import { EXIT, type ExitCode, Failure } from '../exit.ts';
import { onHangUp } from '../hang-up.ts';
import { homeFailure } from '../home-failure.ts';
import { onStopSignal } from '../stop-signal.ts';
import { createTeardown } from '../teardown.ts';
import { settings, type Terminal } from '../terminal.ts';
import { demoHints } from '../text/demo.ts';
import { welcome } from '../text/welcome.ts';

// Kubernetes kills after 30 s, as Docker and systemd do or later; what it takes to end the process comes on top.
const STOP_LIMIT_MS = 25_000;

/** Everything in one process; what the settings don't name is started beside it. `simulate`: and orders to look at. */
export function up(terminal: Terminal, { simulate = false }: { simulate?: boolean } = {}): Promise<ExitCode> {
  const config = settings(terminal);
  const roles: Role[] = ['tracker', 'api', 'notifier', 'alerts'];
  return serve(terminal, { config: { ...config, home: ownHome(config) }, roles, embedded: true, simulate });
}

function ownHome({ home }: Config): string {
  try {
    return openHome(home);
  } catch (error) {
    throw homeFailure(error, home) ?? error;
  }
}

/** One role beside other processes, on servers that are there already. */
export function role(terminal: Terminal, name: Role): Promise<ExitCode> {
  const config = settings(terminal);
  const running = readRunFile(config.home);
  const databaseUrl = config.databaseUrl ?? running?.databaseUrl ?? null;
  const amqpUrl = config.amqpUrl ?? (running?.amqpUrl || null);
  const managementUrl = config.managementUrl ?? (running?.managementUrl || null);
  const missing = [
    ...(databaseUrl === null ? ['DATABASE_URL'] : []),
    ...(name === 'tracker' && amqpUrl === null ? ['AMQP_URL'] : []),
  ];
  if (missing.length > 0) {
    throw new Failure(
      `\`orderwatch ${name}\` works on servers that run already: set ${missing.join(' and ')}. ` +
        'To have everything started for you: orderwatch up',
      EXIT.usage,
    );
  }
  return serve(terminal, {
    config: { ...config, databaseUrl, amqpUrl, managementUrl },
    roles: [name],
    embedded: false,
    simulate: false,
  });
}

/** Runs until a signal or a failed start, and returns when everything it started has ended. */
async function serve(
  terminal: Terminal,
  { config, roles, embedded, simulate }: { config: Config; roles: Role[]; embedded: boolean; simulate: boolean },
): Promise<ExitCode> {
  const log = createLog(config.logLevel);
  const say = (text: string) => terminal.err(text);
  endOnBugs(error => log.fatal({ err: error }, 'this is a bug in Orderwatch; ending rather than going on half-alive'));
  const stopping = onStopSignal(say);
  let reload = () => {};
  const hangUp = onHangUp({ reload: () => reload(), end: stopping.ask });
  const teardown = createTeardown(log, STOP_LIMIT_MS);
  try {
    const running = await compose(
      { config, roles: new Set(roles), embedded, simulate, log, say, signal: stopping.signal },
      teardown,
    );
    reload = running.reload;
    terminal.out(welcome(running, embedded ? join(config.home, 'run.json') : null));
    if (running.simulator) {
      terminal.out(demoHints(join(config.home, 'run.json')));
      running.simulator.start().catch(error => log.error({ err: error }, 'the simulator could not begin'));
    }
    await stopping.asked;
    return EXIT.ok;
  } catch (error) {
    if (stopping.signal.aborted) return EXIT.ok;
    throw homeFailure(error, config.home) ?? error;
  } finally {
    await teardown.run();
    stopping.forget();
    hangUp.forget();
  }
}

function endOnBugs(tell: (error: unknown) => void): void {
  process.on('uncaughtException', error => {
    tell(error);
    process.exit(EXIT.bug);
  });
}
