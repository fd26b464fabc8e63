import type { Incident } from '../../alerts/incident.ts';
import { fromIncidentRow, INCIDENT_COLUMNS, type IncidentRow } from '../../alerts/incident-rows.ts';
import { chainOf } from '../../alerts/route-of.ts';
import type { AlertSettings } from '../../alerts/settings.ts';
import { type Instant, toIso } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';

export type ToldFinding = {
  incidentId: number;
  rule: string;
  subject: string;
  orderId: string | null;
  status: string | null;
  since: Instant | null;
  limitAt: Instant | null;
  firstSeenAt: Instant;
  resolvedAt: Instant | null;
};

/** An incident that somebody was told of. `pages`: how often it opened, the first time included. */
export type ToldIncident = { incident: Incident; findings: readonly ToldFinding[]; pages: number };

/** Those of the time that counts. A chain tells when it is its hour; when, is no question here. */
export async function readTold(
  db: Db,
  { settings, since, findings: seen }: { settings: AlertSettings; since: Instant; findings: readonly ToldFinding[] },
): Promise<ToldIncident[]> {
  const { rows } = await db.query<IncidentRow>(
    `select ${INCIDENT_COLUMNS} from alerts.incident i where i.opened_at >= $1 and not i.shadow order by i.id`,
    [toIso(since)],
  );
  const findings = Map.groupBy(seen, ({ incidentId }) => incidentId);
  const pages = await readPages(db);
  return rows
    .map(fromIncidentRow)
    .filter(incident => chainOf(settings, incident) !== null)
    .map(incident => ({ incident, findings: findings.get(incident.id) ?? [], pages: pages.get(incident.id) ?? 0 }));
}

/**
 * Findings as they come and go. What is found again goes on in its row, in another incident perhaps, so that afterwards
 * nothing tells what an incident was about: it is noted at every tick.
 */
export function createNotes({ db }: { db: Db }) {
  const noted = new Map<string, ToldFinding>();
  return {
    note: async (after: Instant, upTo: Instant): Promise<void> => {
      for (const finding of await readChanged(db, after, upTo)) {
        const { incidentId, rule, subject, firstSeenAt } = finding;
        noted.set([incidentId, rule, subject, firstSeenAt].join(' '), finding);
      }
    },
    findings: (): ToldFinding[] => [...noted.values()].sort((a, b) => a.firstSeenAt - b.firstSeenAt),
  };
}

async function readChanged(db: Db, after: Instant, upTo: Instant): Promise<ToldFinding[]> {
  const { rows } = await db.query<ToldFinding>(
    `select f.incident_id as "incidentId", f.rule, f.subject, f.order_id as "orderId", f.status, f.since,
            f.limit_at as "limitAt", f.first_seen_at as "firstSeenAt", f.resolved_at as "resolvedAt"
       from alerts.finding f
      where (f.first_seen_at > $1 and f.first_seen_at <= $2) or (f.resolved_at > $1 and f.resolved_at <= $2)`,
    [toIso(after), toIso(upTo)],
  );
  return rows;
}

/** What flaps is told once. */
async function readPages(db: Db): Promise<Map<number, number>> {
  const { rows } = await db.query<{ id: number; pages: number }>(
    `select e.incident_id as id, (count(*) filter (where e.kind <> 'flapping')
            - count(*) filter (where e.kind = 'flapping'))::int as pages
       from alerts.incident_event e where e.kind in ('opened', 'reopened', 'flapping') group by e.incident_id`,
  );
  return new Map(rows.map(({ id, pages }) => [id, pages]));
}
