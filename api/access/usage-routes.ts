import { Router } from 'express';
import type { z } from 'zod';
import { type Clock, toIso } from '../../platform/clock.ts';
import { principalOf } from '../authentication.ts';
import type { contract } from '../contract.ts';
import { readQuery } from '../parameters.ts';
import { query } from '../requests.ts';
import type { RateLimits } from './rate-limits.ts';
import type { Usage } from './usage.ts';

/** Their own: how much whoever asks may ask, and has asked. */
export function usageRoutes({ clock, limits, usage }: { clock: Clock; limits: RateLimits; usage: Usage }): Router {
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
  return routes;
}
