import type { Instant } from '../platform/clock.ts';
import type { OrderEvent } from './event.ts';
import { compareText, statedTime } from './event-order.ts';
import type { Traits } from './lifecycle.ts';

/** A trait as the first event said it that said it at all. */
export type Word = { value: string; at: Instant; source: string; eventId: string };

/** What the events of an order have said about what it is chosen by. */
export type Words = { readonly [trait in keyof Traits]?: Word };

/**
 * The first word on each trait, by the producers' time. Not by the order of events (event-order.ts), for that one needs
 * the lifecycle which is chosen by these; and the first, so that an order changes its lifecycle at most when an earlier
 * word turns up.
 */
export function firstWords(before: Words, events: readonly OrderEvent[]): Words {
  let words = before;
  for (const event of events) {
    words = earlier(words, 'partner', event.partner, event);
    words = earlier(words, 'productClass', productClass(event), event);
  }
  return words;
}

export function traitsOf(words: Words): Traits {
  return { partner: words.partner?.value ?? null, productClass: words.productClass?.value ?? null };
}

/** Producers say it in `data.productClass`. */
function productClass({ data }: OrderEvent): string | null {
  const said = data?.productClass;
  return typeof said === 'string' && said !== '' ? said : null;
}

function earlier(words: Words, trait: keyof Traits, value: string | null, event: OrderEvent): Words {
  if (value === null) return words;
  const { source, eventId } = event;
  const word = { value, at: statedTime(event).at, source, eventId };
  const known = words[trait];
  return known && compareWords(known, word) <= 0 ? words : { ...words, [trait]: word };
}

function compareWords(a: Word, b: Word): number {
  return a.at - b.at || compareText(a.source, b.source) || compareText(a.eventId, b.eventId);
}
