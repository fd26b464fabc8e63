import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { Position } from './escalation.ts';
import type { Incident, Told } from './incident.ts';

/** What an escalation asks of its incident. */
export type Escalating = Pick<
  Incident,
  | 'id'
  | 'rule'
  | 'about'
  | 'severity'
  | 'title'
  | 'limit'
  | 'cause'
  | 'customers'
  | 'openedAt'
  | 'step'
  | 'round'
  | 'traceparent'
>;

/** Whose turn it is, the longest due first. */
export async function findDue(
  db: Db,
  { now, except, limit }: { now: Instant; except: readonly number[]; limit: number },
): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    `select i.id from alerts.incident i
      where i.next_step_at <= $1 and i.id <> all ($2::bigint[])
      order by i.next_step_at, i.id limit $3`,
    [toIso(now), except, limit],
  );
  return rows.map(({ id }) => id);
}

const ESCALATING = `i.id, i.rule, i.about, i.severity, i.title, i."limit", i.cause, i.customers,
  i.opened_at as "openedAt", i.step, i.round, i.traceparent`;

/** Held until the end of the transaction; null where it is not its turn any more, or another process has it. */
export async function lockDue(tx: Db, id: number, now: Instant): Promise<Escalating | null> {
  const { rows } = await tx.query<Escalating>(
    `select ${ESCALATING} from alerts.incident i
      where i.id = $1 and i.state = 'open' and not i.shadow and i.next_step_at <= $2
        for no key update skip locked`,
    [id, toIso(now)],
  );
  return rows[0] ?? null;
}

/** `at` null: the escalation rests. */
export async function moveTo(
  tx: Db,
  id: number,
  { step, round, at }: Position & { at: Instant | null },
): Promise<void> {
  await tx.query('update alerts.incident set step = $2, round = $3, next_step_at = $4 where id = $1', [
    id,
    step,
    round,
    at === null ? null : toIso(at),
  ]);
}

export type Telling = Told & { at: Instant };

/** How the escalation has come so far. */
export type Course = {
  /** When what it is about began: the incident opened, came back or became worse. */
  since: Instant;
  told: readonly Telling[];
  /** The silence that it has been held by last. */
  silence: number | null;
};

const BEGINNINGS = ['opened', 'reopened', 'raised'];

/** Of an incident whose row is locked. */
export async function readCourse(tx: Db, { id, openedAt }: Pick<Incident, 'id' | 'openedAt'>): Promise<Course> {
  const { rows } = await tx.query<{ at: Instant; kind: string; detail: Told & { silence?: number } }>(
    `select e.at, e.kind, e.detail from alerts.incident_event e
      where e.incident_id = $1 and e.kind = any ($2) order by e.id`,
    [id, [...BEGINNINGS, 'told', 'silenced']],
  );
  return {
    since: rows.findLast(({ kind }) => BEGINNINGS.includes(kind))?.at ?? openedAt,
    told: rows.filter(({ kind }) => kind === 'told').map(({ at, detail }) => ({ ...detail, at })),
    silence: rows.findLast(({ kind }) => kind === 'silenced')?.detail.silence ?? null,
  };
}
