import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from '../tracker/event.ts';
import type { Vault } from '../tracker/personal-data.ts';
import type { MessageEvent } from './event-rows.ts';
import type { ChannelName, Message, MessageState } from './message.ts';
import { fromMessageRow, MESSAGE_COLUMNS, type MessageRow } from './message-rows.ts';

/** A message as lists show it; `address` opened. */
export type MessageSummary = Omit<Message, 'variables' | 'addressHash' | 'subject' | 'body' | 'detail' | 'traceparent'>;

export type MessageFilter = {
  /** What the messages are about: an order under all its keys. */
  about?: readonly OrderKey[] | undefined;
  recipient?: string | undefined;
  kind?: Message['kind'] | undefined;
  channel?: ChannelName | undefined;
  template?: string | undefined;
  state?: MessageState | undefined;
  /** Why it stands so: reasons.ts. */
  reason?: string | undefined;
  /** Those that a person has to look at. */
  troubled?: boolean | undefined;
  /** Queued at or after this instant. */
  from?: Instant | undefined;
  /** Queued before this instant. */
  to?: Instant | undefined;
};

/** The place after which a page begins. */
export type MessagePosition = { queuedAt: Instant; about: string; id: string };

const COLUMNS = `m.about, m.id, m.kind, m.template, m.occasion, m.status, m.event_id, m.channel, m.recipient, m.address,
  m.locale, m.zone, m.urgent, m.fact_at, m.queued_at, m.not_before, m.expires_at, m.state, m.reason, m.attempts,
  m.provider, m.provider_id, m.sent_at, m.settled_at, m.insisted`;

/** Newest first, and where the next page begins (null: this was the last). */
export async function listMessages(
  db: Db,
  filter: MessageFilter,
  { after, limit }: { after: MessagePosition | null; limit: number },
  vault: Vault,
): Promise<{ messages: MessageSummary[]; next: MessagePosition | null }> {
  const { sql, values } = conditions(filter);
  const param = (value: unknown) => `$${values.push(value)}`;
  if (after !== null) {
    const at = param(new Date(after.queuedAt));
    sql.push(
      `m.queued_at <= ${at} and (m.queued_at < ${at} or (m.about, m.id) > (${param(after.about)}, ${param(after.id)}))`,
    );
  }
  const { rows } = await db.query<SummaryRow>(
    `select ${COLUMNS} from notifier.message m where ${sql.join(' and ')}
      order by m.queued_at desc, m.about, m.id limit ${param(limit + 1)}`,
    values,
  );
  const messages = rows.slice(0, limit).map(row => toSummary(row, vault));
  return { messages, next: rows.length > limit ? messages.at(-1)! : null };
}

export type NotedEvent = Omit<MessageEvent, 'about' | 'messageId'>;

/** With what went out, as long as it is kept, and what happened to it. */
export type MessageInFull = Message & { events: NotedEvent[] };

/** Null for an id that there is none of. */
export async function findMessage(db: Db, id: string, vault: Vault): Promise<MessageInFull | null> {
  if (!isMessageId(id)) return null;
  const { rows } = await db.query<MessageRow>(
    `select ${MESSAGE_COLUMNS} from notifier.message m where m.id = $1 order by m.about limit 1`,
    [id],
  );
  const [row] = rows;
  return row ? { ...fromMessageRow(row, vault), events: await readMessageEvents(db, row, vault) } : null;
}

async function readMessageEvents(db: Db, message: { about: string; id: string }, vault: Vault): Promise<NotedEvent[]> {
  const { rows } = await db.query<Omit<NotedEvent, 'notedAt'> & { noted_at: Instant }>(
    `select e.key, e.at, e.noted_at, e.kind, e.state, e.reason, e.detail from notifier.message_event e
      where e.about = $1 and e.message_id = $2 order by e.at, e.noted_at, e.kind = 'fallback', e.key`,
    [message.about, message.id],
  );
  return rows.map(({ noted_at, detail, ...row }) => ({
    ...row,
    notedAt: noted_at,
    detail: detail === null ? null : vault.openText(detail),
  }));
}

/** Ids are made by message.ts; whatever else somebody asks for does not exist. */
export function isMessageId(id: string): boolean {
  return /^[0-9a-f]{32}$/.test(id);
}

const COUNTED = 10_000;

export type MessageCounts = {
  /** Unknown, dead and failed ones; up to 10,000. */
  troubled: number;
  /** Things that happened and of which nobody has decided yet whom they are told to; up to 10,000. */
  undecided: number;
};

/** About these orders, or of all. A reminder whose time has not come is nothing that happened. */
export async function countMessages(
  db: Db,
  about: readonly OrderKey[] | undefined,
  now: Instant,
): Promise<MessageCounts> {
  const { rows } = await db.query<MessageCounts>(
    `select (select count(*) from (select from notifier.message
              where state in ('unknown', 'dead', 'failed') and ($1::text[] is null or about = any ($1))
              limit $2) as troubled) as troubled,
            (select count(*) from (select from notifier.notice
              where state = 'waiting' and noted_at <= $3 and ($1::text[] is null or order_id = any ($1))
              limit $2) as undecided) as undecided`,
    [about ?? null, COUNTED, new Date(now)],
  );
  return rows[0]!;
}

function conditions(filter: MessageFilter): { sql: string[]; values: unknown[] } {
  const values: unknown[] = [];
  const sql = ['true'];
  const where = (condition: string, value: unknown) => {
    if (value !== undefined) sql.push(condition.replace('?', `$${values.push(value)}`));
  };
  where('m.about = any (?::text[])', filter.about);
  where('m.recipient = ?', filter.recipient);
  where('m.kind = ?', filter.kind);
  where('m.channel = ?', filter.channel);
  where('m.template = ?', filter.template);
  where('m.state = ?', filter.state);
  where('m.reason = ?', filter.reason);
  where('m.queued_at >= ?', filter.from && new Date(filter.from));
  where('m.queued_at < ?', filter.to && new Date(filter.to));
  if (filter.troubled !== undefined)
    sql.push(`m.state ${filter.troubled ? '' : 'not '}in ('unknown', 'dead', 'failed')`);
  return { sql, values };
}

type SummaryRow = Omit<MessageRow, 'address_hash' | 'variables' | 'subject' | 'body' | 'detail' | 'traceparent'>;

function toSummary(row: SummaryRow, vault: Vault): MessageSummary {
  const { about, id, kind, template, occasion, status, channel, recipient, locale, zone, urgent } = row;
  const { state, reason, attempts, provider } = row;
  return {
    ...{ about, id, kind, template, occasion, status, channel, recipient, locale, zone, urgent },
    ...{ state, reason, attempts, provider },
    eventId: row.event_id,
    address: vault.openText(row.address),
    factAt: row.fact_at,
    queuedAt: row.queued_at,
    notBefore: row.not_before,
    expiresAt: row.expires_at,
    providerId: row.provider_id,
    sentAt: row.sent_at,
    settledAt: row.settled_at,
    insisted: row.insisted,
  };
}
