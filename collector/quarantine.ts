import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { SEALED_OVERHEAD_BYTES } from '../platform/sealing.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { UNREADABLE_HEADERS } from './header-guard.ts';
import type { InboundMessage, MessageProperties } from './message.ts';
import { openProperties } from './sealed-properties.ts';

/** A message that was not understood, as it is kept. */
export type Quarantined = {
  id: string;
  origin: 'amqp' | 'http';
  exchange: string | null;
  routingKey: string | null;
  /** The first time; `times` and `lastReceivedAt` tell of redeliveries and of twins without an id of their own. */
  receivedAt: Instant;
  lastReceivedAt: Instant;
  times: number;
  reasonKind: string;
  reason: string;
  /** The same for all that can't be read for the same reason; null: it was kept before there were any. */
  fingerprint: string | null;
  /** The beginning of the body as text; what is no text is shown by U+FFFD. */
  bodyPreview: string;
  bodyBytes: number;
  /** The orders that it seems to name, as the ledger names them. */
  names: readonly string[];
  /** When it was recorded after all; null: it was not. */
  replayedAt: Instant | null;
  /** Somebody decided that it need not be recorded; null: nobody did. */
  dismissed: { at: Instant; by: string; why: string } | null;
};

/** Neither recorded nor dismissed, of `collector.quarantine` or of what stands for it. */
export function isOpen(row = ''): string {
  const of = row === '' ? '' : `${row}.`;
  return `${of}replayed_at is null and ${of}dismissed_at is null`;
}

export type QuarantinedInFull = Quarantined & { properties: MessageProperties; body: Buffer };

export type QuarantineFilter = {
  ids?: readonly string[] | undefined;
  reasonKind?: string | undefined;
  exchange?: string | undefined;
  fingerprint?: string | undefined;
  /** Received first at or after this instant. */
  since?: Instant | undefined;
  /** Received first before this instant. */
  until?: Instant | undefined;
  state?: 'open' | 'replayed' | 'dismissed' | undefined;
};

/** `after`: the last id of the page before. */
export type QuarantinePage = { after: string | null; limit: number };

const PREVIEW_BYTES = 512;
// A sealed body begins with what sealing adds.
const BEGINNING_BYTES = PREVIEW_BYTES + SEALED_OVERHEAD_BYTES;

const SUMMARY = `id, source, exchange, routing_key, received_at, last_received_at, times, reason_kind, reason, fingerprint, mentions,
  replayed_at, dismissed_at, dismissed_by, dismissed_why,
  substring(body from 1 for ${BEGINNING_BYTES}) as beginning, length(body) as body_bytes`;

/** Newest first, and where the next page begins (null: this was the last). */
export async function listQuarantine(
  db: Db,
  filter: QuarantineFilter,
  { after, limit }: QuarantinePage,
  vault: Vault,
): Promise<{ messages: Quarantined[]; next: string | null }> {
  const { sql, values } = conditions(filter);
  if (after !== null) sql.push(`id < $${values.push(after)}`);
  const { rows } = await db.query<SummaryRow>(
    // One row more than asked for tells whether there is another page.
    `select ${SUMMARY} from collector.quarantine where ${sql.join(' and ')} order by id desc limit $${values.push(limit + 1)}`,
    values,
  );
  const messages = rows.slice(0, limit).map(row => toQuarantined(row, vault));
  return { messages, next: rows.length > limit ? messages.at(-1)!.id : null };
}

/** One message with all its bytes, or null. */
export async function findQuarantined(db: Db, id: string, vault: Vault): Promise<QuarantinedInFull | null> {
  if (!isQuarantineId(id)) return null;
  const { rows } = await db.query<FullRow>(
    `select ${SUMMARY}, properties, body from collector.quarantine where id = $1`,
    [id],
  );
  const [row] = rows;
  return row
    ? { ...toQuarantined(row, vault), properties: openProperties(vault, row.properties), body: vault.open(row.body) }
    : null;
}

/** How many messages are waiting to be looked at. */
export async function countOpen(db: Db): Promise<number> {
  const { rows } = await db.query<{ open: number }>(
    `select count(*) as open from collector.quarantine where ${isOpen()}`,
  );
  return rows[0]!.open;
}

/** The open ones that pass the filter, oldest first: the order in which a replay takes them. */
export async function openIds(
  db: Db,
  filter: QuarantineFilter,
  after: string,
  limit: number,
): Promise<{ id: string; bodyBytes: number }[]> {
  const { sql, values } = conditions({ ...filter, state: 'open' });
  sql.push(`id > $${values.push(after)}`);
  const { rows } = await db.query<{ id: number; body_bytes: number }>(
    `select id, length(body) as body_bytes from collector.quarantine
      where ${sql.join(' and ')} order by id limit $${values.push(limit)}`,
    values,
  );
  return rows.map(row => ({ id: String(row.id), bodyBytes: row.body_bytes }));
}

