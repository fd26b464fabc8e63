import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { ChannelName } from './message.ts';

/** How many messages of this stretch of time a person has to look at, by channel. */
export async function countTroubled(
  db: Db,
  from: Instant,
  to: Instant,
): Promise<{ channel: ChannelName; messages: number }[]> {
  const { rows } = await db.query<{ channel: ChannelName; messages: number }>(
    `select m.channel, count(*) as messages from notifier.message m
      where m.state in ('unknown', 'dead', 'failed') and m.queued_at >= $1 and m.queued_at < $2
      group by m.channel order by count(*) desc, m.channel`,
    [new Date(from), new Date(to)],
  );
  return rows;
}
