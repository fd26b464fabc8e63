import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { LocalizedText } from '../tracker/lifecycle.ts';
import { type Precision, precisionSince, readPrecision } from './precision.ts';
import type { AlertSettings } from './settings.ts';

/** How often a rule was right, and what would make it so more often. */
export type RulePrecision = Precision & {
  rule: string;
  title: LocalizedText;
  share: number;
  /** Null: it is right often enough, or too little is said, or nothing would help. */
  suggestion: LocalizedText | null;
};

/** Which change of a rule would raise less and miss nothing, in one sentence; null: none, or nobody can say. */
export type Suggest = (rule: string, now: Instant) => Promise<LocalizedText | null>;

const GOOD_ENOUGH = 0.8;
const ENOUGH_SAID = 5;

/** The rules of which somebody has said whether they were right, those that were so least often first. */
export async function gatherPrecision(
  db: Db,
  { rules, suggest }: { rules: AlertSettings['rules']; suggest: Suggest },
  now: Instant,
): Promise<RulePrecision[]> {
  const gathered: RulePrecision[] = [];
  for (const [rule, precision] of await readPrecision(db, { since: precisionSince(now) })) {
    const { real, notReal, ourData, share } = precision;
    if (share === null) continue;
    const declared = rules.find(({ name }) => name === rule);
    // What is declared no longer, or is an alert of Alertmanager's, can't be changed here.
    const isAsked = declared !== undefined && share < GOOD_ENOUGH && real + notReal + ourData >= ENOUGH_SAID;
    const suggestion = isAsked ? await suggest(rule, now) : null;
    gathered.push({ ...precision, rule, share, title: declared?.title ?? { en: rule, ru: rule }, suggestion });
  }
  return gathered.toSorted((a, b) => a.share - b.share || a.rule.localeCompare(b.rule));
}
