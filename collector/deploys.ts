import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';

export const DEPLOY_RESULTS = ['succeeded', 'failed'] as const;
export const DEPLOY_KINDS = ['deploy', 'tests'] as const;
export type DeployKind = (typeof DEPLOY_KINDS)[number];

/** What became of tests; null: nobody said. */
export type TestCounts = {
  /** Which ones. */
  suite: string | null;
  passed: number | null;
  failed: number | null;
  skipped: number | null;
  durationMs: number | null;
};

/** A new version of a system, or a run of its tests, as a pipeline says. */
export type StatedDeploy = {
  kind: DeployKind;
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
  /** Null of a deploy. */
  tests: TestCounts | null;
};

export type Deploy = StatedDeploy & { id: number };

/** A run of the tests of a system. */
export type TestRun = Omit<Deploy, 'tests'> & TestCounts;

// More than that nobody deploys in the days that anybody asks about.
const MOST = 1_000;

const SAID = `service, version, nullif(environment, '') as environment, result, at, said_by as by, url`;
const COUNTS = `nullif(suite, '') as suite, passed, failed, skipped, duration_ms as "durationMs"`;

/** Those at this instant or later, the newest first; a thousand at most. */
export async function readDeploys(db: Db, { since }: { since: Instant }): Promise<Deploy[]> {
  const { rows } = await db.query<Deploy>(
    `select id, 'deploy' as kind, ${SAID}, null as tests from collector.deploy
      where at >= $1 order by at desc, id desc limit $2`,
    [new Date(since), MOST],
  );
  return rows;
}

/** Likewise. */
export async function readTestRuns(db: Db, { since }: { since: Instant }): Promise<TestRun[]> {
  const { rows } = await db.query<TestRun>(
    `select id, 'tests' as kind, ${SAID}, ${COUNTS} from collector.test_run
      where at >= $1 order by at desc, id desc limit $2`,
    [new Date(since), MOST],
  );
  return rows;
}

/** `after`: where the page before ended. */
export type DeployPage = { after: { at: Instant; id: number } | null; limit: number };

export type DeployFilter = {
  kind?: DeployKind | undefined;
  service?: string | undefined;
  since?: Instant | undefined;
  until?: Instant | undefined;
};

/** The newest first, and where the next page begins; null: this was the last. */
export async function listDeploys(
  db: Db,
  { kind, service, since, until }: DeployFilter,
  { after, limit }: DeployPage,
): Promise<{ deploys: Deploy[]; next: DeployPage['after'] }> {
  const { rows } = await db.query<TestRun>(
    `select said.* from (
       select id, 'deploy' as kind, ${SAID}, null as suite, null::bigint as passed, null::bigint as failed,
              null::bigint as skipped, null::bigint as "durationMs"
         from collector.deploy
       union all
       select id, 'tests', ${SAID}, ${COUNTS} from collector.test_run) said
      where ($1::text is null or said.service = $1) and ($2::timestamptz is null or said.at >= $2)
        and ($3::timestamptz is null or said.at < $3) and ($4::timestamptz is null or (said.at, said.id) < ($4, $5))
        and ($7::text is null or said.kind = $7)
      order by said.at desc, said.id desc limit $6`,
    [
      service ?? null,
      instantOr(since),
      instantOr(until),
      instantOr(after?.at),
      after?.id ?? null,
      limit + 1,
      kind ?? null,
    ],
  );
  const deploys = rows.slice(0, limit).map(asKept);
  const last = deploys.at(-1);
  return { deploys, next: rows.length > limit && last ? { at: last.at, id: last.id } : null };
}

/** Told again within the same minute it is the same one; what is told last counts. */
export async function noteDeploy(db: Db, stated: StatedDeploy, now: Instant): Promise<Deploy> {
  return stated.kind === 'tests' ? asKept(await noteTestRun(db, stated, now)) : noteNewVersion(db, stated, now);
}

async function noteNewVersion(db: Db, stated: StatedDeploy, now: Instant): Promise<Deploy> {
  const { service, version, environment, result, at, by, url } = stated;
  const { rows } = await db.query<Deploy>(
    `insert into collector.deploy as kept (service, version, environment, result, at, said_by, url, noted_at)
     values ($1, $2, coalesce($3, ''), $4, $5, $6, $7, $8)
     on conflict (service, version, environment, date_trunc('minute', at at time zone 'UTC')) do update
        set result = excluded.result, said_by = coalesce(excluded.said_by, kept.said_by),
            url = coalesce(excluded.url, kept.url)
     returning id, 'deploy' as kind, ${SAID}, null as tests`,
    [service, version, environment, result, new Date(at), by, url, new Date(now)],
  );
  return rows[0]!;
}

async function noteTestRun(db: Db, stated: StatedDeploy, now: Instant): Promise<TestRun> {
  const { service, version, environment, result, at, by, url, tests } = stated;
  const { rows } = await db.query<TestRun>(
    `insert into collector.test_run as kept
       (service, version, environment, result, at, said_by, url, noted_at, suite, passed, failed, skipped, duration_ms)
     values ($1, $2, coalesce($3, ''), $4, $5, $6, $7, $8, coalesce($9, ''), $10, $11, $12, $13)
     on conflict (service, version, environment, suite, date_trunc('minute', at at time zone 'UTC')) do update
        set result = excluded.result, said_by = coalesce(excluded.said_by, kept.said_by),
            url = coalesce(excluded.url, kept.url), passed = excluded.passed, failed = excluded.failed,
            skipped = excluded.skipped, duration_ms = excluded.duration_ms
     returning id, 'tests' as kind, ${SAID}, ${COUNTS}`,
    [
      ...[service, version, environment, result, new Date(at), by, url, new Date(now)],
      ...[tests?.suite, tests?.passed, tests?.failed, tests?.skipped, tests?.durationMs].map(count => count ?? null),
    ],
  );
  return rows[0]!;
}

function asKept({ suite, passed, failed, skipped, durationMs, ...deploy }: TestRun): Deploy {
  return { ...deploy, tests: deploy.kind === 'tests' ? { suite, passed, failed, skipped, durationMs } : null };
}

function instantOr(instant: Instant | undefined): Date | null {
  return instant === undefined ? null : new Date(instant);
}
