import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from '../tracker/event.ts';
import type { Recipient } from './message.ts';
import { deletePreferences } from './preference-rows.ts';

/** `orderIds`: whoever these orders are of, beside the recipients named. */
export type ForgottenRecipients = { recipients: readonly Recipient[]; orderIds: readonly OrderKey[] };

/**
 * Clears what this room keeps of people: addresses, names and texts go from all messages, what waits is dropped, and so
 * is what they wanted. Rows and keys stay, so that nobody is told twice; suppressions stay, for an opt-out outlives the
 * data, and are hashes. What a worker has in hands at this moment still goes out; no text of it is kept. Returns how
 * many messages were cleared.
 */
export async function forgetRecipient(tx: Db, { recipients, orderIds }: ForgottenRecipients): Promise<number> {
  await clearNotices(tx, orderIds);
  await waitForOthers(tx, recipients, orderIds);
  const messages = await clearMessages(tx, recipients, orderIds);
  const theirs = [...recipients, ...orderIds.map(orderId => `order:${orderId}`)];
  await deletePreferences(tx, theirs);
  await tx.query('delete from notifier.telegram_chat where recipient = any ($1)', [theirs]);
  return messages;
}

/**
 * Also those to partners about the orders, which name the customer; webhooks name nobody. An address without a hash is
 * one that was forgotten (judge.ts). A partner's address is not the customer's.
 */
async function clearMessages(tx: Db, recipients: readonly Recipient[], orderIds: readonly OrderKey[]): Promise<number> {
  const { rows } = await tx.query<{ about: string; id: string }>(
    `update notifier.message m
        set address = case when m.kind = 'customer' then '' else m.address end,
            address_hash = case when m.kind = 'customer' then '' else m.address_hash end,
            variables = '{}', subject = null, body = null, detail = null,
            state = case when m.state in ('queued', 'unknown') then 'dropped' else m.state end,
            reason = case when m.state in ('queued', 'unknown') then 'forgotten' else m.reason end
      where m.channel <> 'webhook'
        and (m.recipient = any ($1) or (m.about = any ($2) and m.kind in ('customer', 'partner')))
      returning m.about, m.id`,
    [recipients, orderIds],
  );
  await tx.query(
    `update notifier.message_event e set detail = null
       from unnest($1::text[], $2::text[]) as r (about, id)
      where e.about = r.about and e.message_id = r.id and e.detail is not null`,
    [rows.map(({ about }) => about), rows.map(({ id }) => id)],
  );
  return rows.length;
}

/** Who was about to send one by another channel has read the address already: what they make of it is there then. */
async function waitForOthers(tx: Db, recipients: readonly Recipient[], orderIds: readonly OrderKey[]): Promise<void> {
  await tx.query(
    `select from notifier.message m where m.recipient = any ($1) or m.about = any ($2)
      order by m.about, m.id for update`,
    [recipients, orderIds],
  );
}

/** A planner that is at one of them has read the address already: what it makes of it is there when it lets go. */
async function clearNotices(tx: Db, orderIds: readonly OrderKey[]): Promise<void> {
  await tx.query('select from notifier.notice n where n.order_id = any ($1) for update', [orderIds]);
  await tx.query(
    'update notifier.notice n set variables = null where n.order_id = any ($1) and n.variables is not null',
    [orderIds],
  );
}
