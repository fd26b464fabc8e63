import { json, Router } from 'express';
import { revokeTracking, TRACKING_LIFE_MS, trackingUrl } from '../../notifier/tracking-link.ts';
import { type Clock, toIso } from '../../platform/clock.ts';
import { type Pool, transaction } from '../../platform/postgres.ts';
import { doneBy } from '../../tracker/audit/by-hand.ts';
import { recordAudit } from '../../tracker/audit/record.ts';
import type { Lifecycles } from '../../tracker/lifecycle.ts';
import type { Vault } from '../../tracker/personal-data.ts';
import { handsOf } from '../access/audited.ts';
import { otherMethods } from '../error-handler.ts';
import { jsonOnly } from '../json-only.ts';
import { orderNamed } from '../order-named.ts';
import { readBody, readQuery } from '../parameters.ts';
import { notDone, Refused } from '../problem.ts';
import { query, requestBody } from '../requests.ts';
import type { Providers } from '../webhook-routes.ts';

type TrackingLinkDeps = {
  pool: Pool;
  lifecycles: () => Lifecycles;
  vault: Vault;
  clock: Clock;
  signingKey: Buffer | null;
  providers: () => Pick<Providers, 'publicUrl'>;
};

/** For whoever talks to the customer: the link to hand over, and taking back what went to somebody else. */
export function trackingLinkRoutes({ pool, clock, signingKey, providers, ...deps }: TrackingLinkDeps): Router {
  const router = Router();
  const named = (name: string) => orderNamed({ db: pool, ...deps }, name, clock.now());

  router
    .route('/:name/tracking-link')
    .post(jsonOnly, json({ limit: '16kb' }), async (req, res) => {
      readQuery(query.none, req.query);
      readBody(requestBody.trackingLink, req.body);
      const { orderId } = await named(String(req.params.name));
      if (signingKey === null)
        throw new Refused(notDone('Links are not signed here: ORDERWATCH_SIGNING_KEY is not set.'));
      const madeAt = clock.now();
      const url = trackingUrl({ publicUrl: providers().publicUrl, signingKey }, { order: orderId, madeAt });
      const subject = { kind: 'order', id: orderId } as const;
      const entry = doneBy(handsOf(res), madeAt, { action: 'order.tracking_link_made', subject });
      await transaction(pool, tx => recordAudit(tx, entry));
      res.status(201).json({ url, expiresAt: toIso(madeAt + TRACKING_LIFE_MS) });
    })
    .all(otherMethods('POST'));

  router
    .route('/:name/tracking-link/revoke')
    .post(jsonOnly, json({ limit: '16kb' }), async (req, res) => {
      readQuery(query.none, req.query);
      const { reason } = readBody(requestBody.trackingRevoke, req.body);
      const { orderId } = await named(String(req.params.name));
      const now = clock.now();
      await transaction(pool, async tx => {
        await revokeTracking(tx, orderId, now);
        const subject = { kind: 'order', id: orderId } as const;
        await recordAudit(tx, doneBy(handsOf(res), now, { action: 'order.tracking_links_revoked', subject, reason }));
      });
      res.json({ revokedBefore: toIso(now) });
    })
    .all(otherMethods('POST'));

  return router;
}
