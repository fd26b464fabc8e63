import { json, Router } from 'express';
import type { Clock } from '../../platform/clock.ts';
import type { Pool } from '../../platform/postgres.ts';
import { transaction } from '../../platform/postgres.ts';
import { recordAudit } from '../../tracker/audit/record.ts';
import { historyOf, readOrderEvents } from '../../tracker/order-histories.ts';
import { pathOf } from '../../tracker/order-path.ts';
import type { Order } from '../../tracker/orders.ts';
import { readUsualStays } from '../../tracker/usual.ts';
import { auditOf } from '../access/audited.ts';
import { principalOf } from '../authentication.ts';
import { otherMethods } from '../error-handler.ts';
import { jsonOnly } from '../json-only.ts';
import { type NamedOrderDeps, orderNamed } from '../order-named.ts';
import { readBody, readQuery } from '../parameters.ts';
import { noSuchEvent, Refused } from '../problem.ts';
import { query, requestBody } from '../requests.ts';
import { readsContacts } from '../reveal/shown-order.ts';
import { rawEventIn } from './order-requests.ts';
import { presentPath } from './present-path.ts';
import { maskedRaw, type RawEventContract, readRawEvent } from './raw-event.ts';
import { type RelatedDeps, relatedTo } from './related.ts';

type OrderPageDeps = Omit<RelatedDeps, 'db' | 'lifecycles'> & NamedOrderDeps & { db: Pool; clock: Clock };

/** Below `/orders`, beside the order itself: what its page shows. */
export function orderPageRoutes(deps: OrderPageDeps): Router {
  const { db, lifecycles, vault, clock } = deps;
  const orders = Router();
  const named = (name: string) => orderNamed(deps, name, clock.now());

  async function rawOf({ orderId }: Order, eventId: string): Promise<RawEventContract> {
    const raw = await readRawEvent(db, orderId, eventId, vault);
    if (raw === null) throw new Refused(noSuchEvent(eventId));
    return raw;
  }

  orders
    .route('/:name/path')
    .get(async (req, res) => {
      readQuery(query.none, req.query);
      const order = await named(req.params.name);
      const now = clock.now();
      const [known] = await readOrderEvents(db, [order.orderId]);
      const history = historyOf(lifecycles(), order.orderId, known?.events ?? []);
      const { partner, expected } = order;
      const path = pathOf(history, { partner, expected, usual: await readUsualStays(db), now });
      res.json(presentPath(order, history.lifecycle, path, now));
    })
    .all(otherMethods('GET'));

  orders
    .route('/:name/related')
    .get(async (req, res) => {
      readQuery(query.none, req.query);
      const order = await named(req.params.name);
      res.json(await relatedTo({ ...deps, lifecycles: lifecycles() }, order, clock.now()));
    })
    .all(otherMethods('GET'));

  orders
    .route('/:name/events/:eventId/raw')
    .get(async (req, res) => {
      readQuery(query.none, req.query);
      const { name, eventId } = req.params;
      const raw = await rawOf(await named(name), eventId);
      res.json(readsContacts(principalOf(res)) ? raw : maskedRaw(raw));
    })
    .all(otherMethods('GET'));

  orders
    .route('/:name/reveal')
    .post(jsonOnly, json({ limit: '16kb' }), async (req, res) => {
      readQuery(query.none, req.query);
      const { what, reason = null } = readBody(requestBody.reveal, req.body);
      const order = await named(req.params.name);
      const eventId = rawEventIn(what);
      const raw = eventId === null ? null : await rawOf(order, eventId);
      // Written down before anything is shown: a look that nobody knows of must not be.
      await transaction(db, tx =>
        recordAudit(tx, {
          ...auditOf(res),
          at: clock.now(),
          action: eventId === null ? 'order.customer_revealed' : 'order.raw_revealed',
          subject: { kind: 'order', id: order.orderId },
          reason,
          before: null,
          after: { what },
        }),
      );
      res.json({ what, customer: eventId === null ? order.customer : null, raw });
    })
    .all(otherMethods('POST'));

  return orders;
}
