export type Batcher<T> = {
  add(item: T): void;
  /** Messages and bytes that wait; what is in flight is not among them. */
  waiting(): { items: number; bytes: number };
  /** Forgets what waits; what is in flight goes on. */
  clear(): void;
  /** Resolves when nothing waits and nothing is in flight. */
  drain(): Promise<void>;
};

export type BatchOptions<T> = {
  maxItems: number;
  maxBytes: number;
  /** How long the first message of a batch waits for others when nothing is in flight. */
  maxWaitMs: number;
  bytesOf(item: T): number;
  /** Must not reject: it deals with faults itself. */
  flush(items: readonly T[]): Promise<void>;
};

/**
 * Collects items into batches, in order, with one batch in flight. What came while a batch was in flight makes the next
 * one at once: under load batches grow by themselves, and nobody waits for a timer.
 */
export function createBatcher<T>({ maxItems, maxBytes, maxWaitMs, bytesOf, flush }: BatchOptions<T>): Batcher<T> {
  let buffer: T[] = [];
  let bytes = 0;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;

  const take = (): T[] => {
    let count = 0;
    let taken = 0;
    while (count < buffer.length && count < maxItems && (count === 0 || taken + bytesOf(buffer[count]!) <= maxBytes)) {
      taken += bytesOf(buffer[count]!);
      count++;
    }
    bytes -= taken;
    return buffer.splice(0, count);
  };
  const next = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (running || buffer.length === 0) return;
    running = flush(take()).then(() => {
      running = undefined;
      next();
    });
  };

  return {
    add: item => {
      buffer.push(item);
      bytes += bytesOf(item);
      if (running) return;
      if (buffer.length >= maxItems || bytes >= maxBytes) next();
      else timer ??= setTimeout(next, maxWaitMs);
    },
    waiting: () => ({ items: buffer.length, bytes }),
    clear: () => {
      buffer = [];
      bytes = 0;
    },
    drain: async () => {
      next();
      while (running) await running;
    },
  };
}
