import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { LocalizedText } from '../tracker/lifecycle.ts';
import type { Incident, IncidentState, IncidentVerdict } from './incident.ts';
import type { Severity } from './severity.ts';

/** One that came before, for whoever wonders how it ended then. */
export type SimilarIncident = {
  id: number;
  title: LocalizedText;
  severity: Severity;
  state: IncidentState;
  openedAt: Instant;
  resolvedAt: Instant | null;
  /** A person; null: it was over by itself, or is not. */
  resolvedBy: string | null;
  resolution: string | null;
  /** What they said of it when they resolved it. */
  reason: string | null;
  verdict: IncidentVerdict | null;
  cause: LocalizedText | null;
  /** Else of the same rule, about the same. */
  sameCause: boolean;
  orders: number;
};

/** Those that opened before it with the same cause, the last one first, then those of its rule about the same. */
export async function findSimilar(
  db: Db,
  { id, causeKey, rule, about, openedAt }: Pick<Incident, 'id' | 'causeKey' | 'rule' | 'about' | 'openedAt'>,
  limit: number,
): Promise<SimilarIncident[]> {
  const { rows } = await db.query<SimilarIncident>(
    `select i.id, i.title, i.severity, i.state, i.opened_at as "openedAt", i.resolved_at as "resolvedAt",
            i.resolved_by as "resolvedBy", i.resolution, i.verdict, i.cause, i.cause_key is not distinct from $2 and i.cause_key is not null as "sameCause",
            (select e.detail ->> 'reason' from alerts.incident_event e
              where e.incident_id = i.id and e.kind = 'resolved' order by e.id desc limit 1) as reason,
            (select count(distinct f.order_id) from alerts.finding f where f.incident_id = i.id) as orders
       from alerts.incident i
      where i.id <> $1 and i.opened_at <= $5 and i.merged_into is null and not i.shadow
        and (i.cause_key = $2 or i.rule = $3 and i.about = $4)
      order by (i.cause_key = $2) is true desc, i.opened_at desc, i.id desc limit $6`,
    [id, causeKey, rule, about, toIso(openedAt), limit],
  );
  return rows;
}
