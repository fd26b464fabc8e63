import type { TimelineItem } from '../client/api.gen.ts';

/** Which lines are shown. */
export const SHOWN = ['all', 'events', 'people', 'messages', 'trouble'] as const;
export type Shown = (typeof SHOWN)[number];

/** A line of the page: an item, and the move that its event made. */
export type TimelineRow = TimelineItem & { move: { from: string | null; to: string } | null };

/** An event and the move that it made are one line. Oldest first, as they come. Pure. */
export function rowsOf(items: readonly TimelineItem[]): TimelineRow[] {
  const moves = new Map(
    items.flatMap(({ kind, eventId, status, data }) =>
      kind === 'transition' && status !== null
        ? [[eventId, { from: typeof data?.from === 'string' ? data.from : null, to: status }]]
        : [],
    ),
  );
  const told = new Set(items.flatMap(({ kind, eventId }) => (isOfEvent(kind) ? [eventId] : [])));
  return items.flatMap(item => {
    const move = moves.get(item.eventId) ?? null;
    if (item.kind === 'transition') return told.has(item.eventId) ? [] : [{ ...item, move }];
    return [{ ...item, move: isOfEvent(item.kind) ? move : null }];
  });
}

function isOfEvent(kind: TimelineItem['kind']): boolean {
  return kind === 'event' || kind === 'note' || kind === 'correction' || kind === 'assignment';
}

export function isShown({ kind, manual }: TimelineItem, shown: Shown): boolean {
  switch (shown) {
    case 'all':
      return true;
    case 'events':
      return kind === 'event' || kind === 'transition';
    case 'people':
      return manual || kind === 'note' || kind === 'correction' || kind === 'assignment';
    case 'messages':
      return kind === 'message';
    case 'trouble':
      return kind === 'anomaly' || kind === 'incident' || kind === 'deadLetter';
    default:
      return shown satisfies never;
  }
}
