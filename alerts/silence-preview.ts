import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from '../tracker/event.ts';
import { readPartnersOf } from '../tracker/telling.ts';
import type { Incident } from './incident.ts';
import { readIncidents } from './incident-rows.ts';
import { type Content, matches, type SilenceMatch } from './silence.ts';

/** An incident that a silence would be about, and how many messages of it went out. */
export type Muted = { incident: Incident; messages: number };

export type SilencePreview = {
  /** Of which somebody was told, the last one first. */
  muted: readonly Muted[];
  /** That are open now, and that nobody would be told of further. */
  held: readonly Incident[];
  /** Of how many incidents somebody was told in that time. */
  told: number;
};

/**
 * What a silence would have kept quiet since then, and what it would now. An incident is judged by everything that was found
 * in it, so one that it was only about for a while does not count.
 */
export async function previewSilence(
  db: Db,
  match: SilenceMatch,
  { since }: { since: Instant },
): Promise<SilencePreview> {
  const told = await countTold(db, since);
  const open = await readOpenIds(db);
  const incidents = await readIncidents(db, [...new Set([...told.keys(), ...open])]);
  const contents = await readAllContents(db, [...incidents.keys()]);
  const about = [...incidents.values()].filter(incident => matches(match, incident, contents.get(incident.id) ?? []));
  return {
    muted: about
      .flatMap(incident => ({ incident, messages: told.get(incident.id) ?? 0 }))
      .filter(({ messages }) => messages > 0)
      .toSorted((a, b) => b.incident.openedAt - a.incident.openedAt),
    held: about.filter(({ state }) => state === 'open'),
    told: told.size,
  };
}

/** By incident how many messages its escalation sent. */
async function countTold(db: Db, since: Instant): Promise<Map<number, number>> {
  const { rows } = await db.query<{ id: number; messages: number }>(
    `select e.incident_id as id, sum(jsonb_array_length(e.detail -> 'people'))::int as messages
       from alerts.incident_event e where e.kind = 'told' and e.at >= $1 group by e.incident_id`,
    [toIso(since)],
  );
  return new Map(rows.map(({ id, messages }) => [id, messages]));
}

async function readOpenIds(db: Db): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    `select i.id from alerts.incident i where i.state = 'open' and not i.shadow`,
  );
  return rows.map(({ id }) => id);
}

const PARTNER = 'partner:';

async function readAllContents(db: Db, incidents: readonly number[]): Promise<Map<number, Content[]>> {
  const { rows } = await db.query<{ id: number; rule: string; subject: string; orderId: OrderKey | null }>(
    `select distinct f.incident_id as id, f.rule, f.subject, f.order_id as "orderId" from alerts.finding f
      where f.incident_id = any ($1)`,
    [incidents],
  );
  const orders = rows.flatMap(({ orderId }) => orderId ?? []);
  const partners = await readPartnersOf(db, [...new Set(orders)]);
  const partnerOf = ({ subject, orderId }: { subject: string; orderId: OrderKey | null }) =>
    subject.startsWith(PARTNER) ? subject.slice(PARTNER.length) : (partners.get(orderId ?? '') ?? null);
  return new Map(
    [...Map.groupBy(rows, ({ id }) => id)].map(([id, these]) => [
      id,
      these.map(row => ({ rule: row.rule, subject: row.subject, orderId: row.orderId, partner: partnerOf(row) })),
    ]),
  );
}
