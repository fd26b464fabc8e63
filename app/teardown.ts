import type { Log } from '../platform/log.ts';

export type Teardown = {
  /**
   * To be called on the line after something was acquired. `shareMs` is what is kept for it of the whole time, however
   * long those before it take.
   */
  add(name: string, stop: () => unknown, shareMs?: number): void;
  /** Last in, first out; what fails or takes too long is logged and does not keep the others from ending. */
  run(): Promise<void>;
};

const USUAL_SHARE_MS = 250;

/** `limitMs` is for all of it: a step may take whatever is left, less the shares of those that come after it. */
export function createTeardown(log: Log, limitMs: number): Teardown {
  const steps: { name: string; stop: () => unknown; shareMs: number }[] = [];
  let running: Promise<void> | undefined;

  async function runAll(): Promise<void> {
    const deadline = performance.now() + limitMs;
    for (let step = steps.pop(); step; step = steps.pop()) {
      log.debug({ step: step.name }, 'stopping');
      const kept = steps.reduce((sum, { shareMs }) => sum + shareMs, 0);
      const left = deadline - performance.now() - kept;
      await within(Math.max(left, 0), step.stop).catch((error: Error) =>
        log.error({ step: step.name, err: error.message }, 'did not stop as it should'),
      );
    }
  }

  return {
    add: (name, stop, shareMs = USUAL_SHARE_MS) => steps.push({ name, stop, shareMs }),
    run: () => {
      running ??= runAll();
      return running;
    },
  };
}

async function within(limitMs: number, stop: () => unknown): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`took longer than ${(limitMs / 1000).toFixed(1)} s`)), limitMs);
  try {
    await Promise.race([stop(), late]);
  } finally {
    clearTimeout(timer);
  }
}
