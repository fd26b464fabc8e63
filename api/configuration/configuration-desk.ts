import type { AlertSettings } from '../../alerts/settings.ts';
import type { Instant } from '../../platform/clock.ts';
import type { Mistake } from '../../platform/mistake.ts';
import type { Lifecycles } from '../../tracker/lifecycle.ts';
import type { Problem } from '../problem.ts';

export type Mistakes = NonNullable<Problem['mistakes']>;

/** What counts, as it is written, and what became of its file since. */
export type RunningConfiguration = {
  /** Null: the bundled one. */
  file: string | null;
  text: string;
  /** When it began to count in this process. */
  since: Instant;
  /** The file says something else by now, which does not count; null: it says this. */
  refused: { at: Instant; mistakes: Mistakes } | null;
};

type Tried = {
  ok: true;
  alerts: AlertSettings;
  lifecycles: Lifecycles;
  /** Where in the text something stands that was found out later. Paths are from the root of the document. */
  place: (mistakes: readonly Mistake[]) => Mistakes;
};

export type TriedRules =
  | (Tried & {
      /** Those that were written. */ names: readonly string[] /** The whole document with them. */;
      text: string;
    })
  | { ok: false; mistakes: Mistakes };

/** What is declared at a path of the document before and after; undefined: nothing. Secrets are masked. */
export type Change = { path: readonly (string | number)[]; before: unknown; after: unknown };

export type ComparedConfiguration = (Tried & { changes: readonly Change[] }) | { ok: false; mistakes: Mistakes };

/** The configuration for people who look at it and try another one. The file itself is never written. */
export type ConfigurationDesk = {
  running(): RunningConfiguration;
  /** A rule as it is written; null: there is none of this name. */
  ruleText(name: string): string | null;
  /** Rules, under `rules:`, as they would be in the document that counts. Places are those in `snippet`. */
  withRules(snippet: string): TriedRules;
  /** A whole document beside the one that counts. Files that it names are not opened. */
  compare(text: string): ComparedConfiguration;
};
