import type { z } from 'zod';
import { findMessage } from '../../notifier/message-list.ts';
import type { Instant } from '../../platform/clock.ts';
import { type Pool, transaction } from '../../platform/postgres.ts';
import { doneBy, type Hands } from '../../tracker/audit/by-hand.ts';
import { recordAudit } from '../../tracker/audit/record.ts';
import type { Vault } from '../../tracker/personal-data.ts';
import type { contract } from '../contract.ts';
import { presentMessageRevealed } from '../present-message.ts';

/** A message with whom it went to and all that it said, also for the command line; null for none. The look is noted first. */
export function revealNotification(
  { pool, vault }: { pool: Pool; vault: Vault },
  id: string,
  { hands, reason, now }: { hands: Hands; reason: string | null; now: Instant },
): Promise<z.infer<typeof contract.NotificationInFull> | null> {
  return transaction(pool, async tx => {
    const message = await findMessage(tx, id, vault);
    if (!message) return null;
    const subject = { kind: 'notification', id } as const;
    const after = { about: message.about, fields: ['address', 'subject', 'body', 'detail'] };
    await recordAudit(tx, doneBy(hands, now, { action: 'notification.revealed', subject, reason, after }));
    return presentMessageRevealed(message);
  });
}
