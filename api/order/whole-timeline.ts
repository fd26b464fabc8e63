import type { Names } from '../../alerts/event-words.ts';
import { type IncidentItem, readIncidentItems } from '../../alerts/incident-items.ts';
import { type LostMessageItem, readLostMessages } from '../../collector/dead-letters/timeline-items.ts';
import { readRawEvents } from '../../collector/raw-message.ts';
import { type MessageItem, readMessageItems } from '../../notifier/history.ts';
import type { Db } from '../../platform/postgres.ts';
import { type ProposalItem, readProposals } from '../../tracker/corrections/timeline-items.ts';
import { aliasesOf } from '../../tracker/event.ts';
import type { Lifecycles } from '../../tracker/lifecycle.ts';
import type { Order } from '../../tracker/orders.ts';
import type { Vault } from '../../tracker/personal-data.ts';
import { readKeys, readTimeline, type TimelineItem } from '../../tracker/timeline.ts';

/** A line of an order's timeline, whichever room it is from. */
export type ShownItem = TimelineItem | MessageItem | IncidentItem | LostMessageItem | ProposalItem;

export type WholeTimeline = {
  /** Oldest first. */
  items: ShownItem[];
  /** Events of which the bytes are still kept. */
  raw: ReadonlySet<string>;
};

/** What happened to an order, what was found to be wrong with it, and who was told of either. */
export async function wholeTimeline(
  db: Db,
  lifecycles: Lifecycles,
  order: Pick<Order, 'orderId' | 'ids' | 'correlationId'>,
  { vault, people }: { vault: Vault; people: Names },
): Promise<WholeTimeline> {
  const happened = await readTimeline(db, lifecycles, order.orderId);
  const keys = await readKeys(db, order.orderId);
  const told = await readMessageItems(db, keys, vault);
  const found = await readIncidentItems(db, keys, people);
  const lost = await readLostMessages(db, [...new Set([...keys, ...aliasesOf(order)])]);
  const proposed = await readProposals(db, keys, vault);
  const raw = await readRawEvents(db, keys);
  return { items: [...happened, ...found, ...lost, ...told, ...proposed].sort((a, b) => a.at - b.at), raw };
}
