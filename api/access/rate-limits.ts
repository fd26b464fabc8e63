import type { Request, RequestHandler, Response } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { whoAsks } from '../authentication.ts';
import { Refused, tooManyRequests } from '../problem.ts';
import type { AccessSettings } from './access-section.ts';
import { addressOf } from './audited.ts';
import { AT_ONCE, costOf } from './cost.ts';
import { operationOf } from './operation.ts';
import type { Principal } from './principal.ts';
import { hashOfSecret } from './secret.ts';
import { type SessionDeps, tokenIn } from './session-cookie.ts';
import type { Usage } from './usage.ts';

type Whose = Pick<Principal, 'kind' | 'id' | 'name' | 'role'> & { perMinute: number };

/** What is left of the minute. */
export type Left = { limit: number; remaining: number; resetsInMs: number };

export type RateLimits = {
  /** Before anybody knows who asks: whoever has had enough is told so, and the database hears nothing of it. */
  unknown: RequestHandler;
  /** When it is known who asks: counts what has not been counted yet, and how many run at once. */
  known: RequestHandler;
  left(of: Pick<Principal, 'kind' | 'id' | 'name' | 'role' | 'limit'>): Promise<Left>;
};

const WINDOW_S = 60;
/** Of requests without a valid key or session, from one address. */
const UNKNOWN_PER_MINUTE = 300;
/** Keys and sessions that are remembered with whose they are; of many more than that the oldest are looked up again. */
const REMEMBERED = 10_000;
/** It stays open; how many of these there may be is said where they are served. */
const STAYS_OPEN = 'GET /stream';

/**
 * Limits of this process, by key or user; of those who are neither, by address. A window of a minute begins with the
 * first request in it.
 */
export function createRateLimits(deps: SessionDeps & { access: () => AccessSettings; usage: Usage }): RateLimits {
  const limiters = new Map<number, RateLimiterMemory>();
  const addresses = new RateLimiterMemory({ points: UNKNOWN_PER_MINUTE, duration: WINDOW_S });
  const remembered = new Map<string, Whose>();
  const running = new Map<string, number>();

  function limiterOf(perMinute: number): RateLimiterMemory {
    const known = limiters.get(perMinute);
    if (known) return known;
    const limiter = new RateLimiterMemory({ points: perMinute, duration: WINDOW_S, keyPrefix: `${perMinute}` });
    limiters.set(perMinute, limiter);
    return limiter;
  }

  function whoseOf({ kind, id, name, role, limit }: Pick<Principal, 'kind' | 'id' | 'name' | 'role' | 'limit'>): Whose {
    return { kind, id, name, role, perMinute: limit ?? deps.access().requestsPerMinute[role] };
  }

  function remember(credential: string, whose: Whose): void {
    remembered.delete(credential);
    remembered.set(credential, whose);
    if (remembered.size > REMEMBERED) remembered.delete(remembered.keys().next().value!);
  }

  async function count(req: Request, res: Response, whose: Whose): Promise<void> {
    const found = operationOf(req.method, req.path);
    const cost = costOf('operation' in found ? found.operation : null, req);
    const limiter = limiterOf(whose.perMinute);
    const result = await limiter.consume(bucketOf(whose), cost).catch(only);
    const left = leftOf(whose.perMinute, result);
    tell(res, left);
    // More than the whole limit at once would never be let through.
    const isRefused = result.consumedPoints > whose.perMinute && result.consumedPoints > cost;
    deps.usage.count(whose, isRefused);
    if (!isRefused) return;
    const seconds = Math.max(1, Math.ceil(left.resetsInMs / 1_000));
    const sentence = `${whose.name} has ${whose.perMinute} requests a minute and has used them; go on in ${seconds} s.`;
    throw new Refused(tooManyRequests(sentence, seconds));
  }

  async function mayBeUnknown(res: Response): Promise<void> {
    const address = addressOf(res) ?? '';
    const had = await addresses.get(address);
    if (had !== null && had.consumedPoints >= UNKNOWN_PER_MINUTE) {
      const seconds = Math.max(1, Math.ceil(had.msBeforeNext / 1_000));
      throw new Refused(tooManyRequests('Too much was asked from this address without a valid key.', seconds));
    }
    res.once('finish', () => {
      if (whoAsks(res) === null) addresses.consume(address).catch(only);
    });
  }

  return {
    unknown: async (req, res, next) => {
      const credential = credentialIn(deps, req);
      const whose = credential === null ? undefined : remembered.get(credential);
      if (whose === undefined) await mayBeUnknown(res);
      else {
        await count(req, res, whose);
        res.locals.isCounted = true;
      }
      next();
    },
    known: async (req, res, next) => {
      const principal = whoAsks(res);
      if (principal === null) return next();
      const whose = whoseOf(principal);
      const credential = credentialIn(deps, req);
      if (credential !== null) remember(credential, whose);
      if (res.locals.isCounted !== true) await count(req, res, whose);
      if (res.locals.operation === STAYS_OPEN) return next();
      const bucket = bucketOf(whose);
      const others = running.get(bucket) ?? 0;
      if (others >= AT_ONCE[whose.role]) {
        throw new Refused(tooManyRequests(`${others} requests of ${whose.name} are worked on already.`, 1));
      }
      running.set(bucket, others + 1);
      res.once('close', () => {
        const left = running.get(bucket)! - 1;
        if (left === 0) running.delete(bucket);
        else running.set(bucket, left);
      });
      next();
    },
    left: async principal => {
      const whose = whoseOf(principal);
      const result = await limiterOf(whose.perMinute).get(bucketOf(whose));
      return result === null
        ? { limit: whose.perMinute, remaining: whose.perMinute, resetsInMs: 0 }
        : leftOf(whose.perMinute, result);
    },
  };
}

function bucketOf({ kind, id }: Pick<Whose, 'kind' | 'id'>): string {
  return `${kind} ${id}`;
}

/** By which a key or a session is remembered; not the secret itself. */
function credentialIn(deps: SessionDeps, req: Request): string | null {
  const secret = req.get('authorization') ?? tokenIn(deps, req);
  return secret === null ? null : hashOfSecret(secret).toString('base64');
}

function leftOf(limit: number, { consumedPoints, msBeforeNext }: RateLimiterRes): Left {
  return { limit, remaining: Math.max(0, limit - consumedPoints), resetsInMs: msBeforeNext };
}

/** As draft-ietf-httpapi-ratelimit-headers has them: the quota and its window in seconds; what is left of it, and until when. */
function tell(res: Response, { limit, remaining, resetsInMs }: Left): void {
  res.set('RateLimit-Policy', `"requests";q=${limit};w=${WINDOW_S}`);
  res.set('RateLimit', `"requests";r=${remaining};t=${Math.ceil(resetsInMs / 1_000)}`);
}

/** What the limiter throws when there were too many is its answer, too. */
function only(result: unknown): RateLimiterRes {
  if (result instanceof RateLimiterRes) return result;
  throw result;
}
