import type { Log } from '../platform/log.ts';

export type Teardown = {
  /** To be called on the line after something was acquired. */
  add(name: string, stop: () => unknown): void;
  /** Last in, first out, each with a limit; what fails or hangs is logged and does not keep the others from ending. */
  run(): Promise<void>;
};

export function createTeardown(log: Log, limitMs: number): Teardown {
  const steps: { name: string; stop: () => unknown }[] = [];
  let running: Promise<void> | undefined;

  async function runAll(): Promise<void> {
    for (let step = steps.pop(); step; step = steps.pop()) {
      log.debug({ step: step.name }, 'stopping');
      await within(limitMs, step.stop).catch((error: Error) =>
        log.error({ step: step.name, err: error.message }, 'did not stop as it should'),
      );
    }
  }

  return {
    add: (name, stop) => steps.push({ name, stop }),
    run: () => {
      running ??= runAll();
      return running;
    },
  };
}

async function within(limitMs: number, stop: () => unknown): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`took longer than ${limitMs / 1000} s`)), limitMs);
  try {
    await Promise.race([stop(), late]);
  } finally {
    clearTimeout(timer);
  }
}
