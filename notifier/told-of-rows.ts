import type { Instant } from '../platform/clock.ts';
import { toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { Vault } from '../tracker/personal-data.ts';
import type { ChannelName, MessageState, Recipient } from './message.ts';

/** Somebody who was told of something, and how. */
export type ToldPerson = {
  recipient: Recipient;
  channel: ChannelName;
  address: string;
  locale: string;
  zone: string;
  urgent: boolean;
  state: MessageState;
};

/**
 * Everybody who was told of it by this template since then, or is about to be; the last message to each of them that has
 * left, else the one that waits.
 */
export async function whoWasToldOf(
  db: Db,
  { about, template, since }: { about: string; template: string; since: Instant },
  vault: Vault,
): Promise<ToldPerson[]> {
  const { rows } = await db.query<ToldPerson>(
    `select distinct on (m.recipient) m.recipient, m.channel, m.address, m.locale, m.zone, m.urgent, m.state
       from notifier.message m
      where m.about = $1 and m.template = $2 and m.queued_at >= $3 and m.state not in ('dropped', 'failed', 'dead')
      order by m.recipient, m.state = 'queued', m.queued_at desc, m.id`,
    [about, template, toIso(since)],
  );
  return rows.map(row => ({ ...row, address: vault.openText(row.address) }));
}
