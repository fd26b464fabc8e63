import { setTimeout } from 'node:timers/promises';

/** A scrape waits for all figures, and Prometheus for a scrape ten seconds at most. */
const WITHIN_MS = 3_000;

/**
 * For gauges whose figures are in the database: null while it does not say them in time. One look serves all gauges that
 * share it, and one that is still under way at the next scrape is not begun again.
 */
export function lookAtScrape<Figures>(look: () => Promise<Figures>): () => Promise<Figures | null> {
  let looking: Promise<Figures | null> | undefined;
  return () => {
    looking ??= look()
      .catch(() => null)
      .finally(() => {
        looking = undefined;
      });
    return Promise.race([looking, setTimeout(WITHIN_MS, null, { ref: false })]);
  };
}
