import type { Instant } from '../platform/clock.ts';
import type { Calendar } from '../tracker/calendar.ts';
import type { Chain } from './settings.ts';

/** `round`: how often the chain has been repeated. */
export type Position = { step: number; round: number };

export type Decision<Person> = {
  /** Steps that had nobody, and were passed over. */
  skipped: readonly Position[];
  /** Null: nobody is told now. */
  told: (Position & { people: readonly Person[] }) | null;
  /** Null: the chain has come to its end. */
  next: (Position & { at: Instant }) | null;
};

/**
 * What an escalation does whose turn it is. A step that has nobody is passed over without its delay, for that is for those
 * who were told to answer; a repetition waits for its time in any case, so that an empty chain goes round no faster.
 * `people`: whom each step would tell now; `since`: when what the escalation is about began.
 */
export function decide<Person>(
  chain: Chain,
  at: Position & { since: Instant },
  people: readonly (readonly Person[])[],
  now: Instant,
): Decision<Person> {
  const begin = beginsAt(chain, at);
  const opens = chain.calendar === null ? now : opensAt(chain.calendar, Math.max(begin, now));
  const from = Math.max(begin, opens);
  if (from > now) return { skipped: [], told: null, next: { step: at.step, round: at.round, at: from } };
  const { round } = at;
  const skipped: Position[] = [];
  for (let step = at.step; step < chain.steps.length; step += 1) {
    const these = people[step] ?? [];
    if (these.length > 0)
      return { skipped, told: { step, round, people: these }, next: after(chain, { step, round }, now) };
    skipped.push({ step, round });
  }
  return { skipped, told: null, next: again(chain, round, now) };
}

/** The first step may come some time after the incident opened. */
function beginsAt({ steps }: Chain, { step, round, since }: Position & { since: Instant }): Instant {
  const delay = step === 0 && round === 0 ? steps[0]?.after : null;
  return delay ? delay(since, []) : since;
}

function after(chain: Chain, { step, round }: Position, now: Instant): Decision<never>['next'] {
  const following = chain.steps[step + 1];
  return following ? { step: step + 1, round, at: following.after?.(now, []) ?? now } : again(chain, round, now);
}

function again({ repeat }: Chain, round: number, now: Instant): Decision<never>['next'] {
  if (repeat === null || round >= repeat.times) return null;
  return { step: repeat.from, round: round + 1, at: repeat.after(now, []) };
}

/** Now, where it is open. */
function opensAt(calendar: Calendar, now: Instant): Instant {
  return calendar.add(now, { months: 0, days: 0, ms: 1 }) - 1;
}
