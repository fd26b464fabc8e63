import { json, Router } from 'express';
import { z } from 'zod';
import { listDeploys, noteDeploy, type TestCounts } from '../collector/deploys.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db, Pool } from '../platform/postgres.ts';
import { principalOf } from './authentication.ts';
import type { contract } from './contract.ts';
import { decodeCursor, encodeCursor, instantForm } from './cursor.ts';
import { otherMethods } from './error-handler.ts';
import { jsonOnly } from './json-only.ts';
import { readBody, readQuery } from './parameters.ts';
import { presentDeploy } from './present-deploy.ts';
import { query, requestBody } from './requests.ts';

/** What pipelines say of new versions and of their tests. */
export function deployRoutes({ pool, reads, clock }: { pool: Pool; reads: Db; clock: Clock }): Router {
  const deploys = Router();

  deploys
    .route('/')
    .get(async (req, res) => {
      res.json(await deployPage(reads, req.query));
    })
    .post(jsonOnly, json({ limit: '64kb' }), async (req, res) => {
      readQuery(query.none, req.query);
      const now = clock.now();
      const {
        service,
        version,
        environment,
        at = now,
        by,
        url,
        tests,
        ...said
      } = readBody(requestBody.deploy, req.body);
      const stated = {
        kind: said.kind ?? (tests === undefined ? 'deploy' : 'tests'),
        service,
        version,
        environment: environment ?? null,
        result: said.result ?? ((tests?.failed ?? 0) > 0 ? 'failed' : 'succeeded'),
        at,
        by: by ?? principalOf(res).name,
        url: url ?? null,
        tests: tests === undefined ? null : countsOf(tests),
      } as const;
      res.status(201).json(presentDeploy(await noteDeploy(pool, stated, now)));
    })
    .all(otherMethods('GET, POST'));

  return deploys;
}

const position = z.tuple([z.literal('deploys'), instantForm, z.int().min(1)]);

async function deployPage(db: Db, asked: unknown): Promise<z.infer<typeof contract.DeployPage>> {
  const { kind, service, from, to, cursor, limit } = readQuery(query.deploys, asked);
  const place = cursor === undefined ? null : decodeCursor(position, cursor);
  const after = place && { at: place[1], id: place[2] };
  const { deploys, next } = await listDeploys(db, { kind, service, since: from, until: to }, { after, limit });
  return { items: deploys.map(presentDeploy), nextCursor: next && encodeCursor(['deploys', next.at, next.id]) };
}

function countsOf({
  suite,
  passed,
  failed,
  skipped,
  durationMs,
}: { [count in keyof TestCounts]?: TestCounts[count] | undefined }): TestCounts {
  return {
    suite: suite ?? null,
    passed: passed ?? null,
    failed: failed ?? null,
    skipped: skipped ?? null,
    durationMs: durationMs ?? null,
  };
}
