import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { Vault } from '../tracker/personal-data.ts';
import type { ChannelName, Message } from './message.ts';
import { fromMessageRow, MESSAGE_COLUMNS, type MessageRow } from './message-rows.ts';

/**
 * Messages that did not get through and of which nobody has thought of another way yet: those that failed for good, and
 * urgent ones that failed three times. Held until the end of the transaction.
 */
export async function takeStranded(
  tx: Db,
  { now, since, limit }: { now: Instant; since: Instant; limit: number },
  vault: Vault,
): Promise<Message[]> {
  // Two halves, for each has an index of its own.
  const { rows } = await tx.query<MessageRow>(
    `with stranded as (
       (select m.about, m.id from notifier.message m
         where m.state in ('unknown', 'dead', 'failed') and m.state <> 'unknown' and m.queued_at > $2
           and ${MAY_GO_ELSEWHERE} order by m.queued_at desc limit $3)
       union all
       (select m.about, m.id from notifier.message m
         where m.state = 'queued' and m.urgent and m.attempts >= 3 and ${MAY_GO_ELSEWHERE} limit $3))
     select ${MESSAGE_COLUMNS} from notifier.message m join stranded using (about, id)
      where m.state in ('queued', 'dead', 'failed')
      order by m.about, m.id for update of m skip locked`,
    [toIso(now), toIso(since), limit],
  );
  return withoutFallback(
    tx,
    rows.map(row => fromMessageRow(row, vault)),
  );
}

/** Somebody may have thought of a way between our look and our lock, which no change of the message's row shows. */
async function withoutFallback(tx: Db, held: readonly Message[]): Promise<Message[]> {
  if (held.length === 0) return [];
  const { rows } = await tx.query<{ about: string; id: string }>(
    `select e.about, e.message_id as id from unnest($1::text[], $2::text[]) as r (about, id)
       join notifier.message_event e on e.about = r.about and e.message_id = r.id and e.kind = 'fallback'`,
    [held.map(({ about }) => about), held.map(({ id }) => id)],
  );
  const decided = new Set(rows.map(({ about, id }) => `${id} ${about}`));
  return held.filter(({ about, id }) => !decided.has(`${id} ${about}`));
}

const MAY_GO_ELSEWHERE = `m.kind in ('customer', 'partner') and m.channel <> 'webhook' and m.expires_at > $1
  and not exists (select from notifier.message_event e
                   where e.about = m.about and e.message_id = m.id and e.kind = 'fallback')`;

/** The channels on which these recipients were, or are to be, told the same. */
export async function channelsUsed(
  tx: Db,
  messages: readonly Message[],
): Promise<(message: Message) => ReadonlySet<ChannelName>> {
  const { rows } = await tx.query<{ id: string; channels: ChannelName[] }>(
    `select r.id, array_agg(m.channel) as channels
       from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
              as r (id, about, occasion, recipient, template)
       join notifier.message m
         on m.about = r.about and m.occasion = r.occasion and m.recipient = r.recipient and m.template = r.template
      group by r.id`,
    [
      messages.map(({ id }) => id),
      messages.map(({ about }) => about),
      messages.map(({ occasion }) => occasion),
      messages.map(({ recipient }) => recipient),
      messages.map(({ template }) => template),
    ],
  );
  const used = new Map(rows.map(({ id, channels }) => [id, new Set(channels)]));
  return ({ id }) => used.get(id) ?? new Set();
}

/** Those that were still to be tried are not any more: they go another way. */
export async function dropReplaced(tx: Db, messages: readonly Message[], now: Instant): Promise<void> {
  if (messages.length === 0) return;
  await tx.query(
    `update notifier.message m set state = 'dropped', reason = 'replaced', settled_at = $3
       from unnest($1::text[], $2::text[]) as r (about, id)
      where m.about = r.about and m.id = r.id and m.state = 'queued'`,
    [messages.map(({ about }) => about), messages.map(({ id }) => id), toIso(now)],
  );
}
