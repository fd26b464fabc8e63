import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';

export async function insertDuplicates(db: Db, duplicates: number, at: Instant): Promise<void> {
  await db.query('insert into alerts.duplicates (at, duplicates) values ($1, $2)', [toIso(at), duplicates]);
}

export async function countDuplicates(db: Db, { after, upTo }: { after: Instant; upTo: Instant }): Promise<number> {
  const { rows } = await db.query<{ duplicates: number }>(
    'select coalesce(sum(duplicates), 0)::int as duplicates from alerts.duplicates where at > $1 and at <= $2',
    [toIso(after), toIso(upTo)],
  );
  return rows[0]!.duplicates;
}
