import type { z } from 'zod';
import { dismissQuarantined, restoreQuarantined } from '../../collector/dismiss.ts';
import type { Instant } from '../../platform/clock.ts';
import { type Db, type Pool, transaction } from '../../platform/postgres.ts';
import type { Actor } from '../../tracker/audit/entry.ts';
import { recordAudit } from '../../tracker/audit/record.ts';
import type { contract } from '../contract.ts';
import { readBody } from '../parameters.ts';
import { requestBody } from '../requests.ts';

type On = { actor: Actor; now: Instant };

/** Takes messages out of what waits, as somebody asks for it. Throws Refused. */
export async function dismissAsked(
  pool: Pool,
  body: unknown,
  { actor, now }: On,
): Promise<z.infer<typeof contract.DismissResult>> {
  const { reason, ...selection } = readBody(requestBody.dismissQuarantined, body);
  return transaction(pool, async tx => {
    const { dismissal, ids } = await dismissQuarantined(tx, selection, { by: actor.who, why: reason, now });
    const whole = 'fingerprint' in selection ? selection.fingerprint : null;
    await noteDecision(tx, { ids, whole, state: ['open', 'dismissed'], reason, actor, now });
    const known = new Set(ids);
    const notOpen = 'ids' in selection ? [...new Set(selection.ids)].filter(id => !known.has(id)) : [];
    return { dismissed: ids.length, dismissal, notOpen };
  });
}

/** Puts back what was dismissed. Throws Refused. */
export async function restoreAsked(
  pool: Pool,
  body: unknown,
  { actor, now }: On,
): Promise<z.infer<typeof contract.RestoreResult>> {
  const selection = readBody(requestBody.restoreQuarantined, body);
  return transaction(pool, async tx => {
    const ids = await restoreQuarantined(tx, selection);
    await noteDecision(tx, { ids, whole: null, state: ['dismissed', 'open'], reason: null, actor, now });
    return { restored: ids.length };
  });
}

/** Of a group with very many, the first say enough: they were dismissed as one. */
const LISTED = 1_000;

async function noteDecision(
  tx: Db,
  {
    ids,
    whole,
    state: [before, after],
    reason,
    actor,
    now,
  }: On & { ids: readonly string[]; whole: string | null; state: [string, string]; reason: string | null },
): Promise<void> {
  if (ids.length === 0) return;
  await recordAudit(tx, {
    ...{ ...actor, at: now, reason },
    action: after === 'dismissed' ? 'quarantine.dismissed' : 'quarantine.restored',
    subject: { kind: 'quarantine', id: whole ?? (ids.length === 1 ? ids[0]! : 'several') },
    before: { state: before },
    after: { state: after, count: ids.length, ids: ids.slice(0, LISTED) },
  });
}
