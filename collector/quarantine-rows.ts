import { createHash } from 'node:crypto';
import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { noteChange } from '../tracker/changes/note-change.ts';
import type { Vault } from '../tracker/personal-data.ts';
import type { Rejection } from './envelope/envelope.ts';
import { fingerprintOf } from './fingerprint.ts';
import { gistOfRejected } from './gist.ts';
import type { InboundMessage, MessageProperties } from './message.ts';
import { sealProperties } from './sealed-properties.ts';
import { storable, storableText } from './storable.ts';

/** What the batch writes about quarantine; reading and replaying are in quarantine.ts. */

export type Rejected = { message: InboundMessage; rejection: Rejection };

/** Keeps what could not be understood; returns the ids in order. A message that is there already is counted. */
export async function insertQuarantined(tx: Db, rejected: readonly Rejected[], vault: Vault): Promise<string[]> {
  const ids: string[] = [];
  // One by one: they are rare, their bodies may be large, and twins of one batch could not be upserted together.
  for (const { message, rejection } of rejected) ids.push(await insertOne(tx, message, rejection, vault));
  const [first] = rejected;
  if (first) await noteChange(tx, { at: first.message.receivedAt, topic: 'quarantine', subjects: [...new Set(ids)] });
  return ids;
}

async function insertOne(tx: Db, message: InboundMessage, rejection: Rejection, vault: Vault): Promise<string> {
  const exchange = message.exchange === null ? null : storableText(message.exchange);
  const routingKey = message.routingKey === null ? null : storableText(message.routingKey);
  const properties = sealProperties(vault, message.properties);
  const { names, source } = gistOfRejected(message, rejection);
  const { rows } = await tx.query<{ id: number }>(
    `insert into collector.quarantine as q
       (source, exchange, routing_key, received_at, last_received_at, reason_kind, reason, properties, body, digest,
        fingerprint, mentions)
     values ($1, $2, $3, $4, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (source, digest) do update
        set times = q.times + 1, last_received_at = excluded.last_received_at,
            reason_kind = excluded.reason_kind, reason = excluded.reason,
            fingerprint = excluded.fingerprint, mentions = excluded.mentions
     returning id`,
    [
      message.origin,
      exchange,
      routingKey,
      new Date(message.receivedAt),
      rejection.kind,
      sealReason(vault, rejection),
      properties,
      vault.seal(message.body),
      digestOf(message, exchange, routingKey),
      fingerprintOf(rejection, source),
      names,
    ],
  );
  return String(rows[0]!.id);
}

/** What was replayed and is still not understood stays, with the reason of today. */
export async function updateReasons(
  tx: Db,
  again: readonly (Rejected & { id: string })[],
  vault: Vault,
): Promise<void> {
  if (again.length === 0) return;
  const rows = again.map(({ id, message, rejection }) => {
    const { names, source } = gistOfRejected(message, rejection);
    const fingerprint = fingerprintOf(rejection, source);
    return { id, kind: rejection.kind, reason: sealReason(vault, rejection), fingerprint, mentions: names };
  });
  await tx.query(
    `update collector.quarantine as q
        set reason_kind = r.kind, reason = r.reason, fingerprint = r.fingerprint, mentions = r.mentions
       from jsonb_to_recordset($1) as r (id bigint, kind text, reason text, fingerprint text, mentions text[])
      where q.id = r.id`,
    [JSON.stringify(rows)],
  );
}

/** It may quote what the message says. */
function sealReason(vault: Vault, { reason }: Rejection): string {
  return vault.sealText(storableText(reason));
}

export async function markReplayed(tx: Db, ids: readonly string[], now: Instant): Promise<void> {
  if (ids.length === 0) return;
  await tx.query(
    'update collector.quarantine set replayed_at = $2 where id = any($1::bigint[]) and replayed_at is null',
    [ids, new Date(now)],
  );
  await noteChange(tx, { at: now, topic: 'quarantine', subjects: ids });
}

/** The same for every delivery of one publication: without the headers that the broker writes on the way (x-death …). */
export function digestOf(message: InboundMessage, exchange: string | null, routingKey: string | null): Buffer {
  const { headers, ...named } = message.properties;
  const own = Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('x-')));
  const properties: MessageProperties = { ...named, headers: own };
  return createHash('sha256')
    .update(JSON.stringify([exchange, routingKey, storable(properties)]))
    .update(message.body)
    .digest();
}
