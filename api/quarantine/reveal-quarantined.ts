import type { z } from 'zod';
import { findQuarantined } from '../../collector/quarantine.ts';
import type { Instant } from '../../platform/clock.ts';
import { type Pool, transaction } from '../../platform/postgres.ts';
import type { Actor } from '../../tracker/audit/entry.ts';
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
  { actor, reason, now }: { actor: Actor; reason: string | null; now: Instant },
): Promise<z.infer<typeof contract.QuarantinedMessageInFull> | null> {
  return transaction(pool, async tx => {
    const message = await findQuarantined(tx, id, vault);
    if (!message) return null;
    const subject = { kind: 'quarantine', id } as const;
    await recordAudit(tx, {
      ...{ ...actor, at: now, action: 'quarantine.revealed', subject, reason },
      before: null,
      after: { fields: ['properties', 'body'] },
    });
    return presentQuarantinedInFull(message);
  });
}
