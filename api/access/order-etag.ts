import type { Request, Response } from 'express';
import { toIso } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import { orderVersion } from '../../tracker/audit/order-version.ts';
import type { OrderKey } from '../../tracker/event.ts';
import { demandMatch, withETag } from './etag.ts';

/** Tells whoever reads an order, or has just changed it, which version they see. */
export async function withOrderETag(db: Db, res: Response, orderId: OrderKey): Promise<Response> {
  return withETag(res, (await orderVersion(db, orderId)).version);
}

/**
 * For every change of an order by hand that somebody else's could be lost by. Throws Refused (412), and names who was
 * faster. Of two who pass here at the same moment the command itself lets one through.
 */
export async function demandOrderMatch(db: Db, req: Request, orderId: OrderKey): Promise<void> {
  if (req.get('if-match') === undefined) return;
  const { version, change } = await orderVersion(db, orderId);
  demandMatch(req, version, change ? `${change.who} changed it at ${toIso(change.at)}.` : '');
}
