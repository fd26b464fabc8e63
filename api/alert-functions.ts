import type { Incident } from '../alerts/incident.ts';
import type { Schedule } from '../alerts/schedule.ts';
import type { AlertSettings } from '../alerts/settings.ts';
import type { Severity } from '../alerts/severity.ts';
import type { Instant } from '../platform/clock.ts';
import type { Db, Pool } from '../platform/postgres.ts';

/** What alerts/ does at somebody's request, as app/compose.ts and the commands hand it over. */

/** `refused`: it can't be done as things stand; `why` is a sentence for whoever asked. */
export type Commanded = { kind: 'done'; incident: Incident } | { kind: 'missing' } | { kind: 'refused'; why: string };

/** All that is named must be so, each by one of its values. */
export type SilenceMatch = {
  rule?: readonly string[];
  severity?: readonly Severity[];
  about?: readonly string[];
  subject?: readonly string[];
  order?: readonly string[];
  partner?: readonly string[];
};

export type Silence = {
  id: number;
  /** `maintenance`: planned work, which may be about everything. */
  kind: 'silence' | 'maintenance';
  match: SilenceMatch;
  from: Instant;
  until: Instant;
  author: string;
  reason: string;
  createdAt: Instant;
  /** Before its time. */
  endedAt: Instant | null;
  endedBy: string | null;
};

export type NewSilence = Pick<Silence, 'kind' | 'match' | 'from' | 'until' | 'author' | 'reason'>;

export type Silenced = { kind: 'done'; silence: Silence } | { kind: 'missing' } | { kind: 'refused'; why: string };

/** Beside what the configuration declares: somebody stands in for whoever is on call, or is away. */
export type OnCallOverride = {
  id: number;
  kind: 'override' | 'away';
  /** Null: of somebody who is away, from everything. */
  rotation: string | null;
  /** Who is on call; who is away. */
  person: string;
  from: Instant;
  until: Instant;
  author: string;
  reason: string | null;
};

export type NewOverride = Pick<OnCallOverride, 'person' | 'from' | 'until' | 'author' | 'reason'>;

export type Overridden =
  | { kind: 'done'; override: OnCallOverride }
  | { kind: 'missing' }
  | { kind: 'refused'; why: string };

export type OnCallShift = { person: string | null; from: Instant; to: Instant };

type At = { now: Instant; settings: AlertSettings };

type Command<Asked> = (pool: Pool, id: number, asked: Asked, on: At) => Promise<Commanded>;

export type AlertFunctions = {
  /** `until` null: as long as the configuration says. */
  acknowledge: Command<{ by: string; until: Instant | null; note: string | null }>;
  unacknowledge: Command<{ by: string }>;
  /** `reason` here and below: empty where none was given. */
  snooze: Command<{ by: string; until: Instant; reason: string }>;
  resolve: Command<{ by: string; reason: string }>;
  note: Command<{ by: string; text: string }>;
  createSilence(pool: Pool, silence: NewSilence, on: At): Promise<Silenced>;
  endSilence(pool: Pool, id: number, asked: { by: string }, on: { now: Instant }): Promise<Silenced>;
  /** Those that hold at the instant or will. */
  listSilences(db: Db, at: Instant): Promise<Silence[]>;
  standIn(db: Db, asked: NewOverride & { rotation: string }, on: At): Promise<Overridden>;
  goAway(db: Db, asked: NewOverride, on: At): Promise<Overridden>;
  endOverride(db: Db, id: number, on: { now: Instant }): Promise<Overridden>;
  /** Those that hold at the instant or will. */
  readOverrides(db: Db, at: Instant): Promise<OnCallOverride[]>;
  /** From `now` on who has it from when to when. */
  nextShifts(
    settings: AlertSettings,
    overrides: readonly OnCallOverride[],
    rotation: string,
    asked: { now: Instant; count: number },
  ): OnCallShift[];
  /** So many instants at which it is due, after `now`. */
  nextRuns(schedule: Schedule, now: Instant, count: number): Instant[];
  /** The next one for people, by the clock of its zone: `Mon 23 Nov 2026 09:00 Europe/Moscow (in 1 d 12 h)`. */
  scheduleInWords(schedule: Schedule, now: Instant): string;
  /** `Mon 23 Nov 2026 09:00 Europe/Moscow` */
  wallTime(at: Instant, zone: string): string;
  /** Of those that a silence holds for now, until when. */
  findSilenced(db: Db, incidents: readonly Incident[], now: Instant): Promise<ReadonlyMap<number, Instant>>;
};
