import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { compareText } from '../tracker/event-order.ts';
import type { Vault } from '../tracker/personal-data.ts';
import type { ChannelName, Message, MessageName, Recipient } from './message.ts';
import { fromMessageRow, MESSAGE_COLUMNS, type MessageRow } from './message-rows.ts';

export type Claim = {
  channel: ChannelName;
  worker: string;
  now: Instant;
  /** Whoever has it has ended when this is over. */
  until: Instant;
  limit: number;
  /** Leave those to them where they are. */
  except: readonly Recipient[];
};

/** Takes the messages that have waited longest; `attempts` counts the one that begins. Many may claim at once. */
export async function claimMessages(db: Db, claim: Claim, vault: Vault): Promise<Message[]> {
  const { rows } = await db.query<MessageRow>(
    `with due as (
       select m.about, m.id from notifier.message m
        where m.channel = $1 and m.state = 'queued' and m.not_before <= $2 and m.recipient <> all ($6)
        order by m.not_before, m.about, m.id limit $3
          for update skip locked)
     update notifier.message m
        set state = 'sending', claimed_by = $4, claimed_until = $5, attempts = m.attempts + 1
       from due where m.about = due.about and m.id = due.id
     returning ${MESSAGE_COLUMNS}`,
    [claim.channel, toIso(claim.now), claim.limit, claim.worker, toIso(claim.until), claim.except],
  );
  const inOrder = (a: Message, b: Message) =>
    a.notBefore - b.notBefore || compareText(a.about, b.about) || compareText(a.id, b.id);
  return rows.map(row => fromMessageRow(row, vault)).sort(inOrder);
}

/** Holds on to messages that wait for their turn in a worker; returns those that are still its own, as they are now. */
export async function renewClaims(
  db: Db,
  held: readonly MessageName[],
  { worker, until }: Pick<Claim, 'worker' | 'until'>,
  vault: Vault,
): Promise<Message[]> {
  const { rows } = await db.query<MessageRow>(
    `update notifier.message m set claimed_until = $4
       from unnest($1::text[], $2::text[]) with ordinality as r (about, id, place)
      where m.about = r.about and m.id = r.id and m.claimed_until is not null and m.claimed_by = $3
     returning ${MESSAGE_COLUMNS}`,
    [held.map(({ about }) => about), held.map(({ id }) => id), worker, toIso(until)],
  );
  const byId = new Map(rows.map(row => [row.id, fromMessageRow(row, vault)]));
  return held.flatMap(({ id }) => byId.get(id) ?? []);
}

export type Expired = { now: Instant; channels: readonly ChannelName[] };

/** Where a second delivery does no harm, what a worker had in hands when it ended is simply sent again. */
export async function requeueExpired(db: Db, { now, channels }: Expired): Promise<number> {
  const { rowCount } = await db.query(
    `update notifier.message m set state = 'queued', claimed_by = null, claimed_until = null
       from (select m.about, m.id from notifier.message m
              where m.state = 'sending' and m.claimed_until <= $1 and m.channel = any ($2)
                for update skip locked) expired
      where m.about = expired.about and m.id = expired.id`,
    [toIso(now), channels],
  );
  return rowCount ?? 0;
}

/** Elsewhere nobody knows: it may have gone out at about the time at which it was claimed. */
export async function doubtExpired(
  db: Db,
  { now, channels, leaseMs, lookUpAt }: Expired & { leaseMs: number; lookUpAt: Instant },
): Promise<number> {
  const { rowCount } = await db.query(
    `update notifier.message m
        set state = 'unknown', reason = null, claimed_by = null, claimed_until = null, settled_at = $1, not_before = $4,
            sent_at = m.claimed_until - $3 * interval '1 millisecond'
       from (select m.about, m.id from notifier.message m
              where m.state = 'sending' and m.claimed_until <= $1 and m.channel = any ($2)
                for update skip locked) expired
      where m.about = expired.about and m.id = expired.id`,
    [toIso(now), channels, leaseMs, toIso(lookUpAt)],
  );
  return rowCount ?? 0;
}
