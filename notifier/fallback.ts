import type { Instant } from '../platform/clock.ts';
import { type Db, type Pool, transaction } from '../platform/postgres.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import { type Order, readOrders } from '../tracker/orders.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { enqueueMessages } from './enqueue.ts';
import { type MessageEvent, noteMessageEvents } from './event-rows.ts';
import { channelsUsed, dropReplaced, takeStranded } from './fallback-rows.ts';
import type { Message, NewMessage } from './message.ts';
import { UNREADABLE } from './message-rows.ts';
import { findNotices } from './notice-rows.ts';
import type { NotifierSettings } from './settings.ts';
import { type Notice, type Survey, type SurveyDeps, survey } from './survey.ts';
import type { Way } from './way.ts';

export type FallbackDeps = SurveyDeps & { pool: Pool; lifecycles: () => Lifecycles; vault: Vault };

const PAGE = 100;
// Who was not reached within days is told by somebody, or has found out.
const LOOK_BACK_MS = 3 * 24 * 3_600_000;

/**
 * Sends what did not get through by the next channel of its notice, once a message; also what failed by a receipt that
 * came days later. Returns how many messages there are more.
 */
export async function goElsewhere(on: FallbackDeps, now: Instant): Promise<number> {
  return transaction(on.pool, async tx => {
    const stranded = await takeStranded(tx, { now, since: now - LOOK_BACK_MS, limit: PAGE }, on.vault);
    if (stranded.length === 0) return 0;
    const wayFor = await findWays(tx, stranded, on, now);
    const found = stranded.map(message => ({ message, way: wayFor(message) }));
    await noteMessageEvents(
      tx,
      found.map(({ message, way }) => fallbackEvent(message, way, now)),
      on.vault,
    );
    const replaced = found.flatMap(({ message, way }) => (way ? [{ message, way }] : []));
    await dropReplaced(
      tx,
      replaced.map(({ message }) => message),
      now,
    );
    return enqueueMessages(
      tx,
      replaced.map(
        ({ message, way }): NewMessage => ({
          ...message,
          channel: way.channel,
          address: way.address,
          notBefore: now,
        }),
      ),
      { vault: on.vault, now },
    );
  });
}

async function findWays(
  tx: Db,
  stranded: readonly Message[],
  on: FallbackDeps,
  now: Instant,
): Promise<(message: Message) => Way | null> {
  const settings = on.settings();
  const reading = { lifecycles: on.lifecycles(), vault: on.vault, now };
  const orders = await readOrders(tx, reading, [...new Set(stranded.map(({ about }) => about))]);
  const byId = new Map(orders.map(order => [order.orderId, order]));
  const known = await survey(tx, orders, on);
  const notices = await findNotices(tx, stranded);
  const usedFor = await channelsUsed(tx, stranded);
  return message => {
    const order = byId.get(message.about);
    const notice = notices
      .filter(({ orderId, occasion }) => orderId === message.about && occasion === message.occasion)
      .flatMap(({ notice: id }) => noticeNamed(settings, id))
      .find(({ template }) => template === message.template);
    if (!order || !notice || message.variables === UNREADABLE) return null;
    return nextWay(message, { order, notice, known, used: usedFor(message) });
  };
}

function noticeNamed({ notices }: NotifierSettings, id: string): Notice[] {
  return Object.hasOwn(notices, id) ? [{ ...notices[id]!, id }] : [];
}

function nextWay(
  message: Message,
  { order, notice, known, used }: { order: Order; notice: Notice; known: Survey; used: ReadonlySet<string> },
): Way | null {
  const reachable = known.toldOf(order).find(({ recipient }) => recipient === message.recipient);
  const found = reachable && known.waysTo(reachable, notice);
  if (!found || 'none' in found) return null;
  return found.ways.find(({ channel, isLive }) => isLive && !used.has(channel)) ?? null;
}

/** Noted also where there is no other way, so that nobody looks for one again. */
function fallbackEvent({ about, id, attempts }: Message, way: Way | null, now: Instant): MessageEvent {
  return {
    about,
    messageId: id,
    key: `fallback:${attempts}`,
    at: now,
    notedAt: now,
    kind: 'fallback',
    state: null,
    reason: way?.channel ?? null,
    detail: null,
  };
}
