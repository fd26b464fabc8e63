import { referenceLifecycles } from '../test/support/reference.ts';
import { NO_USUAL_STAYS } from '../tracker/usual.ts';
import { EMPTY_LINE } from './evidence/lines.ts';
import type { Facts } from './evidence-provider.ts';

/** Nothing is wrong anywhere, and nothing is known of queues; the MES has an inbox. A test names what matters to it. */
export function aFacts(named: Partial<Facts> & Pick<Facts, 'at'>): Facts {
  return {
    lifecycles: referenceLifecycles,
    broker: null,
    queues: [],
    endpoints: [],
    consumerOf: queue => (queue.startsWith('mes.') ? 'mes' : null),
    ownLag: null,
    sources: new Map(),
    floods: new Map(),
    deploys: [],
    testRuns: [],
    clocks: new Map(),
    deadLetterQueues: [],
    quarantine: [],
    line: () => EMPTY_LINE,
    usual: NO_USUAL_STAYS,
    ...named,
  };
}
