import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { lookUpAfter } from './look-up-times.ts';
import type { ChannelName, Message } from './message.ts';
import { fromMessageRow, MESSAGE_COLUMNS, type MessageRow } from './message-rows.ts';

/**
 * Messages that may or may not have gone out and whose time to be looked up has come. Each is put off at once, so that no
 * two look at the same one: who calls it holds no lock while a provider is asked.
 */
export async function takeUnknown(
  db: Db,
  { channel, now, limit }: { channel: ChannelName; now: Instant; limit: number },
  vault: Vault,
): Promise<Message[]> {
  const { rows } = await db.query<MessageRow>(
    `update notifier.message m set not_before = $4
       from (select m.about, m.id from notifier.message m
              where m.state = 'unknown' and m.channel = $1 and m.not_before <= $2
              order by m.not_before, m.about, m.id limit $3
                for update skip locked) due
      where m.about = due.about and m.id = due.id
     returning ${MESSAGE_COLUMNS}`,
    [channel, toIso(now), limit, toIso(now + PUT_OFF_MS)],
  );
  return rows.map(row => fromMessageRow(row, vault));
}

const PUT_OFF_MS = 60_000;

/** The provider has it: it went out. Returns false when somebody has decided otherwise meanwhile. */
export async function settleFound(
  db: Db,
  { about, id, attempts }: Message,
  { provider, providerId, now }: { provider: string; providerId: string; now: Instant },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update notifier.message m
        set state = 'sent', reason = null, provider = $4, provider_id = $5, settled_at = $6
      where m.about = $1 and m.id = $2 and m.state = 'unknown' and m.attempts = $3`,
    [about, id, attempts, provider, providerId, toIso(now)],
  );
  return rowCount === 1;
}

/** The provider never got it: it is sent. */
export async function requeueAbsent(db: Db, { about, id, attempts }: Message, now: Instant): Promise<boolean> {
  const { rowCount } = await db.query(
    `update notifier.message m
        set state = 'queued', reason = null, not_before = $4, sent_at = null, settled_at = null
      where m.about = $1 and m.id = $2 and m.state = 'unknown' and m.attempts = $3`,
    [about, id, attempts, toIso(now)],
  );
  return rowCount === 1;
}

export async function putOff(db: Db, { about, id, settledAt }: Message, now: Instant): Promise<void> {
  await db.query(
    `update notifier.message m set not_before = $3 where m.about = $1 and m.id = $2 and m.state = 'unknown'`,
    [about, id, toIso(lookUpAfter(settledAt ?? now, now))],
  );
}
