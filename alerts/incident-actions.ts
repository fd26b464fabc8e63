import type { Instant } from '../platform/clock.ts';
import type { Incident } from './incident.ts';
import type { Person } from './settings.ts';

/** What came of a command about an incident. `why`: a sentence. */
export type Commanded = { kind: 'done'; incident: Incident } | { kind: 'missing' } | { kind: 'refused'; why: string };

/**
 * What people can do about an incident from a message, each in a transaction of its own: whoever asks twice gets the same
 * twice. `by`: as the configuration names them, or what they call themselves. `until` null: the usual end.
 */
export type IncidentActions = {
  acknowledge(
    id: number,
    said: { by: string; until: Instant | null; note: string | null },
    now: Instant,
  ): Promise<Commanded>;
  unacknowledge(id: number, said: { by: string }, now: Instant): Promise<Commanded>;
  snooze(id: number, said: { by: string; until: Instant; reason: string }, now: Instant): Promise<Commanded>;
  resolve(id: number, said: { by: string; reason: string }, now: Instant): Promise<Commanded>;
};

/** As others read of somebody who did something. */
export function nameOf(people: Readonly<Record<string, Pick<Person, 'name'>>>, by: string): string {
  return Object.hasOwn(people, by) ? people[by]!.name : by;
}
