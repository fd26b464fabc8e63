import type { Db } from '../../platform/postgres.ts';
import { findSequenceGaps, type SequenceGap } from '../../tracker/sequence-gaps.ts';
import type { Evidence } from '../evidence.ts';
import type { AskedOrder, EvidenceProvider } from '../evidence-provider.ts';
import { onceFor } from '../once-for.ts';
import { readPatience, timeIsOver } from '../patience.ts';
import { lengthInWords } from '../sentences.ts';
import { lostMessage } from './message-lost.ts';
import { CONTEXT, WEIGHTS } from './weights.ts';

/** So long a message may be under way after the one that follows it, and longer where its source usually comes later. */
const UNDER_WAY_MS = 10 * 60_000;

/**
 * A system counts its messages about the order, and one number never came. What another system left out is not what the
 * order waits for.
 */
export function sequenceGap(db: Db): EvidenceProvider {
  // Measured once an hour, and the same for all orders.
  const patience = onceFor(() => readPatience(db, UNDER_WAY_MS));
  return {
    name: 'sequence-gap',
    look: async (facts, orders) => {
      const { at: now } = facts;
      const byId = new Map(orders.map(order => [order.orderId, order]));
      const gaps = await findSequenceGaps(db, [...byId.keys()], timeIsOver(await patience(facts, {}), now), {});
      return new Map(gaps.map(gap => [gap.orderId, [evidenceOf(gap, byId.get(gap.orderId)!, now)]]));
    },
  };
}

function evidenceOf({ source, missing, since }: SequenceGap, { orderId, owner }: AskedOrder, now: number): Evidence {
  const [ago, isAwaited] = [lengthInWords(Math.max(0, now - since)), source === owner];
  return {
    provider: 'sequence-gap',
    kind: 'message_lost',
    weight: isAwaited ? WEIGHTS.message_lost : CONTEXT,
    at: since,
    text: {
      en: `Message ${missing} of ${source} about it never came; the one after it did, ${ago.en} ago.`,
      ru: `Сообщение ${missing} от ${source} о нём не пришло; следующее за ним пришло ${ago.ru} назад.`,
    },
    link: `/orders/${encodeURIComponent(orderId)}/timeline`,
    cause: isAwaited ? lostMessage(orderId, source) : null,
    blinds: false,
  };
}
