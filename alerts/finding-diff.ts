import { isDeepStrictEqual } from 'node:util';
import type { Instant } from '../platform/clock.ts';
import type { Deadlines } from '../tracker/telling.ts';
import type { Found, OpenFinding, Subject } from './finding.ts';
import type { Earlier } from './finding-rows.ts';
import type { IncidentSettings } from './settings.ts';
import { isWorse } from './severity.ts';

export type Diff = {
  /** Not open so far. */
  news: Found[];
  /** Open, and so still. */
  kept: { known: OpenFinding; found: Found }[];
  /** Open, and no longer so. */
  gone: OpenFinding[];
};

/** What was seen beside what is open, of one rule and origin. */
export function diffFindings(
  open: readonly OpenFinding[],
  seen: readonly Found[],
  { now, partial }: { now: Instant; partial: boolean },
): Diff {
  const bySubject = new Map<Subject, Found>();
  for (const found of seen) {
    const other = bySubject.get(found.subject);
    if (!other || isWorse(found.severity, other.severity)) bySubject.set(found.subject, found);
  }
  const diff: Diff = { news: [], kept: [], gone: [] };
  for (const known of open) {
    const found = bySubject.get(known.subject);
    if (found && isSame(known, found)) {
      diff.kept.push({ known, found });
      bySubject.delete(known.subject);
    } else if (found || (!partial && known.firstSeenAt <= now)) {
      // What came up after this look began was found by a later one, which knows better.
      diff.gone.push(known);
    }
  }
  diff.news = [...bySubject.values()];
  return diff;
}

/** An event that comes late can shift the beginning of a stay: that makes no other one of it. */
function isSame(known: OpenFinding, found: Found): boolean {
  return known.stay === found.stay || (known.stay !== '' && found.stay !== '' && known.status === found.status);
}

/** What has to be written of a finding that is known. The words about an order only change when it becomes worse. */
export function hasChanged({ known, found }: Diff['kept'][number]): boolean {
  if (known.severity !== found.severity || known.since !== found.since) return true;
  if (known.limitAt !== found.limitAt || known.owner !== found.owner) return true;
  return found.orderId === null && !isDeepStrictEqual(known.detail, found.detail);
}

/** The order has moved on, was frozen, or turned out to be another after the look: it is not where it was found. */
export function hasMovedOn(found: Found, standing: Deadlines | undefined): boolean {
  if (!standing) return false;
  if (standing.joined) return true;
  if (found.stay === '') return false;
  return standing.frozen || standing.status !== found.status;
}

/**
 * A person has resolved it, and knows why: of an order that stands for as long as it stays where it is and gets no worse,
 * of anything else for as long as an incident can be reopened.
 */
export function isLeftAlone(
  found: Found,
  earlier: readonly Earlier[],
  now: Instant,
  { reopenWithinMs }: Pick<IncidentSettings, 'reopenWithinMs'>,
): boolean {
  return earlier.some(one => {
    if (one.resolution !== 'by_hand' || one.stay !== found.stay) return false;
    if (isWorse(found.severity, one.severity)) return false;
    if (found.orderId === null) return now - one.resolvedAt < reopenWithinMs;
    return found.stay !== '' || one.limitAt === found.limitAt;
  });
}
