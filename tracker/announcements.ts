import type { OrderKey } from './event.ts';
import { isProvisional } from './event.ts';
import type { Announcement, Revocation } from './ledger.ts';
import type { Stay } from './state.ts';

export type History = {
  stays: readonly Stay[];
  /** Facts that were announced and then turned out not to be: if they turn out true again, nobody is told twice. */
  revoked: readonly string[];
};

/**
 * The difference between what was known of an order's way before and after: every move that was never announced, and
 * every announced one that no longer holds. `isHistoric` says of an event id whether nobody is to be told of it.
 */
export function announce(
  { orderId, lifecycle }: { orderId: OrderKey; lifecycle: string },
  before: History,
  after: readonly Stay[],
  isHistoric: (eventId: string) => boolean,
): { announcements: Announcement[]; revoked: Revocation[]; history: History } {
  // Nearly always the order has only gone on from where it was.
  if (before.revoked.length === 0 && before.stays.every((stay, index) => after[index]?.eventId === stay.eventId)) {
    const announcements = after
      .slice(before.stays.length)
      .map((_, at) => announcement(before.stays.length + at, { late: false }));
    return { announcements, revoked: [], history: { stays: after, revoked: before.revoked } };
  }
  const known = new Set(before.stays.map(stay => stay.eventId));
  const announced = new Set([...known, ...before.revoked]);
  const holds = new Set(after.map(stay => stay.eventId));
  const lastKnown = after.findLastIndex(stay => announced.has(stay.eventId));

  const announcements = after.flatMap(({ eventId }, index) =>
    announced.has(eventId) ? [] : [announcement(index, { late: index < lastKnown })],
  );
  const gone = before.stays.filter(stay => !holds.has(stay.eventId)).map(stay => stay.eventId);
  const revoked = [...new Set([...before.revoked, ...gone])].filter(eventId => !holds.has(eventId)).sort();
  return {
    announcements,
    revoked: gone.map(eventId => ({ orderId, eventId })),
    history: { stays: after, revoked },
  };

  function announcement(index: number, { late }: { late: boolean }): Announcement {
    const stay = after[index]!;
    const left = after[index - 1];
    return {
      orderId,
      lifecycle,
      eventId: stay.eventId,
      from: left?.status ?? null,
      since: left?.at ?? null,
      to: stay.status,
      at: stay.at,
      current: index === after.length - 1,
      late,
      provisional: isProvisional(orderId),
      historic: isHistoric(stay.eventId),
    };
  }
}