/** `bodyBytes` is the true length; a body longer than `maxBodyBytes` is left where it is and empty here. */
export type OpenMessage = { id: string; bodyBytes: number; message: InboundMessage };

/** The open ones of these ids, oldest first, as the messages that they were when they came. */
export async function openMessages(
  db: Db,
  ids: readonly string[],
  maxBodyBytes: number,
  vault: Vault,
): Promise<OpenMessage[]> {
  const { rows } = await db.query<Omit<FullRow, 'body'> & { body: Buffer | null }>(
    `select id, source, exchange, routing_key, received_at, properties, length(body) as body_bytes,
            substring(body from 1 for ${BEGINNING_BYTES}) as beginning,
            case when length(body) <= $2 then body end as body
       from collector.quarantine where id = any($1::bigint[]) and ${isOpen()} order by id`,
    [ids, maxBodyBytes + vault.overhead],
  );
  return rows.map(row => ({
    id: String(row.id),
    bodyBytes: row.body_bytes - (vault.isSealed(row.beginning) ? vault.overhead : 0),
    message: {
      origin: row.source,
      body: row.body === null ? Buffer.alloc(0) : vault.open(row.body),
      exchange: row.exchange,
      routingKey: row.routing_key,
      properties: withoutMarker(openProperties(vault, row.properties)),
      // A twin in the ledger is another replay, or this one cut short: no duplicate that a producer sent.
      redelivered: true,
      receivedAt: row.received_at,
    },
  }));
}

/** The marker says that the headers are gone, as the reason does; a replay takes the message without them. */
function withoutMarker(properties: MessageProperties): MessageProperties {
  const { [UNREADABLE_HEADERS]: _why, ...headers } = properties.headers;
  return { ...properties, headers };
}

/** Ids are whole numbers that Postgres' bigint holds; whatever else somebody asks for does not exist. */
export function isQuarantineId(id: string): boolean {
  return /^[1-9]\d{0,17}$/.test(id);
}

function conditions(filter: QuarantineFilter): { sql: string[]; values: unknown[] } {
  const values: unknown[] = [];
  const sql = ['true'];
  const where = (condition: string, value: unknown) => sql.push(`${condition} $${values.push(value)}`);
  if (filter.ids !== undefined) sql.push(`id = any($${values.push(filter.ids.filter(isQuarantineId))}::bigint[])`);
  if (filter.reasonKind !== undefined) where('reason_kind =', filter.reasonKind);
  if (filter.exchange !== undefined) where('exchange =', filter.exchange);
  if (filter.fingerprint !== undefined) where('coalesce(fingerprint, reason_kind) =', filter.fingerprint);
  if (filter.since !== undefined) where('received_at >=', new Date(filter.since));
  if (filter.until !== undefined) where('received_at <', new Date(filter.until));
  if (filter.state !== undefined) sql.push(STATES[filter.state]);
  return { sql, values };
}

const STATES = {
  open: isOpen(),
  replayed: 'replayed_at is not null',
  dismissed: 'replayed_at is null and dismissed_at is not null',
};

type SummaryRow = {
  id: number;
  source: 'amqp' | 'http';
  exchange: string | null;
  routing_key: string | null;
  received_at: Instant;
  last_received_at: Instant;
  times: number;
  reason_kind: string;
  reason: string;
  fingerprint: string | null;
  mentions: string[] | null;
  replayed_at: Instant | null;
  dismissed_at: Instant | null;
  dismissed_by: string | null;
  dismissed_why: string | null;
  beginning: Buffer;
  body_bytes: number;
};
type FullRow = SummaryRow & { properties: MessageProperties; body: Buffer };

function toQuarantined(row: SummaryRow, vault: Vault): Quarantined {
  return {
    id: String(row.id),
    origin: row.source,
    exchange: row.exchange,
    routingKey: row.routing_key,
    receivedAt: row.received_at,
    lastReceivedAt: row.last_received_at,
    times: row.times,
    reasonKind: row.reason_kind,
    reason: vault.openText(row.reason),
    fingerprint: row.fingerprint,
    bodyPreview: vault.openBeginning(row.beginning).subarray(0, PREVIEW_BYTES).toString('utf8'),
    bodyBytes: row.body_bytes - (vault.isSealed(row.beginning) ? vault.overhead : 0),
    names: row.mentions ?? [],
    replayedAt: row.replayed_at,
    dismissed:
      row.dismissed_at === null ? null : { at: row.dismissed_at, by: row.dismissed_by!, why: row.dismissed_why! },
  };
}
