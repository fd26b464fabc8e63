import type { Facts } from './evidence-provider.ts';

/** What we do not see now. */
export type Blindness = {
  /** What we know of anything may be late: we are behind ourselves, or RabbitMQ is gone. */
  all: boolean;
  /** The systems that are silent about everybody. */
  systems: ReadonlySet<string>;
};

/** `isWatched`: somebody is to look at RabbitMQ, so that nothing is known of it while nobody has lately. */
export function blindnessOf(
  { ownLag, broker, sources }: Pick<Facts, 'ownLag' | 'broker' | 'sources'>,
  { isWatched }: { isWatched: boolean },
): Blindness {
  const isGone = broker === null ? isWatched : !broker.reachable;
  const silent = [...sources].filter(([, { isSilent }]) => isSilent).map(([name]) => name);
  return { all: ownLag !== null || isGone, systems: new Set(silent) };
}
