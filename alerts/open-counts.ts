import type { Db } from '../platform/postgres.ts';

/** By rule, how much of what it has found is so still; a rule that is not named has found nothing. */
export async function countOpenByRule(db: Db): Promise<Map<string, number>> {
  const { rows } = await db.query<{ rule: string; open: number }>(
    `select f.rule, count(*)::integer as open from alerts.finding f
      where f.resolved_at is null and f.origin = 'rule' group by f.rule`,
  );
  return new Map(rows.map(({ rule, open }) => [rule, open]));
}
