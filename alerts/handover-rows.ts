import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { LocalizedText } from '../tracker/lifecycle.ts';
import type { IncidentState, IncidentVerdict } from './incident.ts';
import type { Severity } from './severity.ts';

/** Rows of a shift. Incidents of rules on trial are not handed over: nobody is told of them. */

export type HandedIncident = {
  id: number;
  title: LocalizedText;
  severity: Severity;
  state: IncidentState;
  openedAt: Instant;
  acknowledgedBy: string | null;
  acknowledgedAt: Instant | null;
  until: Instant | null;
  resolvedAt: Instant | null;
  resolvedBy: string | null;
  verdict: IncidentVerdict | null;
  cause: LocalizedText | null;
  /** For which it still holds; of one that is over, all. */
  orders: number;
};

const COLUMNS = `i.id, i.title, i.severity, i.state, i.opened_at as "openedAt", i.acknowledged_by as "acknowledgedBy",
  i.acknowledged_at as "acknowledgedAt", i.until, i.resolved_at as "resolvedAt", i.resolved_by as "resolvedBy", i.verdict,
  i.cause,
  (select count(distinct f.order_id) from alerts.finding f
    where f.incident_id = i.id and (f.resolved_at is null or i.state = 'resolved')) as orders`;

export type Stretch = { from: Instant; to: Instant };

/** As many as `limit`, and how many there are. */
export type Some<Row> = { count: number; first: readonly Row[] };

export function findOpened(db: Db, shift: Stretch, limit: number): Promise<Some<HandedIncident>> {
  return some(db, 'i.opened_at >= $1 and i.opened_at < $2', 'i.opened_at', shift, limit);
}

export function findClosed(db: Db, shift: Stretch, limit: number): Promise<Some<HandedIncident>> {
  const closed = `i.state = 'resolved' and i.merged_into is null and i.resolved_at >= $1 and i.resolved_at < $2`;
  return some(db, closed, 'i.resolved_at', shift, limit);
}

/** That somebody took on then, whatever became of them. */
export function findTaken(db: Db, shift: Stretch, limit: number): Promise<Some<HandedIncident>> {
  const taken = `i.id in (select e.incident_id from alerts.incident_event e
                           where e.kind = 'acknowledged' and e.at >= $1 and e.at < $2)`;
  return some(db, taken, 'i.acknowledged_at, i.id', shift, limit);
}

/** That are not over at this moment, the one that opened first first. */
export async function findOldestOpen(db: Db, limit: number): Promise<Some<HandedIncident>> {
  const unresolved = `i.state <> 'resolved' and not i.shadow`;
  const { rows } = await db.query<HandedIncident>(
    `select ${COLUMNS} from alerts.incident i where ${unresolved} order by i.opened_at, i.id limit $1`,
    [limit],
  );
  const { rows: counted } = await db.query<{ count: number }>(
    `select count(*) as count from alerts.incident i where ${unresolved}`,
  );
  return { count: counted[0]!.count, first: rows };
}

async function some(
  db: Db,
  where: string,
  order: string,
  { from, to }: Stretch,
  limit: number,
): Promise<Some<HandedIncident>> {
  const stretch = [toIso(from), toIso(to)];
  const { rows } = await db.query<HandedIncident>(
    `select ${COLUMNS} from alerts.incident i where not i.shadow and ${where} order by ${order} limit $3`,
    [...stretch, limit],
  );
  const { rows: counted } = await db.query<{ count: number }>(
    `select count(*) as count from alerts.incident i where not i.shadow and ${where}`,
    stretch,
  );
  return { count: counted[0]!.count, first: rows };
}

export type HandedNote = {
  incident: number;
  title: LocalizedText;
  state: IncidentState;
  at: Instant;
  by: string | null;
  text: string;
};

/** What people wrote then: notes, and what they said when they took an incident on or put it off. The newest first. */
export async function findNotes(db: Db, { from, to }: Stretch, limit: number): Promise<HandedNote[]> {
  const { rows } = await db.query<HandedNote>(
    `select e.incident_id as incident, i.title, i.state, e.at, e.by,
            coalesce(e.detail ->> 'text', e.detail ->> 'note', e.detail ->> 'reason') as text
       from alerts.incident_event e join alerts.incident i on i.id = e.incident_id
      where e.at >= $1 and e.at < $2 and e.kind in ('note', 'acknowledged', 'snoozed', 'resolved') and e.by is not null
        and coalesce(e.detail ->> 'text', e.detail ->> 'note', e.detail ->> 'reason', '') <> ''
      order by e.at desc, e.id desc limit $3`,
    [toIso(from), toIso(to), limit],
  );
  return rows;
}

export type EndingSilence = {
  id: number;
  author: string;
  reason: string;
  until: Instant;
  match: Record<string, string[]>;
};

/** Those that hold now and end by then, the first first. */
export async function findSilencesEnding(db: Db, now: Instant, by: Instant): Promise<EndingSilence[]> {
  const { rows } = await db.query<EndingSilence>(
    `select s.id, s.author, s.reason, s.until_at as until, s.match from alerts.silence s
      where s.ended_at is null and s.from_at <= $1 and s.until_at > $1 and s.until_at <= $2 order by s.until_at, s.id`,
    [toIso(now), toIso(by)],
  );
  return rows;
}
