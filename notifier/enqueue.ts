import type { Instant } from '../platform/clock.ts';
import { columnArrays } from '../platform/column-arrays.ts';
import type { Db } from '../platform/postgres.ts';
import { activeTraceparent } from '../platform/tracing.ts';
import type { OrderKey } from '../tracker/event.ts';
import { compareText } from '../tracker/event-order.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { addressHash } from './address.ts';
import { messageId, type NewMessage, type Variables } from './message.ts';
import { sealVariables } from './message-rows.ts';

/** Something that happened to an order and that somebody may have to be told. */
export type NewNotice = {
  orderId: OrderKey;
  /** As the lifecycle and the settings name it. */
  notice: string;
  /** Told once for each. */
  occasion: string;
  /** In which the order must still be when it is told; null: in any but its last. */
  status: string | null;
  eventId: string | null;
  at: Instant;
  notedAt: Instant;
  dueAt: Instant;
  /** What the order itself does not tell. */
  variables: Variables | null;
};

/**
 * Writes down what somebody may have to be told, in the transaction of the fact; returns how many were new. What was
 * dropped because the order had moved on is new again when the order comes back, and what we were not sure of when we are.
 */
export async function enqueueNotices(tx: Db, notices: readonly NewNotice[], vault: Vault): Promise<number> {
  if (notices.length === 0) return 0;
  const rows = onePerKey(notices);
  const { names, values, rows: arrays, parameters } = noticeArrays(vault);
  const { rowCount } = await tx.query(
    `insert into notifier.notice as n (${names})
     select ${values} from ${arrays}
     on conflict (order_id, notice, occasion) do update
        set state = 'waiting', reason = null, status = excluded.status, event_id = excluded.event_id,
            at = excluded.at, noted_at = excluded.noted_at, due_at = excluded.due_at, variables = excluded.variables
      where n.state = 'dropped' and n.reason in ('superseded', 'unsure')`,
    parameters(rows),
  );
  return rowCount ?? 0;
}

function noticeArrays(vault: Vault) {
  return columnArrays<NewNotice>([
    ['order_id', 'text', notice => notice.orderId],
    ['notice', 'text', notice => notice.notice],
    ['occasion', 'text', notice => notice.occasion],
    ['status', 'text', notice => notice.status],
    ['event_id', 'text', notice => notice.eventId],
    ['at', 'timestamptz', notice => notice.at],
    ['noted_at', 'timestamptz', notice => notice.notedAt],
    ['due_at', 'timestamptz', notice => notice.dueAt],
    ['variables', 'text', ({ variables }) => variables && sealVariables(variables, vault)],
  ]);
}

/** The same row twice in one statement could not be upserted: the last one counts. */
function onePerKey(notices: readonly NewNotice[]): readonly NewNotice[] {
  const ofOrder = new Map(notices.map(notice => [notice.orderId, notice]));
  // Nearly always each is of another order, and then there is nothing to look for.
  if (ofOrder.size === notices.length) return notices;
  return [
    ...new Map(
      notices.map(notice => [JSON.stringify([notice.orderId, notice.notice, notice.occasion]), notice]),
    ).values(),
  ];
}

/**
 * Puts messages into the outbox, in the transaction of the fact that causes them; returns how many were new. A message
 * that is there already stays as it is, unless it was dropped because its order had moved on and that has come back, or
 * because we were not sure and now are.
 */
export async function enqueueMessages(
  tx: Db,
  messages: readonly NewMessage[],
  on: { vault: Vault; now: Instant },
): Promise<number> {
  if (messages.length === 0) return 0;
  const rows = new Map(messages.map(message => [`${messageId(message)} ${message.about}`, toRow(message, on)]));
  // Sorted, or two that write the same messages could wait for each other.
  const sorted = [...rows.values()].sort((a, b) => compareText(a.about, b.about) || compareText(a.id, b.id));
  const { rowCount } = await tx.query(
    `insert into notifier.message as m
       (about, id, kind, template, occasion, status, event_id, channel, recipient, address, address_hash, locale, zone,
        urgent, variables, fact_at, queued_at, not_before, expires_at, traceparent, state)
     select about, id, kind, template, occasion, status, event_id, channel, recipient, address,
            decode(address_hash, 'hex'), locale, zone, urgent, variables, to_timestamp(fact_at / 1000),
            to_timestamp(queued_at / 1000), to_timestamp(not_before / 1000), to_timestamp(expires_at / 1000), traceparent,
            'queued'
       from jsonb_to_recordset($1) as r (
         about text, id text, kind text, template text, occasion text, status text, event_id text, channel text,
         recipient text, address text, address_hash text, locale text, zone text, urgent boolean, variables text,
         fact_at float8, queued_at float8, not_before float8, expires_at float8, traceparent text)
     on conflict (about, id) do update
        set state = 'queued', reason = null, detail = null, attempts = 0, settled_at = null,
            status = excluded.status, event_id = excluded.event_id, address = excluded.address,
            address_hash = excluded.address_hash, locale = excluded.locale, zone = excluded.zone,
            urgent = excluded.urgent, variables = excluded.variables, fact_at = excluded.fact_at,
            queued_at = excluded.queued_at, not_before = excluded.not_before, expires_at = excluded.expires_at,
            traceparent = excluded.traceparent, insisted = false
      where m.state = 'dropped' and m.reason in ('superseded', 'unsure')`,
    [JSON.stringify(sorted)],
  );
  return rowCount ?? 0;
}

function toRow(message: NewMessage, { vault, now }: Parameters<typeof enqueueMessages>[2]) {
  return {
    about: message.about,
    id: messageId(message),
    kind: message.kind,
    template: message.template,
    occasion: message.occasion,
    status: message.status,
    event_id: message.eventId,
    channel: message.channel,
    recipient: message.recipient,
    address: vault.sealText(message.address),
    address_hash: addressHash(message.channel, message.address).toString('hex'),
    locale: message.locale,
    zone: message.zone,
    urgent: message.urgent,
    variables: sealVariables(message.variables, vault),
    fact_at: message.factAt,
    queued_at: now,
    not_before: message.notBefore,
    expires_at: message.expiresAt,
    traceparent: message.traceparent ?? activeTraceparent(),
  };
}
