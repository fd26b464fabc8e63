import type { Instant } from '../../platform/clock.ts';
import type { Actor, AuditEntry, Json } from './entry.ts';

/**
 * Whose hands something is in. `by`: the person in whose name it is done, as history and timeline name them; `actor`: who
 * signed in to do it and from where, null where `by` is all that is known, as of a press of a button in a chat.
 */
export type Hands = { by: string; actor?: Actor | null | undefined };

type Fields = { readonly [name: string]: Json } | null;
type Done = Pick<AuditEntry, 'action' | 'subject'> & { reason?: string | null; before?: Fields; after?: Fields };

/** The entry about what these hands have done. A key that acts for a person says so in `after`. */
export function doneBy({ by, actor }: Hands, at: Instant, done: Done): AuditEntry {
  const { who, role, from } = actor ?? { who: by, role: null, from: null };
  const { action, subject, reason = null, before = null, after = null } = done;
  const named = who === by ? after : { ...after, inTheNameOf: by };
  return { at, who, role, from, action, subject, reason, before, after: named };
}
