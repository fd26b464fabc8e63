import type { Instant } from '../platform/clock.ts';
import type { Mistake } from '../platform/mistake.ts';
import type { Db } from '../platform/postgres.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import type { Found, OpenFinding } from './finding.ts';

/** What a condition may look at. It reads only. */
export type Look = {
  db: Db;
  lifecycles: Lifecycles;
  now: Instant;
  /** When the rule last looked with success; null: never. What can be due only once is looked for since then. */
  since: Instant | null;
  /** What this rule has found and not resolved. */
  open: readonly OpenFinding[];
};

/** Everything that is so now, known or not; what is open and not among it is no longer so. */
export type Seen =
  | { kind: 'seen'; found: readonly Found[] /** Rows that were read. */; lookedAt: number }
  /** It could not look, and nothing is to be concluded: what is open stays so. */
  | { kind: 'blind'; why: string };

/** What a rule looks for; one file a kind in conditions/. A fault is thrown, and is the rule's alone. */
export type Condition = {
  kind: string;
  /** Leaves out what other rules have found, so that those that are due at the same time must have looked before. */
  looksLast?: boolean;
  look(look: Look): Promise<Seen>;
  /** What only the database knows to be wrong with it; null: nothing. Its path is from the condition. */
  check?(db: Db): Promise<Mistake | null>;
};
