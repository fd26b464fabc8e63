import type { Incident } from '../alerts/incident.ts';
import { findListedIncident } from '../alerts/incident-list.ts';
import { type Instant, toIso } from '../platform/clock.ts';
import type { Pool } from '../platform/postgres.ts';
import { HOUR, MINUTE } from '../test/support/factory.ts';
import type { AlertFunctions, Commanded } from './alert-functions.ts';

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
    return { kind: 'refused', why: 'It is resolved already.' };
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

const everyMinute = (now: Instant) => (Math.floor(now / MINUTE) + 1) * MINUTE;

export function alertFunctionsUnderTest(silenced: Map<number, Instant> = new Map()): AlertFunctions {
  return {
    acknowledge: (pool, id, { by, until, note }, { now }) => {
      const end = toIso(until ?? now + 24 * HOUR);
      const event = { kind: 'acknowledged', by, at: now, detail: { until: end, note } };
      return change(pool, id, { state: 'acknowledged', by, at: toIso(now), until: end }, event);
    },
    unacknowledge: (pool, id, { by, note }, { now }) =>
      change(pool, id, { state: 'open' }, { kind: 'acknowledgement_ended', by, at: now, detail: { note } }),
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
    nextRuns: (_schedule, now, count) => Array.from({ length: count }, (_, place) => everyMinute(now) + place * MINUTE),
    scheduleInWords: ({ zone }, now) => `${toIso(everyMinute(now))} ${zone}`,
    findSilenced: async () => silenced,
  };
}
