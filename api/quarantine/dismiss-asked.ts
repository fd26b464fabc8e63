import type { z } from 'zod';
import { dismissQuarantined, restoreQuarantined } from '../../collector/dismiss.ts';
import type { Instant } from '../../platform/clock.ts';
import { type Db, type Pool, transaction } from '../../platform/postgres.ts';
import { doneBy, type Hands } from '../../tracker/audit/by-hand.ts';
import { recordAudits } from '../../tracker/audit/record.ts';
import type { contract } from '../contract.ts';
import { readBody } from '../parameters.ts';
import { requestBody } from '../requests.ts';

type On = { hands: Hands; now: Instant };

/** Takes messages out of what waits, as somebody asks for it. Throws Refused. */
export async function dismissAsked(
  pool: Pool,
  body: unknown,
  { hands, now }: On,
): Promise<z.infer<typeof contract.DismissResult>> {
  const { reason, ...selection } = readBody(requestBody.dismissQuarantined, body);
  return transaction(pool, async tx => {
    const { dismissal, ids } = await dismissQuarantined(tx, selection, { by: hands.by, why: reason, now });
    const whole = 'fingerprint' in selection ? selection.fingerprint : null;
    await noteDecision(tx, { ids, whole, state: ['open', 'dismissed'], reason, hands, now });
    const known = new Set(ids);
    const notOpen = 'ids' in selection ? [...new Set(selection.ids)].filter(id => !known.has(id)) : [];
    return { dismissed: ids.length, dismissal, notOpen };
  });
}

/** Puts back what was dismissed. Throws Refused. */
export async function restoreAsked(
  pool: Pool,
  body: unknown,
  { hands, now }: On,
): Promise<z.infer<typeof contract.RestoreResult>> {
  const selection = readBody(requestBody.restoreQuarantined, body);
  return transaction(pool, async tx => {
    const ids = await restoreQuarantined(tx, selection);
    await noteDecision(tx, { ids, whole: null, state: ['dismissed', 'open'], reason: null, hands, now });
    return { restored: ids.length };
  });
}

/** An entry for each message; of a whole group, which may have very many, one. */
function noteDecision(
  tx: Db,
  {
    ids,
    whole,
    state: [before, after],
    reason,
    hands,
    now,
  }: On & { ids: readonly string[]; whole: string | null; state: [string, string]; reason: string | null },
): Promise<void> {
  const action = after === 'dismissed' ? 'quarantine.dismissed' : 'quarantine.restored';
  const subjects = whole === null ? ids : ids.length === 0 ? [] : [whole];
  const change = {
    before: { state: before },
    after: { state: after, ...(whole !== null && { messages: ids.length }) },
  };
  const entry = (id: string) => doneBy(hands, now, { action, subject: { kind: 'quarantine', id }, reason, ...change });
  return recordAudits(tx, subjects.map(entry));
}
