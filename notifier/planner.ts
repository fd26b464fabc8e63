import type { Instant } from '../platform/clock.ts';
import { describeFault } from '../platform/fault.ts';
import type { Log } from '../platform/log.ts';
import { type Db, type Pool, saysDatabaseIsGone, transaction } from '../platform/postgres.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import { type Order, orderTraceparent, readOrders } from '../tracker/orders.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { type Cause, readCauses } from '../tracker/telling.ts';
import { enqueueMessages, enqueueNotices, type NewNotice } from './enqueue.ts';
import type { NewMessage } from './message.ts';
import { UNREADABLE } from './message-rows.ts';
import { claimDueNotices, type DueNotice, type Planned, putOffNotice, settleNotices } from './notice-rows.ts';
import { orderVariables } from './order-variables.ts';
import type { DropReason } from './reasons.ts';
import type { Reachable } from './recipient.ts';
import { reminderOf } from './reminder.ts';
import type { NotifierSettings } from './settings.ts';
import { type Notice, type Survey, type SurveyDeps, survey } from './survey.ts';
import { whoWasTold } from './told-rows.ts';

export type PlannerDeps = SurveyDeps & {
  pool: Pool;
  lifecycles: () => Lifecycles;
  vault: Vault;
  log: Log;
  /** There are messages to be sent at once. */
  onPlanned?: () => void;
};

/** Notices in one transaction. */
const PAGE = 200;
/** What could not be planned is tried again after this: what it stumbles over may be mended meanwhile. */
const PUT_OFF_MS = 10 * 60_000;

/**
 * Makes messages of the notices whose time has come: by what the order is now and by what its people want now. Any number
 * may run. `runOnce` returns how many messages there are more.
 */
export function createPlanner(deps: PlannerDeps) {
  return {
    runOnce: async (now: Instant): Promise<number> => {
      let made = 0;
      for (let isMore = true; isMore; ) {
        const page = await planSome(deps, now, PAGE);
        isMore = page.isMore;
        made += page.made;
        if (page.made > 0) deps.onPlanned?.();
      }
      return made;
    },
  };
}

type PlannedPage = { isMore: boolean; made: number };

/** One notice that can't be planned must not keep those beside it waiting: it is found by halves and put off. */
async function planSome(deps: PlannerDeps, now: Instant, limit: number): Promise<PlannedPage> {
  let first: DueNotice | undefined;
  try {
    return await transaction(deps.pool, async tx => {
      const due = await claimDueNotices(tx, now, limit, deps.vault);
      first = due[0];
      return { isMore: due.length === limit, made: await planPage(tx, deps, due, now) };
    });
  } catch (error) {
    if (saysDatabaseIsGone(error)) throw error;
    if (limit > 1) {
      const one = await planSome(deps, now, Math.ceil(limit / 2));
      if (!one.isMore) return one;
      const other = await planSome(deps, now, Math.floor(limit / 2));
      return { isMore: other.isMore, made: one.made + other.made };
    }
    if (!first) throw error;
    const { orderId, notice, notedAt } = first;
    deps.log.error({ order: orderId, notice, err: describeFault(error) }, 'a notice could not be planned');
    const { expiresAfterMs = 0 } = deps.settings().notices[notice] ?? {};
    const until = now + PUT_OFF_MS;
    await putOffNotice(deps.pool, first, until < notedAt + expiresAfterMs ? until : null);
    return { isMore: true, made: 0 };
  }
}

/** Returns how many messages there are more. */
async function planPage(tx: Db, deps: PlannerDeps, due: readonly DueNotice[], now: Instant): Promise<number> {
  const { vault } = deps;
  if (due.length === 0) return 0;
  const { messages, reminders, planned } = await planDue(tx, deps, due, now);
  const made = await enqueueMessages(tx, messages, { vault, now });
  await settleNotices(tx, planned);
  await enqueueNotices(tx, reminders, vault);
  return made;
}

type PlanDueDeps = Pick<PlannerDeps, 'lifecycles' | 'vault'> & SurveyDeps;

