import type { Incident } from '../alerts/incident.ts';
import { findListedIncident } from '../alerts/incident-list.ts';
import { type Instant, toIso } from '../platform/clock.ts';
import type { Db, Pool } from '../platform/postgres.ts';
import { HOUR, MINUTE } from '../test/support/factory.ts';
import type { AlertFunctions, Commanded, OnCallOverride, Overridden, Silence } from './alert-functions.ts';

/** Writes what was asked into the row and the history, and refuses what is resolved. */
async function change(
  pool: Pool,
  id: number,
  set: Partial<Record<'state' | 'by' | 'at' | 'until' | 'resolved_at' | 'resolution', string>> | null,
  event: { kind: string; by: string; at: Instant; detail: object },
): Promise<Commanded> {
  const incident = await findListedIncident(pool, id);
  if (!incident) return { kind: 'missing' };
  if (incident.state === 'resolved' && event.kind !== 'note')
    return { kind: 'refused', why: `It was resolved by ${event.by}.` };
  if (set !== null) {
    const { state, by = null, at = null, until = null, resolved_at = null, resolution = null } = set;
    await pool.query(
      `update alerts.incident set state = $2, acknowledged_by = $3, acknowledged_at = $4, until = $5, resolved_at = $6,
              resolution = $7, next_step_at = null where id = $1`,
      [id, state, by, at, until, resolved_at, resolution],
    );
  }
  await pool.query(
    'insert into alerts.incident_event (incident_id, at, kind, by, detail) values ($1, $2, $3, $4, $5)',
    [...[id, toIso(event.at), event.kind, event.by, JSON.stringify(event.detail)]],
  );
  return { kind: 'done', incident: (await findListedIncident(pool, id)) as Incident };
}

async function readSilences(db: Db, id: number | null = null): Promise<Silence[]> {
  const { rows } = await db.query<Silence>(
    `select id, kind, match, from_at as "from", until_at as until, author, reason, created_at as "createdAt",
            ended_at as "endedAt", ended_by as "endedBy"
       from alerts.silence where $1::bigint is null or id = $1 order by from_at, id`,
    [id],
  );
  return rows;
}

async function readOverrides(db: Db, id: number | null = null): Promise<OnCallOverride[]> {
  const { rows } = await db.query<OnCallOverride>(
    `select id, kind, rotation, person, from_at as "from", until_at as until, author, reason
       from alerts.on_call_override where id = $1 or ($1::bigint is null and ended_at is null) order by id`,
    [id],
  );
  return rows;
}

async function enter(db: Db, asked: Omit<OnCallOverride, 'id'>): Promise<Overridden> {
  const { rows } = await db.query<{ id: number }>(
    `insert into alerts.on_call_override (kind, rotation, person, from_at, until_at, author, reason, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $4) returning id`,
    [asked.kind, asked.rotation, asked.person, toIso(asked.from), toIso(asked.until), asked.author, asked.reason],
  );
  return { kind: 'done', override: { ...asked, id: rows[0]!.id } };
}

const everyMinute = (now: Instant) => (Math.floor(now / MINUTE) + 1) * MINUTE;

export function alertFunctionsUnderTest(): AlertFunctions {
  return {
    acknowledge: (pool, id, { by, until, note }, { now }) => {
      const end = toIso(until ?? now + 24 * HOUR);
      const event = { kind: 'acknowledged', by, at: now, detail: { until: end, note } };
      return change(pool, id, { state: 'acknowledged', by, at: toIso(now), until: end }, event);
    },
    unacknowledge: (pool, id, { by }, { now }) =>
      change(pool, id, { state: 'open' }, { kind: 'acknowledgement_ended', by, at: now, detail: {} }),
    snooze: (pool, id, { by, until, reason }, { now }) => {
      const event = { kind: 'snoozed', by, at: now, detail: { until: toIso(until), reason } };
      return change(pool, id, { state: 'snoozed', until: toIso(until) }, event);
    },
    resolve: (pool, id, { by, reason }, { now }) =>
      change(
        pool,
        id,
        { state: 'resolved', resolved_at: toIso(now), resolution: 'by_hand' },
        { kind: 'resolved', by, at: now, detail: { reason } },
      ),
    note: (pool, id, { by, text }, { now }) => change(pool, id, null, { kind: 'note', by, at: now, detail: { text } }),
    createSilence: async (pool, silence, { now }) => {
      if (Object.keys(silence.match).length === 0) return { kind: 'refused', why: 'Say what is silenced.' };
      const { rows } = await pool.query<{ id: number }>(
        `insert into alerts.silence (kind, match, from_at, until_at, author, reason, created_at)
         values ($1, $2, $3, $4, $5, $6, $7) returning id`,
        [
          ...[silence.kind, JSON.stringify(silence.match), toIso(silence.from), toIso(silence.until), silence.author],
          ...[silence.reason, toIso(now)],
        ],
      );
      return { kind: 'done', silence: (await readSilences(pool, rows[0]!.id))[0]! };
    },
    endSilence: async (pool, id, { by }, { now }) => {
      const [known] = await readSilences(pool, id);
      if (!known) return { kind: 'missing' };
      if (known.endedAt !== null) return { kind: 'refused', why: 'The silence has ended already.' };
      await pool.query('update alerts.silence set ended_at = $2, ended_by = $3 where id = $1', [id, toIso(now), by]);
      return { kind: 'done', silence: (await readSilences(pool, id))[0]! };
    },
    listSilences: async (db, at) => {
      const all = await readSilences(db);
      return all.filter(({ until, endedAt }) => endedAt === null && until > at);
    },
    standIn: (db, asked) => enter(db, { kind: 'override', ...asked }),
    goAway: (db, asked, { settings: { people } }) =>
      Object.hasOwn(people, asked.person)
        ? enter(db, { kind: 'away', rotation: null, ...asked })
        : Promise.resolve({ kind: 'refused', why: `There is nobody called ${asked.person}.` }),
    endOverride: async (db, id, { now }) => {
      const [override] = await readOverrides(db, id);
      if (!override) return { kind: 'missing' };
      const { rowCount } = await db.query(
        'update alerts.on_call_override set ended_at = $2 where id = $1 and ended_at is null',
        [id, toIso(now)],
      );
      return rowCount === 0 ? { kind: 'refused', why: 'It is over already.' } : { kind: 'done', override };
    },
    readOverrides: async (db, at) => (await readOverrides(db)).filter(({ until }) => until > at),
    nextShifts: ({ rotations }, overrides, name, { now, count }) => {
      const { people, shiftAt } = rotations[name]!;
      const shifts = [];
      for (let at = now; shifts.length < count; at = shifts.at(-1)!.to) {
        const { index, from, to } = shiftAt(at);
        const standIn = overrides.find(one => one.rotation === name && one.from <= at && at < one.until);
        shifts.push({ person: standIn?.person ?? people[index % people.length]!, from, to });
      }
      return shifts;
    },
    nextRuns: (_schedule, now, count) => Array.from({ length: count }, (_, place) => everyMinute(now) + place * MINUTE),
    scheduleInWords: ({ zone }, now) => `${toIso(everyMinute(now))} ${zone}`,
    wallTime: (at, zone) => `${toIso(at)} ${zone}`,
    findSilenced: async (db, incidents, now) => {
      const holding = (await readSilences(db)).filter(({ endedAt, until }) => endedAt === null && until > now);
      const ofRule = (rule: string) => holding.find(({ match }) => match.rule?.includes(rule));
      return new Map(incidents.flatMap(({ id, rule }) => (ofRule(rule) ? [[id, ofRule(rule)!.until]] : [])));
    },
  };
}
