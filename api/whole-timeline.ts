import type { Names } from '../alerts/event-words.ts';
import { type IncidentItem, readIncidentItems } from '../alerts/incident-items.ts';
import { type MessageItem, readMessageItems } from '../notifier/history.ts';
import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from '../tracker/event.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { readKeys, readTimeline, type TimelineItem } from '../tracker/timeline.ts';

/** A line of an order's timeline, whichever room it is from. */
export type ShownItem = TimelineItem | MessageItem | IncidentItem;

/** What happened to an order, what was found to be wrong with it, and who was told of either, oldest first. */
export async function wholeTimeline(
  db: Db,
  lifecycles: Lifecycles,
  orderId: OrderKey,
  { vault, people }: { vault: Vault; people: Names },
): Promise<ShownItem[]> {
  const happened = await readTimeline(db, lifecycles, orderId);
  const keys = await readKeys(db, orderId);
  const told = await readMessageItems(db, keys, vault);
  const found = await readIncidentItems(db, keys, people);
  return [...happened, ...found, ...told].sort((a, b) => a.at - b.at);
}
