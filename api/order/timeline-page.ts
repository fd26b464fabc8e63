import { z } from 'zod';
import { instantForm, nameForm } from '../cursor.ts';
import type { TimelineItemContract } from './present-timeline.ts';

/** The last item of a page: its time, and what tells it from the others of that time. */
export const timelineCursor = z.tuple([instantForm, z.string(), nameForm, z.string()]);

export type TimelineCursor = z.infer<typeof timelineCursor>;

/**
 * A page of a timeline that was read whole (an order has tens of events). Between two pages late news may be put in
 * anywhere; should the last item itself have moved, rather some items come twice than that any is missed.
 */
export function timelinePage(
  items: readonly TimelineItemContract[],
  after: TimelineCursor | null,
  limit: number,
): { items: readonly TimelineItemContract[]; next: TimelineCursor | null } {
  const start = after === null ? 0 : startAfter(items, after);
  const page = items.slice(start, start + limit);
  const last = page.at(-1);
  return { items: page, next: last && start + limit < items.length ? cursorOf(last) : null };
}

function startAfter(items: readonly TimelineItemContract[], after: TimelineCursor): number {
  const name = JSON.stringify(after);
  const known = items.findIndex(item => JSON.stringify(cursorOf(item)) === name);
  if (known >= 0) return known + 1;
  const later = items.findIndex(item => Date.parse(item.at) >= after[0]);
  return later >= 0 ? later : items.length;
}

function cursorOf({ at, kind, eventId, title }: TimelineItemContract): TimelineCursor {
  return [Date.parse(at), kind, eventId, title];
}
