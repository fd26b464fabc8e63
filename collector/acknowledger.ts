/**
 * Which deliveries of a channel may be acknowledged when batches end in any order: RabbitMQ acknowledges all up to a tag,
 * so it is the highest one below which everything is done. Tags count from 1, one by one.
 */
export function createAcknowledger() {
  let acknowledged = 0;
  const done = new Set<number>();
  return {
    /** The tag up to which all is done now; null when that has not moved. */
    finish: (tags: Iterable<number>): number | null => {
      for (const tag of tags) done.add(tag);
      const before = acknowledged;
      while (done.delete(acknowledged + 1)) acknowledged += 1;
      return acknowledged === before ? null : acknowledged;
    },
  };
}
