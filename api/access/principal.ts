import type { Role } from './roles.ts';

/** Who asks. */
export type Principal = {
  /** A program with a key, or a person who has signed in. */
  kind: 'key' | 'user';
  /** Of the key or the user; unique among those of the kind. */
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

/** `read`: whatever changes nothing. `events`, `deploys`: what systems and pipelines tell. `write`: everything. */
export const SCOPES = ['read', 'write', 'events', 'deploys'] as const;

export type Scope = (typeof SCOPES)[number];
