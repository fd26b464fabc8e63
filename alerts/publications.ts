import { v5 } from 'uuid';
import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { inSeconds } from '../tracker/iso-duration.ts';
import { readTraceparents } from '../tracker/telling.ts';
import type { OpenFinding } from './finding.ts';

/** `at_risk`: past a target, or a promise that is still ahead. `overdue`: past a limit or a promise. */
export type PublishedKind = 'at_risk' | 'overdue' | 'resolved';

export type Published = { kind: PublishedKind; finding: OpenFinding; at: Instant };

const NAMESPACE = '5b0d7a3e-6a2f-4f0e-9c37-5f2f7f3f1c11';
// The most that AMQP takes.
const ROUTING_KEY_BYTES = 255;

/**
 * Writes down what CRM and MES are told of their orders, in the transaction of the findings. What is about no order is
 * nothing to them, and of a rule on trial nobody is told. The same fact twice is one message. Their incidents have been
 * saved, for these know the cause in words.
 */
export async function enqueuePublications(tx: Db, published: readonly Published[]): Promise<void> {
  const rows = published
    .filter(({ finding }) => finding.orderId !== null)
    .map((one, place) => ({ ...toRow(one), order: one.finding.orderId!, place }));
  if (rows.length === 0) return;
  const traces = await readTraceparents(tx, [...new Set(rows.map(({ order }) => order))]);
  await tx.query(
    `insert into alerts.publication (message_id, routing_key, body, at, traceparent)
     select r.message_id, r.routing_key,
            r.body || jsonb_build_object('cause', (select i.cause ->> 'en' from alerts.incident i
                                                    where i.id = r.incident and i.cause_key = r.body ->> 'causeKey')),
            to_timestamp(r.at / 1000), r.traceparent
       from jsonb_to_recordset($1) as r (
            message_id text, routing_key text, body jsonb, at float8, incident bigint, place integer,
            traceparent text)
      where exists (select from alerts.incident i where i.id = r.incident and not i.shadow)
      order by r.place
     on conflict (message_id) do nothing`,
    [JSON.stringify(rows.map(({ order, ...row }) => ({ ...row, traceparent: traces.get(order) ?? null })))],
  );
}

function toRow({ kind, finding, at }: Published) {
  const {
    rule,
    subject,
    stay,
    origin,
    orderId,
    status,
    since,
    limitAt,
    severity,
    owner,
    incidentId,
    causeKey,
    suspect,
    usual,
  } = finding;
  return {
    message_id: v5(JSON.stringify([kind, rule, subject, stay, origin, at]), NAMESPACE),
    routing_key: routingKey(`${kind}.${rule}`),
    body: {
      type: `orderwatch.finding.${kind}`,
      orderId,
      rule,
      status,
      since: since === null ? null : toIso(since),
      limitAt: limitAt === null ? null : toIso(limitAt),
      severity,
      incident: String(incidentId),
      owner,
      causeKey,
      suspect: suspect !== null,
      suspectBecause: suspect?.en ?? null,
      usual: usual && {
        p50: inSeconds(usual.p50Ms),
        p90: inSeconds(usual.p90Ms),
        samples: usual.samples,
        basis: usual.basis,
      },
      at: toIso(at),
    },
    at,
    incident: incidentId,
  };
}

function routingKey(text: string): string {
  let key = text;
  while (Buffer.byteLength(key) > ROUTING_KEY_BYTES) key = key.slice(0, -1).toWellFormed();
  return key;
}
