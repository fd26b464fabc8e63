export type Prefetch = {
  /** How many unacknowledged messages to ask for. */
  limit(): number;
  /** True when what waits takes too much memory: the limit is then smaller, and these must be given back. */
  overflows(waiting: { items: number; bytes: number }): boolean;
  /** True when the limit has grown again. */
  grows(acknowledged: number): boolean;
};

/**
 * The broker counts messages, memory counts bytes, and RabbitMQ has no limit in bytes: three thousand messages may be
 * three megabytes or thirty gigabytes. So the limit is for ordinary messages, is cut when they turn out to be large,
 * and grows back fourfold whenever `most` messages went through without trouble.
 */
export function createPrefetch(most: number, maxBytes: number): Prefetch {
  let limit = most;
  let quiet = 0;
  return {
    limit: () => limit,
    overflows: ({ items, bytes }) => {
      if (bytes <= maxBytes || items < 2) return false;
      // Giving back counts as a failed delivery, so the cut is deep enough not to need another soon.
      limit = Math.max(1, Math.floor(Math.min(items, limit) / 4));
      quiet = 0;
      return true;
    },
    grows: acknowledged => {
      quiet += acknowledged;
      if (limit === most || quiet < most) return false;
      limit = Math.min(most, limit * 4);
      quiet = 0;
      return true;
    },
  };
}
