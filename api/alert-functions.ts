import type { Incident } from '../alerts/incident.ts';
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
  /** Of those that a silence holds for now, until when. */
  findSilenced(db: Db, incidents: readonly Incident[], now: Instant): Promise<ReadonlyMap<number, Instant>>;
};
