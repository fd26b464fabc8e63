import { EXIT } from './exit.ts';

const STOP_SIGNALS = ['SIGINT', 'SIGTERM'] as const;
// Under `npm start` one Ctrl-C arrives twice: from the terminal, and a moment later passed on by npm.
const SAME_KEYSTROKE_MS = 1_000;

export type Stopping = { signal: AbortSignal; asked: Promise<void>; ask(): void; forget(): void };

/** The first signal asks for an orderly end; the second, of somebody who can't wait, is one. */
export function onStopSignal(say: (text: string) => void): Stopping {
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
