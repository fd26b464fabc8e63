import { json, Router } from 'express';
import type { AlertSettings } from '../alerts/settings.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { freezeByHand } from '../tracker/freeze.ts';
import type { Ledger } from '../tracker/ledger.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { auditOf } from './access/audited.ts';
import { demandOrderMatch, withOrderETag } from './access/order-etag.ts';
import { principalOf } from './authentication.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { otherMethods } from './error-handler.ts';
import { jsonOnly } from './json-only.ts';
import { presentTimelineItem } from './order/present-timeline.ts';
import { timelineCursor, timelinePage } from './order/timeline-page.ts';
import { timelineShownTo } from './order/timeline-shown.ts';
import { wholeTimeline } from './order/whole-timeline.ts';
import { orderNamed } from './order-named.ts';
import { readBody, readQuery } from './parameters.ts';
import { presentOrder } from './present.ts';
import { noSuchOrder, notDone, Refused } from './problem.ts';
import { query, requestBody } from './requests.ts';
import { orderShownTo } from './reveal/shown-order.ts';
import { readTraceUrls } from './trace-urls.ts';

/** Of the database itself: one order is asked for by whoever has just sent its event. */
type OrderDeps = {
  db: Db;
  ledger: Ledger;
  lifecycles: () => Lifecycles;
  clock: Clock;
  vault: Vault;
  alerts: () => AlertSettings;
  jaegerUrl: string | null;
};

export function orderRoutes({ db, ledger, lifecycles, clock, vault, alerts, jaegerUrl }: OrderDeps): Router {
  const orders = Router();
  const named = (name: string) => orderNamed({ db, lifecycles, vault }, name, clock.now());
  const presented = async (name: string) => {
    const order = await named(name);
    return presentOrder(order, await readTraceUrls(db, { jaegerUrl }, [order.orderId]));
  };

  orders
    .route('/:name')
    .get(async (req, res) => {
      readQuery(query.none, req.query);
      const order = await presented(req.params.name);
      (await withOrderETag(db, res, order.orderId)).json(orderShownTo(principalOf(res), order));
    })
    .all(otherMethods('GET'));

  orders
    .route('/:name/timeline')
    .get(async (req, res) => {
      const { kind: kinds, cursor, limit } = readQuery(query.timeline, req.query);
      const after = cursor === undefined ? null : decodeCursor(timelineCursor, cursor);
      const order = await named(req.params.name);
      const { items, raw } = await wholeTimeline(db, lifecycles(), order, { vault, people: alerts().people });
      const presented = items.map(item => presentTimelineItem(item, { jaegerUrl, raw }));
      const shown = timelineShownTo(principalOf(res), presented).filter(({ kind }) => kinds?.includes(kind) ?? true);
      const page = timelinePage(shown, after, limit);
      res.json({ items: page.items, nextCursor: page.next && encodeCursor(page.next) });
    })
    .all(otherMethods('GET'));

  for (const command of ['freeze', 'unfreeze'] as const) {
    orders
      .route(`/:name/${command}`)
      .post(jsonOnly, json({ limit: '16kb' }), async (req, res) => {
        readQuery(query.none, req.query);
        const { reason, by = principalOf(res).name } = readBody(requestBody.freeze, req.body);
        const { orderId } = await named(req.params.name);
        await demandOrderMatch({ db, lifecycles: lifecycles() }, req, orderId);
        const asked = { orderId, freeze: command === 'freeze', by, reason, actor: auditOf(res) };
        const outcome = await freezeByHand({ db, ledger }, asked, clock.now());
        if (outcome.kind === 'refused') throw new Refused(notDone(outcome.why));
        if (outcome.kind === 'missing') throw new Refused(noSuchOrder(req.params.name));
        const order = orderShownTo(principalOf(res), await presented(orderId));
        (await withOrderETag(db, res, orderId)).json(order);
      })
      .all(otherMethods('POST'));
  }

  return orders;
}
