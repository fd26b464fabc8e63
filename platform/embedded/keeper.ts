import type { Log } from '../log.ts';

/**
 * Watches a server's process and starts it again when it dies without having been asked to (killed, out of memory):
 * nobody else would, because it is private to us. The clients reconnect by themselves, so ports must stay the same.
 * `isAlive` may throw when it can't tell. `start` must be safe to call again after it threw; it is, once a second at
 * most, until it succeeds.
 */
export function keepRunning({
  name,
  pid,
  isAlive,
  start,
  log,
}: {
  name: string;
  pid: number;
  isAlive: (pid: number) => boolean | Promise<boolean>;
  start: () => Promise<number>;
  log: Log;
}): { stop(): Promise<number | null> } {
  let current: number | null = pid;
  let restart: Promise<void> | undefined;

  // A server of which nothing can be learned is left alone: to start it again could mean to end a healthy one.
  const seemsAlive = async (known: number) => {
    try {
      return await isAlive(known);
    } catch (error) {
      log.warn({ server: name, err: error }, 'can not tell whether the embedded server is alive');
      return true;
    }
  };

  const runOnce = async () => {
    if (current !== null && (await seemsAlive(current))) return;
    if (current !== null) log.error({ server: name, pid: current }, 'embedded server died; starting it again');
    current = null;
    try {
      current = await start();
      log.info({ server: name, pid: current }, 'embedded server is back');
    } catch (error) {
      log.error({ server: name, err: error }, 'embedded server does not start');
    }
  };
  const timer = setInterval(() => {
    restart ??= runOnce().finally(() => {
      restart = undefined;
    });
  }, 1_000);
  timer.unref();

  return {
    /** Ends the watch and says which process is to be stopped now; null when it is down. */
    async stop() {
      clearInterval(timer);
      await restart;
      return current;
    },
  };
}
