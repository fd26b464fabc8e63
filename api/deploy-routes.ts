import { json, Router } from 'express';
import { z } from 'zod';
import { type Deploy, listDeploys, noteDeploy } from '../collector/deploys.ts';
import { type Clock, toIso } from '../platform/clock.ts';
import type { Db, Pool } from '../platform/postgres.ts';
import { principalOf } from './authentication.ts';
import type { contract } from './contract.ts';
import { decodeCursor, encodeCursor, instantForm } from './cursor.ts';
import { otherMethods } from './error-handler.ts';
import { jsonOnly } from './json-only.ts';
import { readBody, readQuery } from './parameters.ts';
import { query, requestBody } from './requests.ts';

/** What pipelines say of new versions. */
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
      const { environment, result, at = now, by, url, ...said } = readBody(requestBody.deploy, req.body);
      const stated = {
        environment: environment ?? null,
        result,
        at,
        by: by ?? principalOf(res).name,
        url: url ?? null,
      };
      res.status(201).json(presentDeploy(await noteDeploy(pool, { ...said, ...stated }, now)));
    })
    .all(otherMethods('GET, POST'));

  return deploys;
}

const position = z.tuple([z.literal('deploys'), instantForm, z.int().min(1)]);

async function deployPage(db: Db, asked: unknown): Promise<z.infer<typeof contract.DeployPage>> {
  const { service, from, to, cursor, limit } = readQuery(query.deploys, asked);
  const place = cursor === undefined ? null : decodeCursor(position, cursor);
  const after = place && { at: place[1], id: place[2] };
  const { deploys, next } = await listDeploys(db, { service, since: from, until: to }, { after, limit });
  return { items: deploys.map(presentDeploy), nextCursor: next && encodeCursor(['deploys', next.at, next.id]) };
}

function presentDeploy(deploy: Deploy): z.infer<typeof contract.Deploy> {
  const { id, service, version, environment, result, at, by, url } = deploy;
  return { id: String(id), service, version, environment, result, at: toIso(at), by, url };
}
