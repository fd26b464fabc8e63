import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { Incident, IncidentVerdict } from './incident.ts';
import { noteEvents } from './incident-events.ts';

export type Said = { by: string; verdict: IncidentVerdict; note: string | null };

/**
 * Whether it was real, as somebody who looked at it says. The last word counts, and the history keeps all. Whoever calls
 * holds the incident.
 */
export async function keepVerdict(
  tx: Db,
  incident: Pick<Incident, 'id' | 'verdict' | 'verdictBy'>,
  { by, verdict, note }: Said,
  now: Instant,
): Promise<void> {
  // Who taps twice has said one thing.
  if (incident.verdict === verdict && incident.verdictBy === by && note === null) return;
  await saveVerdict(tx, incident.id, { by, verdict }, now);
  const detail = { verdict, ...(note !== null && { note }) };
  await noteEvents(tx, [{ incidentId: incident.id, at: now, kind: 'verdict', by, detail }]);
}

/** Nothing that systems outside are told of changes, so its version stays. */
async function saveVerdict(tx: Db, id: number, { by, verdict }: Omit<Said, 'note'>, now: Instant): Promise<void> {
  await tx.query(`update alerts.incident i set verdict = $2, verdict_by = $3, verdict_at = $4 where i.id = $1`, [
    id,
    verdict,
    by,
    toIso(now),
  ]);
}
