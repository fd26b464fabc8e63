import type { LocalizedText } from '../tracker/lifecycle.ts';
import type { Found, Subject } from './finding.ts';
import type { Severity } from './severity.ts';

type Said = { severity: Severity; detail: LocalizedText | null } & Partial<Pick<Found, 'since' | 'limitAt' | 'limit'>>;

/** A finding about what is no order: a queue, a partner, the database. */
export function foundThing(subject: Subject, { since = null, limitAt = null, limit = null, ...said }: Said): Found {
  return { subject, orderId: null, stay: '', status: null, owner: null, since, limitAt, limit, ...said };
}
