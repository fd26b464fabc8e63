import { json, type Response, Router } from 'express';
import { z } from 'zod';
import { type Clock, toIso } from '../../platform/clock.ts';
import type { Db, Pool } from '../../platform/postgres.ts';
import type { DecisionSettings } from '../../tracker/decisions/settings.ts';
import { type Advanced, advance } from '../../tracker/hands/advance.ts';
import { assign, type Handled, note, release, take } from '../../tracker/hands/hands.ts';
import { inSeconds } from '../../tracker/iso-duration.ts';
import type { Ledger } from '../../tracker/ledger.ts';
import { readQueueItem, readWorkQueue } from '../../tracker/work-queue/work-queue.ts';
import { auditOf } from '../access/audited.ts';
import { withETag } from '../access/etag.ts';
import { demandOrderMatch } from '../access/order-etag.ts';
import { personOf } from '../access/person.ts';
import { principalOf } from '../authentication.ts';
import { overtakenOrder } from '../corrections/overtaken.ts';
import { decodeCursor, encodeCursor, nameForm } from '../cursor.ts';
import { otherMethods } from '../error-handler.ts';
import { jsonOnly } from '../json-only.ts';
import { type NamedOrderDeps, orderNamed } from '../order-named.ts';
import { readBody, readQuery } from '../parameters.ts';
import { heldBy, noSuchOrder, notDone, Refused } from '../problem.ts';
import { query, requestBody } from '../requests.ts';
import { presentHands, presentQueued } from './present-hands.ts';

export type HandsRoutesDeps = NamedOrderDeps & {
  pool: Pool;
  ledger: Ledger;
  clock: Clock;
  decisions: () => DecisionSettings;
};

const position = z.tuple([z.literal('queue'), z.int(), nameForm]);

/** Below `/orders`: who works on one, and what they do with it. */
export function handsRoutes(deps: HandsRoutesDeps): Router {
  const { pool, ledger, lifecycles, clock, decisions } = deps;
  const orders = Router();
  const settings = decisions;
  const on = { db: pool, ledger, lifecycles, settings };
  const named = (name: string) => orderNamed(deps, name, clock.now());
  const matched = (db: Db, res: Response, orderId: string) =>
    demandOrderMatch({ db, lifecycles: lifecycles() }, res.req, orderId);
  const by = (res: Response, orderId: string) => ({
    person: personOf(res),
    actor: auditOf(res),
    demand: async (tx: Db) => void (await matched(tx, res, orderId)),
  });
  const isManager = (res: Response) => ['manager', 'admin'].includes(principalOf(res).role);

  async function show(res: Response, orderId: string): Promise<void> {
    const person = personOf(res);
    const item = await readQueueItem(
      { db: pool, lifecycles: lifecycles(), vault: deps.vault, settings: decisions() },
      orderId,
      person,
      clock.now(),
    );
    if (!item) throw new Refused(noSuchOrder(orderId));
    withETag(res, item.version).json(presentHands(item, { person, claimForMs: decisions().claimForMs }));
  }

  async function answer(res: Response, orderId: string, done: Handled | Advanced): Promise<void> {
    switch (done.kind) {
      case 'done':
        return show(res, orderId);
      case 'missing':
        throw new Refused(noSuchOrder(orderId));
      case 'held':
        throw new Refused(heldBy(done.claim.holder.name, done.claim.takenAt));
      case 'refused':
        throw new Refused(notDone(done.why));
      case 'overtaken':
        throw new Refused(await overtakenOrder({ db: pool, lifecycles: lifecycles() }, orderId));
      default:
        return done satisfies never;
    }
  }

  orders
    .route('/:name/hands')
    .get(async (req, res) => {
      readQuery(query.none, req.query);
      await show(res, (await named(req.params.name)).orderId);
    })
    .all(otherMethods('GET'));

  type Done = Handled | Advanced;
  const command = (path: string, work: (orderId: string, body: unknown, res: Response) => Promise<Done>) =>
    orders
      .route(`/:name/${path}`)
      .post(jsonOnly, json({ limit: '16kb' }), async (req, res) => {
        readQuery(query.none, req.query);
        const { orderId } = await named(String(req.params.name));
        await matched(pool, res, orderId);
        await answer(res, orderId, await work(orderId, req.body, res));
      })
      .all(otherMethods('POST'));

  command('take', (orderId, body, res) => {
    readBody(requestBody.take, body);
    return take(on, orderId, by(res, orderId), clock.now());
  });
  command('release', (orderId, body, res) => {
    readBody(requestBody.release, body);
    return release(on, orderId, { ...by(res, orderId), anybodys: isManager(res) }, clock.now());
  });
  command('assign', (orderId, body, res) => {
    const { to } = readBody(requestBody.assign, body);
    return assign(on, orderId, { ...by(res, orderId), to }, clock.now());
  });
  command('notes', (orderId, body, res) => {
    const { text } = readBody(requestBody.note, body);
    return note(on, orderId, { ...by(res, orderId), text }, clock.now());
  });
  command('advance', async (orderId, body, res) => {
    const { to, note: said = null, expected } = readBody(requestBody.advance, body);
    const stands = expected ?? (await matched(pool, res, orderId));
    const asked = { ...by(res, orderId), to, note: said, expected: stands, anybodys: isManager(res) };
    return advance(on, orderId, asked, clock.now());
  });

  return orders;
}

export function workQueueRoutes({ pool, lifecycles, vault, clock, decisions }: HandsRoutesDeps): Router {
  const queue = Router();
  queue
    .route('/')
    .get(async (req, res) => {
      const { status: statuses, cursor, limit } = readQuery(query.workQueue, req.query);
      const now = clock.now();
      const settings = decisions();
      const person = personOf(res);
      const place = cursor === undefined ? null : decodeCursor(position, cursor);
      const after = place && { rank: place[1], orderId: place[2] };
      const deps = { db: pool, lifecycles: lifecycles(), vault, settings };
      const { mine, items, next, counts, load } = await readWorkQueue(deps, person, { statuses, after, limit }, now);
      const asked = { person, claimForMs: settings.claimForMs };
      res.json({
        asOf: toIso(now),
        mine: mine.map(item => presentQueued(item, asked)),
        items: items.map(item => presentQueued(item, asked)),
        nextCursor: next && encodeCursor(['queue', next.rank, next.orderId]),
        counts,
        load: load.map(({ holder, orders, oldestTakenAt }) => ({
          by: holder.name,
          isYou: holder.id === person.id,
          orders,
          since: toIso(oldestTakenAt),
        })),
        claimFor: inSeconds(settings.claimForMs),
      });
    })
    .all(otherMethods('GET'));
  return queue;
}
