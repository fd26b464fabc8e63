import type { Ledger, PartListener } from '../ledger.ts';
import type { OrderMetrics } from './order-metrics.ts';

/** The same ledger, with everything counted that it has committed: a transaction that is run again counts once. */
export function countedLedger(ledger: Ledger, metrics: Pick<OrderMetrics, 'recorded'>): Ledger {
  return {
    recordInParts: async function* (arrivals, also?: PartListener) {
      for await (const part of ledger.recordInParts(arrivals, also)) {
        metrics.recorded(part.recorded);
        yield part;
      }
    },
    record: async (arrivals, also) => {
      const recorded = await ledger.record(arrivals, also);
      metrics.recorded(recorded);
      return recorded;
    },
  };
}
