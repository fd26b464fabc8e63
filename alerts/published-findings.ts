import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from '../tracker/event.ts';
import type { Deadlines } from '../tracker/telling.ts';
import type { OpenFinding, Resolution } from './finding.ts';
import { closeFindings } from './finding-rows.ts';
import { enqueuePublications, type PublishedKind } from './publications.ts';

/** Closes those that are still open, returns them, and tells the systems of the orders. Whoever calls holds their incidents. */
export async function endFindings(
  tx: Db,
  findings: readonly OpenFinding[],
  resolution: Resolution,
  now: Instant,
): Promise<OpenFinding[]> {
  const closed = await closeFindings(tx, findings, resolution, now);
  await enqueuePublications(
    tx,
    closed.map(finding => ({ kind: 'resolved', finding, at: now })),
  );
  return closed;
}

/** What is new or became worse. */
export async function tellFindings(
  tx: Db,
  findings: readonly OpenFinding[],
  standings: ReadonlyMap<OrderKey, Deadlines>,
  now: Instant,
): Promise<void> {
  await enqueuePublications(
    tx,
    findings.map(finding => ({ kind: kindOf(finding, standings.get(finding.orderId ?? ''), now), finding, at: now })),
  );
}

/** The order is overdue when it has passed its own limit or promise, whatever the rule asked for. */
function kindOf({ limitAt }: OpenFinding, standing: Deadlines | undefined, now: Instant): PublishedKind {
  const limits = standing ? [standing.dueAt, standing.promisedAt] : [limitAt];
  return limits.some(limit => limit !== null && limit <= now) ? 'overdue' : 'at_risk';
}
