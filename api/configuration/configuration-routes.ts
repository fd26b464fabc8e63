import { json, Router } from 'express';
import type { z } from 'zod';
import { checkQueries } from '../../alerts/check-queries.ts';
import { toIso } from '../../platform/clock.ts';
import type { Pool } from '../../platform/postgres.ts';
import type { Lifecycles } from '../../tracker/lifecycle.ts';
import type { contract } from '../contract.ts';
import { otherMethods } from '../error-handler.ts';
import { jsonOnly } from '../json-only.ts';
import { readBody, readQuery } from '../parameters.ts';
import { query } from '../requests.ts';
import type { ConfigurationDesk } from './configuration-desk.ts';
import { configurationBody } from './configuration-requests.ts';
import { effectOf, type Standing } from './effects.ts';

export type ConfigurationDeps = {
  pool: Pool;
  lifecycles: () => Lifecycles;
  configuration: ConfigurationDesk;
  summary: { current(): Promise<{ statuses: Standing }> };
};

export function configurationRoutes(deps: ConfigurationDeps): Router {
  const routes = Router();

  routes
    .route('/')
    .get((req, res) => {
      readQuery(query.none, req.query);
      const { refused, since, ...rest } = deps.configuration.running();
      const answer: z.infer<typeof contract.Configuration> = {
        ...rest,
        since: toIso(since),
        refused: refused && { at: toIso(refused.at), mistakes: refused.mistakes },
      };
      res.json(answer);
    })
    .all(otherMethods('GET'));

  routes
    .route('/check')
    // A character may take several bytes, and more where JSON escapes it.
    .post(jsonOnly, json({ limit: '4mb' }), async (req, res) => {
      readQuery(query.none, req.query);
      res.json(await checked(deps, req.body));
    })
    .all(otherMethods('POST'));

  return routes;
}

async function checked(
  { pool, lifecycles, configuration, summary }: ConfigurationDeps,
  asked: unknown,
): Promise<z.infer<typeof contract.ConfigurationCheck>> {
  const { configuration: text } = readBody(configurationBody.configurationCheck, asked);
  const tried = configuration.compare(text);
  if (!tried.ok) return { mistakes: tried.mistakes, changes: [] };
  const mistakes = tried.place(await checkQueries(pool, tried.alerts));
  if (mistakes.length > 0) return { mistakes, changes: [] };
  const standing = tried.changes.length === 0 ? [] : (await summary.current()).statuses;
  const around = { before: lifecycles(), after: tried.lifecycles, standing };
  const changes = tried.changes.map(change => ({
    path: [...change.path],
    before: change.before ?? null,
    after: change.after ?? null,
    effect: effectOf(change, around),
  }));
  return { mistakes: [], changes };
}
