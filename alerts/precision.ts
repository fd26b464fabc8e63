import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';

/** How often the incidents of a rule were real, as people said. */
export type Precision = {
  real: number;
  notReal: number;
  /** Nothing was the matter but what we know. */
  ourData: number;
  /** Somebody was told and it is over, and nobody has said. */
  unsaid: number;
  /** Of those of which somebody has said; null: of none. */
  share: number | null;
};

/** Shown of the last so many days: enough to judge by, and not what the rule was before anybody mended it. */
export const PRECISION_DAYS = 90;
const DAY_MS = 24 * 3_600_000;

export function precisionSince(now: Instant): Instant {
  return now - PRECISION_DAYS * DAY_MS;
}

/**
 * By rule, of the incidents that opened since then; those that turned out to be the same matter as another one don't count
 * for themselves. Rules of which nothing is to be said are absent.
 */
export async function readPrecision(db: Db, { since }: { since: Instant }): Promise<Map<string, Precision>> {
  const { rows } = await db.query<Omit<Precision, 'share'> & { rule: string }>(
    `select i.rule, count(*) filter (where i.verdict = 'real') as real,
            count(*) filter (where i.verdict = 'not_real') as "notReal",
            count(*) filter (where i.verdict = 'our_data') as "ourData",
            count(*) filter (where i.verdict is null) as unsaid
       from alerts.incident i
      where i.opened_at >= $1 and i.merged_into is null
        and (i.verdict is not null
             or i.state = 'resolved' and exists (
                select from alerts.incident_event e where e.incident_id = i.id and e.kind = 'told'))
      group by i.rule`,
    [toIso(since)],
  );
  return new Map(rows.map(({ rule, ...counted }) => [rule, { ...counted, share: shareOf(counted) }]));
}

function shareOf({ real, notReal, ourData }: Omit<Precision, 'share' | 'unsaid'>): number | null {
  const said = real + notReal + ourData;
  return said === 0 ? null : real / said;
}
