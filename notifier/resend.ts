import type { Instant } from '../platform/clock.ts';
import { type Db, type Pool, transaction } from '../platform/postgres.ts';
import { doneBy, type Hands } from '../tracker/audit/by-hand.ts';
import { recordAudit } from '../tracker/audit/record.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { enqueueMessages } from './enqueue.ts';
import { noteMessageEvents } from './event-rows.ts';
import { dropReplaced } from './fallback-rows.ts';
import type { ChannelName, Message } from './message.ts';
import { isMessageId } from './message-list.ts';
import { fromMessageRow, MESSAGE_COLUMNS, type MessageRow } from './message-rows.ts';
import { CHANNEL_NAMES } from './message-words.ts';
import { planResend, type ResendPlanning, USEFUL_MS } from './resend-plan.ts';

/** `again`: also what went out already, or may have; and what is not true any more. `channel`: in place of its own. */
export type ResendAsked = Hands & { reason: string | null; again: boolean; channel?: ChannelName | undefined };

export type Resent =
  /** `id`: of the message that goes out; another one where another channel was asked for. */
  | { kind: 'queued'; id: string }
  | { kind: 'missing' }
  /** `mayInsist`: with `again` it goes. */
  | { kind: 'refused'; why: string; mayInsist: boolean };

export type ResendDeps = ResendPlanning & { pool: Pool };

/**
 * Puts a message back into the queue, or the same on another channel. Before it goes out everything is looked at again:
 * what the recipient wants, whether the order is still where it was, what nothing may be sent to. What can be seen of that
 * already is said now (`resend-plan.ts`).
 */
export function resend(deps: ResendDeps, id: string, asked: ResendAsked, now: Instant): Promise<Resent> {
  const { pool, vault } = deps;
  if (!isMessageId(id)) return Promise.resolve({ kind: 'missing' });
  return transaction(pool, async tx => {
    const message = await lockMessage(tx, id, vault);
    if (!message) return { kind: 'missing' };
    const plan = await planResend(tx, deps, message, asked, now);
    if (plan.refused) return { kind: 'refused', ...plan.refused };
    const { target } = plan;
    const elsewhere = target.id !== message.id;
    if (elsewhere) await goElsewhere(tx, deps, message, target, now);
    const standing = elsewhere ? (await lockMessage(tx, target.id, vault))! : message;
    await putBack(tx, deps, standing, elsewhere ? { ...asked, from: message.channel } : asked, now);
    const { about, state } = message;
    const after = {
      about,
      state: 'queued',
      again: asked.again,
      ...(elsewhere && { channel: target.channel, id: target.id }),
    };
    const subject = { kind: 'notification', id } as const;
    const done = { action: 'notification.resent', subject, reason: asked.reason, before: { about, state }, after };
    await recordAudit(tx, doneBy(asked, now, done));
    return { kind: 'queued', id: target.id };
  });
}

/** The same message on another channel takes its place; what was still to be tried is not any more. */
async function goElsewhere(tx: Db, { vault }: ResendDeps, message: Message, target: Message, now: Instant) {
  const event = { key: `fallback:by-hand:${now}`, at: now, kind: 'fallback', state: null, detail: null } as const;
  const named = { about: message.about, messageId: message.id, notedAt: now };
  await noteMessageEvents(tx, [{ ...named, ...event, reason: target.channel }], vault);
  await dropReplaced(tx, [message], now);
  // Where it has been told on that channel before, its row is there already and is put back.
  await enqueueMessages(tx, [{ ...target, notBefore: now }], { vault, now });
}

async function putBack(
  tx: Db,
  { vault }: ResendDeps,
  message: Message,
  { by, reason, again, from }: ResendAsked & { from?: ChannelName },
  now: Instant,
): Promise<void> {
  const { about, id, state, sentAt } = message;
  const named = { about, messageId: id, notedAt: now };
  // The row will say when it went out the next time.
  if (sentAt !== null) {
    const event = {
      key: `sent:${sentAt}`,
      at: sentAt,
      kind: 'attempt',
      state: 'sent',
      reason: null,
      detail: null,
    } as const;
    await noteMessageEvents(tx, [{ ...named, ...event }], vault);
  }
  const when = from === undefined ? `when it was ${state}` : `in place of ${CHANNEL_NAMES[from]}`;
  const detail = [`By ${by}, ${when}`, reason].filter(Boolean).join(': ');
  const event = { key: `resend:${now}`, at: now, kind: 'resend', state: 'queued', reason: null, detail } as const;
  await noteMessageEvents(tx, [{ ...named, ...event }], vault);
  await queueAgain(tx, message, again, now);
}

async function lockMessage(tx: Db, id: string, vault: Vault): Promise<Message | null> {
  const { rows } = await tx.query<MessageRow>(
    `select ${MESSAGE_COLUMNS} from notifier.message m where m.id = $1 order by m.about limit 1 for update`,
    [id],
  );
  return rows[0] ? fromMessageRow(rows[0], vault) : null;
}

/** The provider's name for it stays: what is still said of the time before is told from what will be said of this one. */
async function queueAgain(tx: Db, { about, id, expiresAt }: Message, insisted: boolean, now: Instant): Promise<void> {
  await tx.query(
    `update notifier.message m
        set state = 'queued', reason = null, detail = null, attempts = 0, not_before = $3, expires_at = $4,
            sent_at = null, settled_at = null, insisted = $5, dismissed_state = null, dismissed_reason = null
      where m.about = $1 and m.id = $2`,
    [about, id, new Date(now), new Date(Math.max(expiresAt, now + USEFUL_MS)), insisted],
  );
}
