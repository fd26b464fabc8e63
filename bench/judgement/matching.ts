import type { Instant } from '../../platform/clock.ts';
import { HOUR } from '../../simulator/hours.ts';
import type { TrueCause } from './causes.ts';
import type { ToldFinding } from './told.ts';

/** What was found by it is shown for a while after it is over. */
const GRACE_MS = 2 * HOUR;

/** Found while the cause was felt; of what befell one order, it may have been open before. */
export function isOf(finding: ToldFinding, cause: TrueCause): boolean {
  const { orderId } = finding;
  if (orderId === null) return isSubjectOf(finding.subject, cause) && overlaps(finding, cause.at, cause.feltUntil);
  const since = cause.orders.get(orderId);
  return since !== undefined && overlaps(finding, since, cause.feltUntil);
}

function overlaps({ firstSeenAt, resolvedAt }: ToldFinding, from: Instant, to: Instant): boolean {
  if (to === Number.POSITIVE_INFINITY) return (resolvedAt ?? to) >= from;
  return firstSeenAt >= from && firstSeenAt <= to + GRACE_MS;
}

function isSubjectOf(subject: string, { kind, system }: TrueCause): boolean {
  const colon = subject.indexOf(':');
  const [what, name] = colon < 0 ? [subject, ''] : [subject.slice(0, colon), subject.slice(colon + 1)];
  switch (kind) {
    // Whoever gets nothing has nothing to say.
    case 'stopped-consumer':
      return (what === 'queue' && name === `${system}.inbox`) || (what === 'source' && name !== 'shop');
    // Who waits for its word falls silent, too.
    case 'silent-system':
      return what === 'source' && (name === system || name === '*' || (name === 'crm' && system === 'mes'));
    case 'flood':
      return what === 'partner';
    case 'clock-skew':
      return what === 'clock' && name === system;
    case 'malformed':
      return what === 'quarantine';
    case 'nobody-takes':
      return what === 'status' && name === 'MANUFACTURING_APPROVED';
    default:
      return false;
  }
}
