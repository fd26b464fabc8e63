import type { Instant } from '../platform/clock.ts';
import { type Db, type Pool, transaction } from '../platform/postgres.ts';
import { doneBy, type Hands } from '../tracker/audit/by-hand.ts';
import { recordAudit } from '../tracker/audit/record.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { noteMessageEvents } from './event-rows.ts';
import type { Message, MessageState } from './message.ts';
import { isMessageId } from './message-list.ts';

/** `again`: also what went out already, or may have. */
export type ResendAsked = Hands & { reason: string | null; again: boolean };

export type Resent =
  | { kind: 'queued' }
  | { kind: 'missing' }
  /** `mayInsist`: with `again` it goes. */
  | { kind: 'refused'; why: string; mayInsist: boolean };

export type ResendDeps = { pool: Pool; vault: Vault };

// A person who sends something again means today.
const USEFUL_MS = 24 * 60 * 60_000;

/**
 * Puts a message back into the queue. Before it goes out everything is looked at again: what the recipient wants, whether
 * the order is still where it was, what nothing may be sent to.
 */
export function resend(
  { pool, vault }: ResendDeps,
  id: string,
  { by, actor, reason, again }: ResendAsked,
  now: Instant,
): Promise<Resent> {
  if (!isMessageId(id)) return Promise.resolve({ kind: 'missing' });
  return transaction(pool, async tx => {
    const message = await lockMessage(tx, id);
    if (!message) return { kind: 'missing' };
    const refused = whyNot(message, again, now);
    if (refused) return refused;
    const { about, state, sentAt } = message;
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
    const detail = [`By ${by}, when it was ${state}`, reason].filter(Boolean).join(': ');
    const event = { key: `resend:${now}`, at: now, kind: 'resend', state: 'queued', reason: null, detail } as const;
    await noteMessageEvents(tx, [{ ...named, ...event }], vault);
    await queueAgain(tx, message, now);
    const subject = { kind: 'notification', id } as const;
    const change = { before: { about, state }, after: { about, state: 'queued', again } };
    await recordAudit(tx, doneBy({ by, actor }, now, { action: 'notification.resent', subject, reason, ...change }));
    return { kind: 'queued' };
  });
}

type Standing = Pick<Message, 'about' | 'id' | 'channel' | 'reason' | 'notBefore' | 'sentAt' | 'expiresAt'> & {
  state: MessageState;
  isForgotten: boolean;
};

/** Null: it may go. */
export function whyNot(message: Standing, again: boolean, now: Instant): (Resent & { kind: 'refused' }) | null {
  const refused = (why: string, mayInsist = false) => ({ kind: 'refused' as const, why, mayInsist });
  if (message.isForgotten) return refused('Its recipient was forgotten, and with them the address.');
  switch (message.state) {
    case 'queued':
      return message.notBefore > now ? null : refused('It is queued already and goes out as soon as it can.');
    case 'sending':
      return refused('It is being sent at this moment.');
    case 'sent':
    case 'delivered':
      return again ? null : refused(`It was ${message.state} already; sent again, it arrives twice.`, true);
    case 'unknown':
      // A second mail of the same Message-ID does no harm, and a partner knows a webhook by its id.
      if (again || message.channel === 'email' || message.channel === 'webhook') return null;
      return refused('It may have gone out; sent again, it may arrive twice.', true);
    case 'dropped':
      if (again || message.reason !== 'replaced') return null;
      return refused('It went out over another channel; sent again, it arrives twice.', true);
    case 'failed':
    case 'dead':
    case 'dry_run':
      return null;
    default:
      return message.state satisfies never;
  }
}

async function lockMessage(tx: Db, id: string): Promise<Standing | null> {
  const { rows } = await tx.query<{
    about: string;
    id: string;
    channel: Message['channel'];
    state: MessageState;
    reason: string | null;
    not_before: Instant;
    sent_at: Instant | null;
    expires_at: Instant;
    is_forgotten: boolean;
  }>(
    `select m.about, m.id, m.channel, m.state, m.reason, m.not_before, m.sent_at, m.expires_at,
            m.address_hash = '' as is_forgotten
       from notifier.message m where m.id = $1 order by m.about limit 1 for update`,
    [id],
  );
  const [row] = rows;
  if (!row) return null;
  const { not_before, sent_at, expires_at, is_forgotten, ...rest } = row;
  return { ...rest, notBefore: not_before, sentAt: sent_at, expiresAt: expires_at, isForgotten: is_forgotten };
}

/** The provider's name for it stays: what is still said of the time before is told from what will be said of this one. */
async function queueAgain(tx: Db, { about, id, expiresAt }: Standing, now: Instant): Promise<void> {
  await tx.query(
    `update notifier.message m
        set state = 'queued', reason = null, detail = null, attempts = 0, not_before = $3, expires_at = $4,
            sent_at = null, settled_at = null
      where m.about = $1 and m.id = $2`,
    [about, id, new Date(now), new Date(Math.max(expiresAt, now + USEFUL_MS))],
  );
}
