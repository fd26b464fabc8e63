import { DELAY_NOTICE, delayOccasion } from '../notifier/delay-notice.ts';
import { enqueueNotices, type NewNotice } from '../notifier/enqueue.ts';
import { findTold } from '../notifier/notice-rows.ts';
import { type Instant, toIso } from '../platform/clock.ts';
import { type Pool, transaction } from '../platform/postgres.ts';
import { type DelayedOrder, findDelayed } from '../tracker/delayed-orders.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import { mainWay } from '../tracker/main-way.ts';
import { type Order, readOrders } from '../tracker/orders.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { findBlinded } from './blinded-orders.ts';
import type { Blindness } from './blindness.ts';
import type { Judge } from './evidence.ts';
import { findUnsure } from './unsure-orders.ts';

export type DelaysDeps = {
  pool: Pool;
  lifecycles: () => Lifecycles;
  vault: Vault;
  blindTo(now: Instant): Promise<Blindness>;
  judge: Pick<Judge, 'judge'>;
};

const PAGE = 500;
/** Whose promise passed before that has heard of it, or it is an import of old orders: nobody is told out of the blue. */
const PASSED_MS = 7 * 24 * 3_600_000;

/**
 * Tells customers that their order comes later than they were promised, once a promise: when that has passed, or as soon
 * as nine of ten orders that were where it is came later. Nobody is told what we are not sure of: those are told when we
 * are, if it is still so. `runOnce` returns of how many orders somebody is to be told.
 */
export function createDelays(on: DelaysDeps) {
  return {
    runOnce: async (now: Instant): Promise<number> => {
      const blind = await on.blindTo(now);
      if (blind.all) return 0;
      let told = 0;
      for (let after: DelayedOrder | null = null; ; ) {
        const page: DelayedOrder[] = await findDelayed(on.pool, { since: now - PASSED_MS, after, limit: PAGE }, now);
        const seen = page.filter(order => !waitsFor(on.lifecycles(), order, blind.systems));
        told += await tell(on, seen, now);
        if (page.length < PAGE) return told;
        after = page.at(-1)!;
      }
    },
  };
}

/** Whether the order may have gone on without our hearing of it. */
function waitsFor(
  lifecycles: Lifecycles,
  { lifecycle: name, status }: DelayedOrder,
  silent: ReadonlySet<string>,
): boolean {
  const lifecycle = lifecycles.named(name);
  const next = lifecycle && mainWay(lifecycle, status)?.[0];
  return next != null && silent.has(lifecycle!.owner(next) ?? '');
}

async function tell({ pool, lifecycles, vault, judge }: DelaysDeps, late: readonly DelayedOrder[], now: Instant) {
  const named = late.map(({ orderId, promisedAt }) => ({ orderId, occasion: delayOccasion(promisedAt) }));
  const told = await findTold(pool, DELAY_NOTICE, named);
  const untold = named.filter(({ orderId, occasion }) => !told.has(JSON.stringify([orderId, occasion])));
  const ids = untold.map(({ orderId }) => orderId);
  const unsure = await findUnsure(pool, ids);
  const known = ids.filter(orderId => !unsure.has(orderId));
  const blinded = await findBlinded(judge, known, now);
  const sure = untold.filter(({ orderId }) => !unsure.has(orderId) && !blinded.has(orderId));
  const reading = { lifecycles: lifecycles(), vault, now };
  const orders = await readOrders(
    pool,
    reading,
    sure.map(({ orderId }) => orderId),
  );
  // It may have ended, been frozen or been promised for another day, since it was found.
  const occasions = new Map(sure.map(({ orderId, occasion }) => [orderId, occasion]));
  const notices = orders
    .filter(({ orderId, promisedAt }) => promisedAt !== null && delayOccasion(promisedAt) === occasions.get(orderId))
    .filter(({ dueAt }) => dueAt !== null)
    .map(order => noticeOf(order, now));
  return transaction(pool, tx => enqueueNotices(tx, notices, vault));
}

function noticeOf({ orderId, promisedAt, expected }: Order, now: Instant): NewNotice {
  // A date that follows from what is declared alone is no news to whoever was promised one by the same.
  const isKnown = expected.basis === 'partner' || expected.basis === 'lifecycle';
  return {
    orderId,
    notice: DELAY_NOTICE,
    occasion: delayOccasion(promisedAt!),
    status: null,
    eventId: null,
    at: now,
    notedAt: now,
    dueAt: now,
    variables: isKnown ? { expected: { from: toIso(expected.from), to: toIso(expected.to) } } : null,
  };
}
