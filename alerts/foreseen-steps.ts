import type { Instant } from '../platform/clock.ts';
import { decide, type Position } from './escalation.ts';
import type { Chain } from './settings.ts';

/** A step that would be told then, as things stand. */
export type Foreseen<Person> = Position & { at: Instant; people: readonly Person[] };

// Steps that have nobody are passed over at once: a chain of them that goes round and round is not followed for ever.
const LOOKS = 200;

/**
 * The steps that would come if nobody did anything, the next one first, as the escalation itself decides. `from`: the step
 * that comes next, when, and when what it is about began; `peopleAt`: by step whom it would reach at that instant.
 */
export function foresee<Person>(
  chain: Chain,
  from: Position & { at: Instant; since: Instant },
  peopleAt: (at: Instant) => readonly (readonly Person[])[],
  limit: number,
): Foreseen<Person>[] {
  const steps: Foreseen<Person>[] = [];
  let place: Position & { at: Instant } = from;
  for (let looks = 0; looks < LOOKS && steps.length < limit; looks += 1) {
    const { step, round, at } = place;
    const { told, next } = decide(chain, { step, round, since: from.since }, peopleAt(at), at);
    if (told) steps.push({ ...told, at });
    if (next === null) return steps;
    place = next;
  }
  return steps;
}
