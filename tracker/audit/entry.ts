import type { Instant } from '../../platform/clock.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** What can be changed by hand. */
export type AuditSubject = {
  kind:
    | 'order'
    | 'correction'
    | 'incident'
    | 'rule'
    | 'silence'
    | 'override'
    | 'absence'
    | 'notification'
    | 'quarantine'
    | 'customer'
    | 'user'
    | 'session'
    | 'key'
    | 'view'
    | 'tracking-link'
    | 'configuration';
  id: string;
};

/** One change that somebody made. Names of fields that hold personal data may stand in it, their values never do. */
export type AuditEntry = {
  at: Instant;
  /** The name of a person or of a key. */
  who: string;
  role: string | null;
  /** The address that it came from; null where there is none, as at the command line. */
  from: string | null;
  /** `order.corrected`: the kind of thing, and what became of it. */
  action: string;
  subject: AuditSubject;
  reason: string | null;
  before: Json;
  after: Json;
};

/** Who does something, and from where: what a route or a command knows of each entry. */
export type Actor = Pick<AuditEntry, 'who' | 'role' | 'from'>;
