import { z } from 'zod';
import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { readToken, signToken } from '../platform/signed-token.ts';
import type { NotifierAccess } from './settings.ts';

/** What a link to the customer's page is for. The order is named and nothing else: whoever holds the link can read it. */
export type Tracking = { order: string; madeAt: Instant };

const PURPOSE = 'track';
const DAY_MS = 24 * 3_600_000;
/** Longer than an order takes and a parcel can be sent back; each message brings a link of its own. */
export const TRACKING_LIFE_MS = 180 * DAY_MS;

const claims = z
  .strictObject({ o: z.string(), t: z.int(), exp: z.number() })
  .transform(({ o, t }): Tracking => ({ order: o, madeAt: t }));

/** The same link for the same order and instant, so that a message that is sent again is the same message. */
export function trackingUrl(
  { publicUrl, signingKey }: Pick<NotifierAccess, 'publicUrl' | 'signingKey'>,
  { order, madeAt }: Tracking,
): string {
  const said = { o: order, t: madeAt, exp: madeAt + TRACKING_LIFE_MS };
  return `${publicUrl}/track/${signToken(signingKey, PURPOSE, said)}`;
}

/** Null for whatever is no link of ours, and for one that has ended. */
export function readTracking(signingKey: Buffer, token: string, now: Instant): Tracking | null {
  return readToken(signingKey, PURPOSE, token, claims, now);
}

/** From now on none of the links to this order that are out there opens anything; new ones do. */
export async function revokeTracking(db: Db, order: string, now: Instant): Promise<void> {
  await db.query(
    `insert into notifier.revoked_tracking as known (order_id, revoked_before) values ($1, $2)
     on conflict (order_id) do update set revoked_before = greatest(known.revoked_before, excluded.revoked_before)`,
    [order, toIso(now)],
  );
}

/** Whether this link was taken back. A link that is made in the same millisecond as that counts as one before it. */
export async function isRevoked(db: Db, { order, madeAt }: Tracking): Promise<boolean> {
  const { rows } = await db.query(
    'select from notifier.revoked_tracking where order_id = $1 and revoked_before >= $2',
    [order, toIso(madeAt)],
  );
  return rows.length > 0;
}
