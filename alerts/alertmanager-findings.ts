import type { Db } from '../platform/postgres.ts';
import type { OpenFinding, Resolution } from './finding.ts';

export type KnownFinding = OpenFinding & { resolution: Resolution | null };

/** Of what is told: the findings that are open, whoever found them, and those that were about the same time it fired. */
export async function readKnown(
  tx: Db,
  told: readonly { rule: string; subject: string; stay: string }[],
): Promise<KnownFinding[]> {
  const { rows } = await tx.query<KnownFinding>(
    `select f.rule, f.subject, f.stay, f.origin, f.order_id as "orderId", f.incident_id as "incidentId", f.severity,
            f.status, f.since, f.limit_at as "limitAt", f.owner, f.detail, f.first_seen_at as "firstSeenAt",
            f.cause_key as "causeKey", f.suspect, f.usual, f.resolution
       from unnest($1::text[], $2::text[], $3::text[]) as t (rule, subject, stay)
       join alerts.finding f on f.rule = t.rule and f.subject = t.subject
      where f.resolved_at is null or (f.stay = t.stay and f.origin = 'alertmanager')`,
    [told.map(({ rule }) => rule), told.map(({ subject }) => subject), told.map(({ stay }) => stay)],
  );
  return rows;
}
