import { Router } from 'express';
import type { z } from 'zod';
import { type Clock, type Instant, toIso } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import { principalOf } from '../authentication.ts';
import type { contract } from '../contract.ts';
import { readQuery } from '../parameters.ts';
import { query } from '../requests.ts';
import { readPartnerKeys } from './partner-keys.ts';
import type { RateLimits } from './rate-limits.ts';
import type { Usage } from './usage.ts';

type UsageDeps = { pool: Db; clock: Clock; limits: RateLimits; usage: Usage };

/** Their own: how much whoever asks may ask, and has asked. */
export function usageRoutes({ pool, clock, limits, usage }: UsageDeps): Router {
  const routes = Router();
  routes.get('/', async (req, res) => {
    readQuery(query.none, req.query);
    const principal = principalOf(res);
    const { limit, remaining, resetsInMs } = await limits.left(principal);
    const answer: z.infer<typeof contract.Usage> = {
      limit,
      used: limit - remaining,
      remaining,
      resetsAt: toIso(clock.now() + resetsInMs),
      days: await usage.days(principal),
    };
    res.json(answer);
  });
  routes.get('/keys', async (req, res) => {
    readQuery(query.none, req.query);
    const keys = await readPartnerKeys(pool, principalOf(res).partner!, clock.now());
    const items = keys.map(async ({ id, expiresAt, lastUsedAt, ...key }) => {
      const left = await limits.left({ kind: 'key', id, name: key.name, role: 'partner', limit: key.limit });
      const { name, scopes, requests, refused } = key;
      const times = { expiresAt: time(expiresAt), lastUsedAt: time(lastUsedAt) };
      return { name, scopes, limit: left.limit, used: left.limit - left.remaining, ...times, requests, refused };
    });
    const answer: z.infer<typeof contract.PartnerKeys> = { items: await Promise.all(items) };
    res.json(answer);
  });
  return routes;
}

function time(at: Instant | null): string | null {
  return at === null ? null : toIso(at);
}
