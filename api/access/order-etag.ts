import type { Request, Response } from 'express';
import { toIso } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import { orderVersion } from '../../tracker/audit/order-version.ts';
import { readOrderNow } from '../../tracker/decisions/order-now.ts';
import type { OrderKey } from '../../tracker/event.ts';
import type { Lifecycles } from '../../tracker/lifecycle.ts';
import { overtakenOrder } from '../corrections/overtaken.ts';
import { Refused } from '../problem.ts';
import { demandMatch, versionsSeen, withETag } from './etag.ts';

/** Tells whoever reads an order, or has just changed it, which version they see. */
export async function withOrderETag(db: Db, res: Response, orderId: OrderKey): Promise<Response> {
  return withETag(res, (await orderVersion(db, orderId)).version);
}

/** What a decision about an order stands on (tracker/decisions/order-now.ts) is a hash; the tag of an order counts. */
const DECISION = /^[0-9a-f]{16}$/;

/**
 * For every change of an order by hand that somebody else's could be lost by. If-Match may name the tag of the order, or the
 * version that a preview or `hands` gave, which events change, too. Throws Refused (412), and names who was faster. Returns
 * the version that a decision has to stand on; null: whoever asks has said nothing. Of two who pass here at the same moment
 * the command itself lets one through: by that version, or by asking once more in its transaction.
 */
export async function demandOrderMatch(
  { db, lifecycles }: { db: Db; lifecycles: Lifecycles },
  req: Request,
  orderId: OrderKey,
): Promise<string | null> {
  const seen = versionsSeen(req);
  if (seen === null) return null;
  // Before the other one: a change in between is found by whichever is asked last.
  const decision = (await readOrderNow(db, lifecycles, orderId))?.version ?? null;
  if (decision !== null && seen.includes(decision)) return decision;
  if (seen.some(version => DECISION.test(version))) {
    throw new Refused(await overtakenOrder({ db, lifecycles }, orderId));
  }
  const { version, change } = await orderVersion(db, orderId);
  demandMatch(req, version, change ? `${change.who} changed it at ${toIso(change.at)}.` : '');
  return decision;
}
