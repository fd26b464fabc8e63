import type { Clock, Instant } from '../platform/clock.ts';
import { describeFault } from '../platform/fault.ts';
import type { Log } from '../platform/log.ts';

/** Runs `work` now and then again and again, never twice at once. What it throws is logged, and the next time is next. */
export function every(
  periodMs: number,
  { name, work, clock, log }: { name: string; work: (now: Instant) => Promise<unknown>; clock: Clock; log: Log },
): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let running = run();

  async function run(): Promise<void> {
    await work(clock.now()).catch(error => log.warn({ name, err: describeFault(error) }, 'failed; will try again'));
    if (stopped) return;
    timer = setTimeout(() => {
      running = run();
    }, periodMs);
  }

  return {
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      return running;
    },
  };
}
