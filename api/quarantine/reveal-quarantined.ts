import type { z } from 'zod';
import { findQuarantined } from '../../collector/quarantine.ts';
import type { Instant } from '../../platform/clock.ts';
import { type Pool, transaction } from '../../platform/postgres.ts';
import { doneBy, type Hands } from '../../tracker/audit/by-hand.ts';
import { recordAudit } from '../../tracker/audit/record.ts';
import type { Vault } from '../../tracker/personal-data.ts';
import type { contract } from '../contract.ts';
import { presentQuarantinedInFull } from '../present.ts';

/**
 * A message with all that it says, also for the command line; null for none. That somebody looked is written down before
 * they see anything.
 */
export async function revealQuarantined(
  { pool, vault }: { pool: Pool; vault: Vault },
  id: string,
  { hands, reason, now }: { hands: Hands; reason: string | null; now: Instant },
): Promise<z.infer<typeof contract.QuarantinedMessageInFull> | null> {
  return transaction(pool, async tx => {
    const message = await findQuarantined(tx, id, vault);
    if (!message) return null;
    const subject = { kind: 'quarantine', id } as const;
    const after = { fields: ['properties', 'body'] };
    await recordAudit(tx, doneBy(hands, now, { action: 'quarantine.revealed', subject, reason, after }));
    return presentQuarantinedInFull(message);
  });
}
