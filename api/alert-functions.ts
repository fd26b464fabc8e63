import type { Incident } from '../alerts/incident.ts';
import type { Schedule } from '../alerts/schedule.ts';
import type { AlertSettings } from '../alerts/settings.ts';
import type { Instant } from '../platform/clock.ts';
import type { Db, Pool } from '../platform/postgres.ts';

/** What alerts/ does at somebody's request, as app/compose.ts and the commands hand it over. */

/** `refused`: it can't be done as things stand; `why` is a sentence for whoever asked. */
export type Commanded = { kind: 'done'; incident: Incident } | { kind: 'missing' } | { kind: 'refused'; why: string };

type Command<Asked> = (
  pool: Pool,
  id: number,
  asked: Asked,
  on: { now: Instant; settings: AlertSettings },
) => Promise<Commanded>;

export type AlertFunctions = {
  /** `until` null: as long as the configuration says. */
  acknowledge: Command<{ by: string; until: Instant | null; note: string | null }>;
  unacknowledge: Command<{ by: string; note: string | null }>;
  snooze: Command<{ by: string; until: Instant; reason: string | null }>;
  resolve: Command<{ by: string; reason: string | null }>;
  note: Command<{ by: string; text: string }>;
  /** So many instants at which it is due, after `now`. */
  nextRuns(schedule: Schedule, now: Instant, count: number): Instant[];
  /** The next one for people, by the clock of its zone: `Mon 23 Nov 2026 09:00 Europe/Moscow (in 1 d 12 h)`. */
  scheduleInWords(schedule: Schedule, now: Instant): string;
  /** Of those that a silence holds for now, until when. */
  findSilenced(db: Db, incidents: readonly Incident[], now: Instant): Promise<ReadonlyMap<number, Instant>>;
};
