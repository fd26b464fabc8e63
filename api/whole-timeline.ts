import { type MessageItem, readMessageItems } from '../notifier/history.ts';
import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from '../tracker/event.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { readKeys, readTimeline, type TimelineItem } from '../tracker/timeline.ts';

/** A line of an order's timeline, whichever room it is from. */
export type ShownItem = TimelineItem | MessageItem;

/** What happened to an order and who was told of it, oldest first. */
export async function wholeTimeline(
  db: Db,
  lifecycles: Lifecycles,
  orderId: OrderKey,
  vault: Vault,
): Promise<ShownItem[]> {
  const happened = await readTimeline(db, lifecycles, orderId);
  const told = await readMessageItems(db, await readKeys(db, orderId), vault);
  return [...happened, ...told].sort((a, b) => a.at - b.at);
}
