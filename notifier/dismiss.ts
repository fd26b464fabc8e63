import { type Instant, toIso } from '../platform/clock.ts';
import { type Pool, transaction } from '../platform/postgres.ts';
import { doneBy, type Hands } from '../tracker/audit/by-hand.ts';
import { recordAudit } from '../tracker/audit/record.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { storable } from './event-rows.ts';
import type { MessageState } from './message.ts';
import { isMessageId } from './message-list.ts';

export type Dismissed = { kind: 'dismissed' } | { kind: 'missing' } | { kind: 'refused'; why: string };

/**
 * Takes a message out that waits, or that was given up: nobody sends it any more, and nobody has to look at it. It stays
 * as dropped, with who decided so, so that what causes it again makes no second one; it can still be sent again.
 */
export function dismiss(
  { pool, vault }: { pool: Pool; vault: Vault },
  id: string,
  { by, actor, reason }: Hands & { reason: string | null },
  now: Instant,
): Promise<Dismissed> {
  if (!isMessageId(id)) return Promise.resolve({ kind: 'missing' });
  return transaction(pool, async tx => {
    const { rows } = await tx.query<{ about: string; state: MessageState; is_forgotten: boolean }>(
      `select m.about, m.state, m.address_hash = '' as is_forgotten
         from notifier.message m where m.id = $1 order by m.about limit 1 for update`,
      [id],
    );
    const [message] = rows;
    if (!message) return { kind: 'missing' };
    const { about, state, is_forgotten: isForgotten } = message;
    const why = whyNot(state);
    if (why !== null) return { kind: 'refused', why };
    const detail = [`By ${by}, when it was ${state}`, reason].filter(Boolean).join(': ');
    await tx.query(
      `update notifier.message m
          set state = 'dropped', reason = 'by_hand', detail = $3, settled_at = $4,
              dismissed_state = m.state, dismissed_reason = m.reason
        where m.about = $1 and m.id = $2`,
      [about, id, isForgotten ? null : vault.sealText(storable(detail)), toIso(now)],
    );
    const subject = { kind: 'notification', id } as const;
    const change = { before: { about, state }, after: { about, state: 'dropped' } };
    await recordAudit(tx, doneBy({ by, actor }, now, { action: 'notification.dismissed', subject, reason, ...change }));
    return { kind: 'dismissed' };
  });
}

export type Restored = { kind: 'restored' } | { kind: 'missing' } | { kind: 'refused'; why: string };

/** Puts back what somebody took out: it is what it was before, and goes out if it still may. */
export function restore(pool: Pool, id: string, { by, actor }: Hands, now: Instant): Promise<Restored> {
  if (!isMessageId(id)) return Promise.resolve({ kind: 'missing' });
  return transaction(pool, async tx => {
    const { rows } = await tx.query<{ about: string; state: MessageState; reason: string | null; was: string | null }>(
      `select m.about, m.state, m.reason, m.dismissed_state as was
         from notifier.message m where m.id = $1 order by m.about limit 1 for update`,
      [id],
    );
    const [message] = rows;
    if (!message) return { kind: 'missing' };
    const { about, state, reason, was } = message;
    if (state !== 'dropped' || reason !== 'by_hand' || was === null) {
      return { kind: 'refused', why: 'Nobody has taken it out.' };
    }
    await tx.query(
      `update notifier.message m
          set state = m.dismissed_state, reason = m.dismissed_reason, detail = null,
              settled_at = case m.dismissed_state when 'queued' then null else m.settled_at end,
              dismissed_state = null, dismissed_reason = null
        where m.about = $1 and m.id = $2`,
      [about, id],
    );
    const subject = { kind: 'notification', id } as const;
    const change = { before: { about, state }, after: { about, state: was } };
    await recordAudit(tx, doneBy({ by, actor }, now, { action: 'notification.restored', subject, ...change }));
    return { kind: 'restored' };
  });
}

/** Null: it may be. What went out, or may have, is not made undone by a word. */
export function whyNot(state: MessageState): string | null {
  switch (state) {
    case 'queued':
    case 'dead':
      return null;
    case 'sending':
      return 'It is being sent at this moment.';
    case 'sent':
    case 'delivered':
    case 'failed':
      return `It was handed over already: it is ${state}.`;
    case 'unknown':
      return 'It may have gone out.';
    case 'dropped':
    case 'dry_run':
      return 'It does not go out anyway.';
    default:
      return state satisfies never;
  }
}
