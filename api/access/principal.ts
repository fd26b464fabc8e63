import type { Role } from './roles.ts';

/** Who asks. */
export type Principal = {
  /** A program with a key, a person who has signed in, or a page with a customer's token. */
  kind: 'key' | 'user' | 'token';
  /** Of the key, the user or the customer; unique among those of the kind. */
  id: string;
  name: string;
  role: Role;
  /** The partner whose orders are the only ones there are for them; null of everybody else. */
  partner: string | null;
  /** Likewise the customer, by id. */
  customer: string | null;
  /** What of that which the role permits; left out: all of it. */
  scopes?: readonly Scope[];
  /** Requests a minute; null or left out: as many as the configuration gives the role. */
  limit?: number | null;
};

/**
 * `read`: whatever changes nothing. `events`, `deploys`: what systems and pipelines tell. `customer-tokens`: tokens for the
 * customers of a shop. `write`: everything.
 */
export const SCOPES = ['read', 'write', 'events', 'deploys', 'customer-tokens'] as const;

export type Scope = (typeof SCOPES)[number];
