import { join } from 'node:path';
import { openHome } from '../../platform/embedded/home.ts';
import { createLog } from '../../platform/log.ts';
import { readRunFile } from '../../platform/run-file.ts';
import { compose, type Role } from '../compose.ts';
import type { Config } from '../config.ts';
import { EXIT, type ExitCode, Failure } from '../exit.ts';
import { onHangUp } from '../hang-up.ts';
import { homeFailure } from '../home-failure.ts';
import { createTeardown } from '../teardown.ts';
import { settings, type Terminal } from '../terminal.ts';
import { welcome } from '../text/welcome.ts';

// Kubernetes kills after 30 s, as Docker and systemd do or later; what it takes to end the process comes on top.
const STOP_LIMIT_MS = 25_000;

/** Everything in one process; what the settings don't name is started beside it. */
export function up(terminal: Terminal): Promise<ExitCode> {
  const config = settings(terminal);
  return serve(terminal, { config: { ...config, home: ownHome(config) }, roles: ['tracker', 'api'], embedded: true });
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
  return serve(terminal, { config: { ...config, databaseUrl, amqpUrl }, roles: [name], embedded: false });
}

/** Runs until a signal or a failed start, and returns when everything it started has ended. */
async function serve(
  terminal: Terminal,
  { config, roles, embedded }: { config: Config; roles: Role[]; embedded: boolean },
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
      { config, roles: new Set(roles), embedded, log, say, signal: stopping.signal },
      teardown,
    );
    reload = running.reload;
    terminal.out(welcome(running, embedded ? join(config.home, 'run.json') : null));
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

const STOP_SIGNALS = ['SIGINT', 'SIGTERM'] as const;
// Under `npm start` one Ctrl-C arrives twice: from the terminal, and a moment later passed on by npm.
const SAME_KEYSTROKE_MS = 1_000;

/** The first signal asks for an orderly end; the second, of somebody who can't wait, is one. */
function onStopSignal(say: (text: string) => void) {
  const abort = new AbortController();
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  let firstAt = 0;
  const listener = () => {
    if (abort.signal.aborted) {
      if (performance.now() - firstAt < SAME_KEYSTROKE_MS) return;
      say('Forced to end; servers that still run are taken over at the next start.');
      process.exit(EXIT.failure);
    }
    say('Stopping; once more to force it.');
    firstAt = performance.now();
    abort.abort();
    resolve();
  };
  for (const name of STOP_SIGNALS) process.on(name, listener);
  const forget = () => {
    for (const name of STOP_SIGNALS) process.off(name, listener);
  };
  return { signal: abort.signal, asked, ask: listener, forget };
}

function endOnBugs(tell: (error: unknown) => void): void {
  process.on('uncaughtException', error => {
    tell(error);
    process.exit(EXIT.bug);
  });
}
