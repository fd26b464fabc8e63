import { type Clock, type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { Announcement, Listener, Recorded } from '../tracker/ledger.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import { orderTraceparent } from '../tracker/orders.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { type PartnerOrder, readPartnerOrders } from '../tracker/telling.ts';
import { enqueueMessages, enqueueNotices, type NewNotice } from './enqueue.ts';
import type { NewMessage, Variables } from './message.ts';
import type { NotifierSettings } from './settings.ts';

// Longer than all attempts of a webhook take (retry.ts), and shorter than the time after which one is switched off.
const CHANGE_EXPIRES_MS = 3 * 24 * 3_600_000;

/**
 * Notes, in the transaction that records them, which moves of orders somebody may have to be told of; and what partners
 * are told by webhook, which is every move. It is part of the way of every event, so it only writes down.
 */
export function createNoticeListener(on: {
  lifecycles: () => Lifecycles;
  settings: () => NotifierSettings;
  vault: Vault;
  clock: Clock;
}): Listener {
  return async (tx, recorded) => {
    const { announcements } = recorded;
    if (announcements.length === 0) return;
    const now = on.clock.now();
    const settings = on.settings();
    await enqueueNotices(tx, noticesOf(announcements, on.lifecycles(), settings, now), on.vault);
    const changes = await changesForPartners(tx, recorded, settings, now);
    await enqueueMessages(tx, changes, { ...on, now });
  };
}

/** Of the move that an order has made last, unless it is old news or nobody knows yet whose order it is. */
export function noticesOf(
  announcements: readonly Announcement[],
  lifecycles: Lifecycles,
  settings: Pick<NotifierSettings, 'notices' | 'settleMs'>,
  now: Instant,
): NewNotice[] {
  const notices: NewNotice[] = [];
  for (const { orderId, lifecycle, eventId, to, at, current, provisional, historic } of announcements) {
    if (!current || provisional || historic) continue;
    const notice = lifecycles.named(lifecycle)?.status(to)?.notice;
    if (notice === undefined || !Object.hasOwn(settings.notices, notice)) continue;
    notices.push({
      orderId,
      notice,
      occasion: to,
      status: to,
      eventId,
      at,
      notedAt: now,
      dueAt: now + settings.settleMs,
      variables: null,
    });
  }
  return notices;
}

async function changesForPartners(
  tx: Db,
  { announcements, events }: Pick<Recorded, 'announcements' | 'events'>,
  { partners, zone }: NotifierSettings,
  now: Instant,
): Promise<NewMessage[]> {
  const named = Object.keys(partners).filter(name => partners[name]!.webhook !== null);
  const news = named.length === 0 ? [] : announcements.filter(({ historic }) => !historic);
  if (news.length === 0) return [];
  const found = await readPartnerOrders(tx, [...new Set(news.map(({ orderId }) => orderId))], named);
  const orders = new Map(found.map(order => [order.orderId, order]));
  const traces = new Map(events.map(({ eventId, traceparent }) => [eventId, traceparent]));
  return news.flatMap((announcement): NewMessage[] => {
    const order = orders.get(announcement.orderId);
    if (!order) return [];
    const partner = partners[order.partner]!;
    return [
      {
        about: announcement.orderId,
        kind: 'partner',
        template: 'order-changed',
        occasion: announcement.eventId,
        status: null,
        eventId: announcement.eventId,
        channel: 'webhook',
        recipient: `partner:${order.partner}`,
        address: partner.webhook!.url,
        locale: partner.locale,
        zone,
        urgent: true,
        variables: changeVariables(announcement, order),
        factAt: now,
        notBefore: now,
        expiresAt: now + CHANGE_EXPIRES_MS,
        traceparent: traces.get(announcement.eventId) ?? orderTraceparent(order),
      },
    ];
  });
}

/** The body of the webhook: what anybody may know of the order who has its number. */
function changeVariables({ from, to, at, ...announcement }: Announcement, order: PartnerOrder): Variables {
  return {
    type: 'order.status_changed',
    orderId: announcement.orderId,
    ids: order.ids,
    status: to,
    previous: from,
    at: toIso(at),
    current: announcement.current,
    late: announcement.late,
    provisional: announcement.provisional,
    correlationId: order.correlationId,
  };
}