/** What these notices become, by how everything is now; writes nothing. */
export async function planDue(
  tx: Db,
  deps: PlanDueDeps,
  due: readonly DueNotice[],
  now: Instant,
): Promise<{ messages: NewMessage[]; reminders: NewNotice[]; planned: Planned[] }> {
  const reading = { lifecycles: deps.lifecycles(), vault: deps.vault, now };
  const orders = await readOrders(tx, reading, [...new Set(due.map(({ orderId }) => orderId))]);
  const byId = new Map(orders.map(order => [order.orderId, order]));
  const known = await survey(tx, orders, deps);
  const causeOf = await findCauses(tx, due);
  const wasTold = await whoWasTold(tx, due);
  const settings = deps.settings();

  const messages: NewMessage[] = [];
  const reminders: NewNotice[] = [];
  const planned = due.map((notice): Planned => {
    const order = byId.get(notice.orderId);
    const dropped = whyNot(notice, order, { settings, lifecycles: reading.lifecycles, now });
    if (dropped !== null) return { notice, dropped };
    const plan = planNotice(notice, order!, {
      ...{ known, cause: causeOf(notice), settings, lifecycles: reading.lifecycles, now },
      wasTold: reachable =>
        wasTold({
          about: notice.orderId,
          occasion: notice.occasion,
          template: settings.notices[notice.notice]!.template,
          ...reachable,
        }),
    });
    if (plan.messages.length === 0) return { notice, dropped: plan.reason };
    messages.push(...plan.messages);
    const reminder = reminderOf(notice, settings, now);
    if (reminder) reminders.push(reminder);
    return { notice, dropped: null };
  });
  return { messages, reminders, planned };
}

async function findCauses(tx: Db, due: readonly DueNotice[]): Promise<(notice: DueNotice) => Cause | undefined> {
  const events = due.flatMap(({ orderId, eventId }) => (eventId === null ? [] : [{ orderId, eventId }]));
  const causes = await readCauses(tx, events);
  const byName = new Map(causes.map(cause => [JSON.stringify([cause.orderId, cause.eventId]), cause]));
  return ({ orderId, eventId }) => byName.get(JSON.stringify([orderId, eventId]));
}

type Present = { settings: NotifierSettings; lifecycles: Lifecycles; now: Instant };

/** Why nobody is told, whoever it would be; null when there is no such reason. */
export function whyNot(
  { notice, status, ...times }: Pick<DueNotice, 'notice' | 'status' | 'at' | 'notedAt'>,
  order: Pick<Order, 'status' | 'lifecycle' | 'frozen'> | undefined,
  { settings, lifecycles, now }: Present,
): DropReason | null {
  if (!Object.hasOwn(settings.notices, notice)) return 'unwanted';
  if (!order || order.status === null) return 'superseded';
  if (status !== null && status !== order.status) return 'superseded';
  if (status === null && lifecycles.named(order.lifecycle)?.isTerminal(order.status)) return 'ended';
  if (order.frozen) return 'frozen';
  return now >= uselessFrom(times, settings.notices[notice]!) ? 'expired' : null;
}

/** A partner is not greeted by the name of the customer, and need not know it. */
function forReader(order: Order, kind: NewMessage['kind']): Order {
  return kind === 'customer' ? order : { ...order, customer: null };
}

/**
 * Counted from when it happened and not from when we heard of it, so that a back-fill of last month's orders tells nobody,
 * while after an outage of two days a parcel's way is still told. A clock that is ahead wins nobody any time.
 */
function uselessFrom(
  { at, notedAt }: Pick<DueNotice, 'at' | 'notedAt'>,
  { expiresAfterMs }: { expiresAfterMs: number },
) {
  return Math.min(at, notedAt) + expiresAfterMs;
}

/** One message to each who is to be told, on the best way to them; without any, why the customer gets none. */
function planNotice(
  due: DueNotice,
  order: Order,
  {
    known,
    cause,
    wasTold,
    settings,
    lifecycles,
    now,
  }: Present & { known: Survey; cause: Cause | undefined; wasTold: (reachable: Reachable) => boolean },
): { messages: NewMessage[]; reason: DropReason | null } {
  if (due.variables === UNREADABLE) throw new Error('What it is to tell can not be read any more');
  const notice: Notice = { ...settings.notices[due.notice]!, id: due.notice };
  const status = order.status === null ? null : (lifecycles.named(order.lifecycle)?.status(order.status) ?? null);
  const messages: NewMessage[] = [];
  let reason: DropReason | undefined;
  let isTold = false;
  for (const reachable of known.toldOf(order)) {
    if (wasTold(reachable)) {
      isTold = true;
      continue;
    }
    const found = known.waysTo(reachable, notice);
    if ('none' in found) {
      reason ??= found.none;
      continue;
    }
    const { channel, address } = found.ways[0]!;
    const { kind, recipient, locale, zone } = reachable;
    messages.push({
      about: order.orderId,
      kind,
      template: notice.template,
      occasion: due.occasion,
      status: due.status,
      eventId: due.eventId,
      channel,
      recipient,
      address,
      locale,
      zone,
      urgent: notice.urgent,
      variables: orderVariables(
        { order: forReader(order, kind), status, said: cause?.data ?? {}, extra: due.variables },
        locale,
        settings,
      ),
      factAt: due.notedAt,
      notBefore: now,
      expiresAt: uselessFrom(due, notice),
      traceparent: cause?.traceparent ?? orderTraceparent(order),
    });
  }
  return { messages, reason: isTold ? null : (reason ?? 'no_address') };
}
