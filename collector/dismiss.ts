import { randomUUID } from 'node:crypto';
import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { isOpen, isQuarantineId } from './quarantine.ts';

/** Messages that are not worth recording are taken out of what waits; their bytes stay, and so does who decided. */

/** Of the ids those that were open, the lowest first; `dismissal` names the decision, by which it is taken back. */
export type Dismissed = { dismissal: string; ids: readonly string[] };

export type DismissSelection = { ids: readonly string[] } | { fingerprint: string };

export async function dismissQuarantined(
  tx: Db,
  selection: DismissSelection,
  { by, why, now }: { by: string; why: string; now: Instant },
): Promise<Dismissed> {
  const dismissal = randomUUID();
  const [which, value] =
    'ids' in selection
      ? ['q.id = any($5::bigint[])', selection.ids.filter(isQuarantineId)]
      : ['coalesce(q.fingerprint, q.reason_kind) = $5', selection.fingerprint];
  const { rows } = await tx.query<{ id: number }>(
    `update collector.quarantine q
        set dismissal = $1, dismissed_at = $2, dismissed_by = $3, dismissed_why = $4
      where ${which} and ${isOpen('q')} returning q.id`,
    [dismissal, toIso(now), by, why, value],
  );
  return { dismissal, ids: inOrder(rows) };
}

/** Puts back what was dismissed, and not recorded by somebody since; gives their ids. */
export async function restoreQuarantined(
  tx: Db,
  selection: { ids: readonly string[] } | { dismissal: string },
): Promise<readonly string[]> {
  const [which, value] =
    'ids' in selection
      ? ['q.id = any($1::bigint[])', selection.ids.filter(isQuarantineId)]
      : ['q.dismissal = $1', selection.dismissal];
  const { rows } = await tx.query<{ id: number }>(
    `update collector.quarantine q
        set dismissal = null, dismissed_at = null, dismissed_by = null, dismissed_why = null
      where ${which} and q.dismissed_at is not null and q.replayed_at is null returning q.id`,
    [value],
  );
  return inOrder(rows);
}

function inOrder(rows: readonly { id: number }[]): string[] {
  return rows
    .map(({ id }) => id)
    .sort((a, b) => a - b)
    .map(String);
}
