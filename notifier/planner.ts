import type { Instant } from '../platform/clock.ts';
import { type Db, type Pool, transaction } from '../platform/postgres.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import { type Order, readOrders } from '../tracker/orders.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { readCauses } from '../tracker/telling.ts';
import { enqueueMessages, enqueueNotices, type NewNotice } from './enqueue.ts';
import type { NewMessage } from './message.ts';
import { claimDueNotices, type DueNotice, type Planned, settleNotices } from './notice-rows.ts';
import { orderVariables, type Said } from './order-variables.ts';
import type { DropReason } from './reasons.ts';
import { reminderOf } from './reminder.ts';
import type { NotifierSettings } from './settings.ts';
import { type Notice, type Survey, type SurveyDeps, survey } from './survey.ts';

export type PlannerDeps = SurveyDeps & {
  pool: Pool;
  lifecycles: () => Lifecycles;
  vault: Vault;
  /** There are messages to be sent at once. */
  onPlanned?: () => void;
};

/** Notices in one transaction. */
const PAGE = 200;

/**
 * Makes messages of the notices whose time has come: by what the order is now and by what its people want now. Any number
 * may run. `runOnce` returns how many messages there are more.
 */
export function createPlanner(deps: PlannerDeps) {
  return {
    runOnce: async (now: Instant): Promise<number> => {
      let made = 0;
      for (let due = PAGE; due === PAGE; ) {
        const page = await transaction(deps.pool, tx => planPage(tx, deps, now));
        due = page.due;
        made += page.made;
        if (page.made > 0) deps.onPlanned?.();
      }
      return made;
    },
  };
}

async function planPage(tx: Db, deps: PlannerDeps, now: Instant): Promise<{ due: number; made: number }> {
  const { vault } = deps;
  const due = await claimDueNotices(tx, now, PAGE, vault);
  if (due.length === 0) return { due: 0, made: 0 };
  const reading = { lifecycles: deps.lifecycles(), vault, now };
  const orders = await readOrders(tx, reading, [...new Set(due.map(({ orderId }) => orderId))]);
  const byId = new Map(orders.map(order => [order.orderId, order]));
  const known = await survey(tx, orders, deps);
  const saidBy = await readSaid(tx, due);
  const settings = deps.settings();

  const messages: NewMessage[] = [];
  const reminders: NewNotice[] = [];
  const planned = due.map((notice): Planned => {
    const order = byId.get(notice.orderId);
    const dropped = whyNot(notice, order, { settings, lifecycles: reading.lifecycles, now });
    if (dropped !== null) return { notice, dropped };
    const said = saidBy(notice);
    const plan = planNotice(notice, order!, { known, said, settings, lifecycles: reading.lifecycles, now });
    if (plan.messages.length === 0) return { notice, dropped: plan.reason };
    messages.push(...plan.messages);
    const reminder = reminderOf(notice, settings, now);
    if (reminder) reminders.push(reminder);
    return { notice, dropped: null };
  });
  const made = await enqueueMessages(tx, messages, { vault, now });
  await settleNotices(tx, planned);
  await enqueueNotices(tx, reminders, vault);
  return { due: due.length, made };
}

async function readSaid(tx: Db, due: readonly DueNotice[]): Promise<(notice: DueNotice) => Said> {
  const events = due.flatMap(({ orderId, eventId }) => (eventId === null ? [] : [{ orderId, eventId }]));
  const causes = await readCauses(tx, events);
  const byName = new Map(causes.map(({ orderId, eventId, data }) => [JSON.stringify([orderId, eventId]), data]));
  return ({ orderId, eventId }) => byName.get(JSON.stringify([orderId, eventId])) ?? {};
}

type Present = { settings: NotifierSettings; lifecycles: Lifecycles; now: Instant };

/** Why nobody is told, whoever it would be; null when there is no such reason. */
export function whyNot(
  { notice, status, notedAt }: Pick<DueNotice, 'notice' | 'status' | 'notedAt'>,
  order: Pick<Order, 'status' | 'lifecycle' | 'frozen'> | undefined,
  { settings, lifecycles, now }: Present,
): DropReason | null {
  if (!Object.hasOwn(settings.notices, notice)) return 'unwanted';
  if (!order || order.status === null) return 'superseded';
  if (status !== null && status !== order.status) return 'superseded';
  if (status === null && lifecycles.named(order.lifecycle)?.isTerminal(order.status)) return 'ended';
  if (order.frozen) return 'frozen';
  return now >= notedAt + settings.notices[notice]!.expiresAfterMs ? 'expired' : null;
}

/** One message to each who is to be told, on the best way to them; without any, why the customer gets none. */
function planNotice(
  due: DueNotice,
  order: Order,
  { known, said, settings, lifecycles, now }: Present & { known: Survey; said: Said },
): { messages: NewMessage[]; reason: DropReason } {
  const notice: Notice = { ...settings.notices[due.notice]!, id: due.notice };
  const status = order.status === null ? null : (lifecycles.named(order.lifecycle)?.status(order.status) ?? null);
  const messages: NewMessage[] = [];
  let reason: DropReason | undefined;
  for (const reachable of known.toldOf(order)) {
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
      variables: orderVariables({ order, status, said, extra: due.variables }, locale, settings),
      factAt: due.notedAt,
      notBefore: now,
      expiresAt: due.notedAt + notice.expiresAfterMs,
    });
  }
  return { messages, reason: reason ?? 'no_address' };
}
