import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from '../tracker/event.ts';
import type { ChannelName, MessageState } from './message.ts';

export type StateCount = { channel: ChannelName; state: MessageState; count: number };

/** Messages that were queued since then, by channel and state; reads the index of the list. */
export async function countByState(db: Db, since: Instant): Promise<StateCount[]> {
  const { rows } = await db.query<StateCount>(
    `select m.channel, m.state, count(*)::int as count from notifier.message m
      where m.queued_at >= $1 group by m.channel, m.state order by m.channel, m.state`,
    [toIso(since)],
  );
  return rows;
}

/** Of these orders, how many things nobody was told of because we are not sure. */
export async function countUnsure(db: Db, orders: readonly OrderKey[]): Promise<number> {
  if (orders.length === 0) return 0;
  const { rows } = await db.query<{ count: number }>(
    `select count(*)::int as count from notifier.notice n
      where n.order_id = any ($1::text[]) and n.state = 'dropped' and n.reason = 'unsure'`,
    [orders],
  );
  return rows[0]!.count;
}
