import { type Request, Router } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { NotifierSettings } from '../../notifier/settings.ts';
import { isRevoked, readTracking } from '../../notifier/tracking-link.ts';
import type { Clock, Instant } from '../../platform/clock.ts';
import type { Pool } from '../../platform/postgres.ts';
import { readCalculationProgress } from '../../tracker/calculation-progress.ts';
import type { Lifecycles } from '../../tracker/lifecycle.ts';
import { findOrder, type Order } from '../../tracker/orders.ts';
import type { Vault } from '../../tracker/personal-data.ts';
import { addressOf } from '../access/audited.ts';
import { otherMethods } from '../error-handler.ts';
import { noLinkPage } from '../page.ts';
import { lookOf, sendPage, whileDatabaseIsGone } from '../page-answers.ts';
import { tooManyPage, trackPage } from './track-page.ts';

export type TrackDeps = {
  pool: Pool;
  lifecycles: () => Lifecycles;
  notifications: () => NotifierSettings;
  /** Null: no link is one of ours. */
  signingKey: Buffer | null;
  clock: Clock;
  vault: Vault;
  /** Whether what we are told comes late. */
  isLate: () => Promise<boolean>;
};

/** Of one address, a minute: a family behind one, who reload; not somebody who tries links. */
const A_MINUTE = { points: 60, duration: 60 };
const LANGUAGES = ['en', 'ru'];

/** The customer's page: whoever has the link needs nothing else. A wrong link, a revoked one and one that has ended look the same. */
export function trackRoutes(deps: TrackDeps): Router {
  const { pool, vault, clock } = deps;
  const router = Router();
  const limiter = new RateLimiterMemory(A_MINUTE);

  router
    .route('/:token')
    .get(async (req, res) => {
      try {
        await limiter.consume(addressOf(res) ?? '');
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error;
        res.set('Retry-After', String(Math.ceil(error.msBeforeNext / 1_000)));
        return sendPage(res, tooManyPage(lookOf(deps.notifications, req, chosen(req))));
      }
      const now = clock.now();
      const order = await opened(req, now);
      const look = lookOf(deps.notifications, req, [...chosen(req), order?.customer?.locale]);
      sendPage(res, order === null ? noLinkPage(look) : trackPage(look, await tracked(order), now));
    })
    .all(otherMethods('GET'));
  router.use(whileDatabaseIsGone(deps.notifications));

  async function opened(req: Request, now: Instant): Promise<Order | null> {
    const link = deps.signingKey && readTracking(deps.signingKey, String(req.params.token), now);
    if (!link || (await isRevoked(pool, link))) return null;
    const found = await findOrder(pool, deps.lifecycles(), link.order, now, vault);
    if (found.kind !== 'found') return null;
    const { order } = found;
    // Joined since: what was taken back of the order that it is now is taken back of this one.
    return order.orderId !== link.order && (await isRevoked(pool, { ...link, order: order.orderId })) ? null : order;
  }

  async function tracked(order: Order) {
    const { orderUrl, zone } = deps.notifications();
    const { orderId, statusSince: since } = order;
    return {
      order,
      lifecycle: deps.lifecycles().named(order.lifecycle),
      calculation: since === null ? null : await readCalculationProgress(pool, { orderId, since }),
      late: await deps.isLate(),
      orderUrl: orderUrl?.replaceAll('{orderId}', encodeURIComponent(orderId)) ?? null,
      zone: order.customer?.timezone ?? zone,
    };
  }

  return router;
}

/** The reader's own choice, by the link at the end of the page. */
function chosen(req: Request): string[] {
  const { lang } = req.query;
  return typeof lang === 'string' && LANGUAGES.includes(lang) ? [lang] : [];
}
