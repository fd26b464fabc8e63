import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';

export const DEPLOY_RESULTS = ['succeeded', 'failed'] as const;

/** A new version of a system, as whoever deploys says. */
export type StatedDeploy = {
  /** As events name the system: `mes`. */
  service: string;
  version: string;
  /** Null: nobody said. */
  environment: string | null;
  result: (typeof DEPLOY_RESULTS)[number];
  at: Instant;
  /** A person or a pipeline; null: nobody said. */
  by: string | null;
  url: string | null;
};

export type Deploy = StatedDeploy & { id: number };

// More than that nobody deploys in the days that anybody asks about.
const MOST = 1_000;

const COLUMNS = `d.id, d.service, d.version, nullif(d.environment, '') as environment, d.result, d.at, d.said_by as by, d.url`;

/** Those at this instant or later, the newest first; a thousand at most. */
export async function readDeploys(db: Db, { since }: { since: Instant }): Promise<Deploy[]> {
  const { rows } = await db.query<Deploy>(
    `select ${COLUMNS} from collector.deploy d where d.at >= $1 order by d.at desc, d.id desc limit $2`,
    [new Date(since), MOST],
  );
  return rows;
}

/** `after`: where the page before ended. */
export type DeployPage = { after: { at: Instant; id: number } | null; limit: number };

/** The newest first, and where the next page begins; null: this was the last. */
export async function listDeploys(
  db: Db,
  { service, since, until }: { service?: string | undefined; since?: Instant | undefined; until?: Instant | undefined },
  { after, limit }: DeployPage,
): Promise<{ deploys: Deploy[]; next: DeployPage['after'] }> {
  const { rows } = await db.query<Deploy>(
    `select ${COLUMNS} from collector.deploy d
      where ($1::text is null or d.service = $1) and ($2::timestamptz is null or d.at >= $2)
        and ($3::timestamptz is null or d.at < $3) and ($4::timestamptz is null or (d.at, d.id) < ($4, $5))
      order by d.at desc, d.id desc limit $6`,
    [service ?? null, instantOr(since), instantOr(until), instantOr(after?.at), after?.id ?? null, limit + 1],
  );
  const deploys = rows.slice(0, limit);
  const last = deploys.at(-1);
  return { deploys, next: rows.length > limit && last ? { at: last.at, id: last.id } : null };
}

/** Told again within the same minute it is the same one; what is told last counts. */
export async function noteDeploy(db: Db, deploy: StatedDeploy, now: Instant): Promise<Deploy> {
  const { service, version, environment, result, at, by, url } = deploy;
  const { rows } = await db.query<Deploy>(
    `insert into collector.deploy as d (service, version, environment, result, at, said_by, url, noted_at)
     values ($1, $2, coalesce($3, ''), $4, $5, $6, $7, $8)
     on conflict (service, version, environment, date_trunc('minute', at at time zone 'UTC')) do update
        set result = excluded.result, said_by = coalesce(excluded.said_by, d.said_by),
            url = coalesce(excluded.url, d.url)
     returning ${COLUMNS}`,
    [service, version, environment, result, new Date(at), by, url, new Date(now)],
  );
  return rows[0]!;
}

function instantOr(instant: Instant | undefined): Date | null {
  return instant === undefined ? null : new Date(instant);
}
