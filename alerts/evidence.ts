import type { Instant } from '../platform/clock.ts';
import type { LocalizedText } from '../tracker/lifecycle.ts';
import type { Usual } from '../tracker/usual.ts';
import type { Found, Subject } from './finding.ts';

/** Why something is as it was found: what is shared by all that it stopped, or the matter of one order. */
export type Cause = {
  /** The same cause has the same key, whoever names it: `consumers:mes.inbox`, `silence:mes`, `lost:ORD-1042`. */
  key: string;
  /** One sentence. */
  text: LocalizedText;
  /** Others may be stuck behind it; else it is the matter of one order, whose id its key ends with. */
  isShared: boolean;
  /** The system whose work it stops; null: no one's in particular. */
  system: string | null;
};

/** Something that can be seen and that speaks for or against a cause. No guess without it. */
export type Evidence = {
  /** The provider that found it: a file in evidence/. */
  provider: string;
  /** What it is, for programs: `consumers_gone`. */
  kind: string;
  /** What explains most comes first; from 50 on it explains, below it only helps to understand. */
  weight: number;
  /** Since when it is so, or when it was. */
  at: Instant | null;
  /** One sentence with the numbers. */
  text: LocalizedText;
  /** Where to look: a path of ours, or an address; null: nowhere. */
  link: string | null;
  cause: Cause | null;
  /** What we know of the order may be late or incomplete because of it. */
  blinds: boolean;
};

/** What is known of why a finding is so, and how sure it is. */
export type Judgement = {
  cause: Cause | null;
  /** Why what we know may be late or wrong; null: nothing speaks against it. */
  suspect: LocalizedText | null;
  usual: Usual | null;
  /** Its turn will come: others that came before it wait, too, and none that came after it has gone on. */
  inTurn: boolean;
  /** When the system whose move is missing said something of any order last; null: nobody knows. */
  heardAt: Instant | null;
  /** When the last order went on from the status that this one is in; null: nobody knows. */
  wentOnAt: Instant | null;
};

export const NO_JUDGEMENT: Judgement = {
  cause: null,
  suspect: null,
  usual: null,
  inTurn: false,
  heardAt: null,
  wentOnAt: null,
};

/** `kind`: of the condition that found it, where that is known. */
export type Suspected = Found & { kind?: string | undefined };

/** What a rule has found of something, judged by what can be seen around it. */
export type Judge = {
  judge(found: readonly Suspected[], now: Instant): Promise<ReadonlyMap<Subject, Judgement>>;
  /** Which of these causes still are. */
  stillSo(keys: readonly string[], now: Instant): Promise<ReadonlySet<string>>;
};
