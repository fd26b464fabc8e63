import { OWN_SOURCE } from '../../tracker/event.ts';
import type { Principal } from '../access/principal.ts';
import type { TimelineItemContract } from './present-timeline.ts';

/**
 * Those lines of a timeline that are for this one. Partners and customers read what systems said of their order, how it
 * moved and what they were told themselves; what people here noted, found and did is no business of theirs.
 */
export function timelineShownTo(
  principal: Pick<Principal, 'role'>,
  items: readonly TimelineItemContract[],
): TimelineItemContract[] {
  const { role } = principal;
  if (role !== 'partner' && role !== 'customer') return [...items];
  return items.flatMap(item => {
    switch (item.kind) {
      case 'event':
        return item.by === OWN_SOURCE || item.manual ? [] : [withoutInside(item)];
      case 'transition':
        return [withoutInside(item)];
      case 'message':
        return isTo(role, item) ? [{ ...item, manual: false }] : [];
      default:
        return [];
    }
  });
}

/** Data of events is between systems, and so are their traces. */
function withoutInside(item: TimelineItemContract): TimelineItemContract {
  const { kind, manual, by, data } = item;
  // Who of us did it stays here.
  const shownBy = manual ? OWN_SOURCE : by;
  return { ...item, by: shownBy, manual: false, data: kind === 'transition' ? data : null, raw: false, traceUrl: null };
}

function isTo(role: 'partner' | 'customer', { data }: TimelineItemContract): boolean {
  return typeof data?.recipient === 'string' && data.recipient.startsWith(`${role}:`);
}
