import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { type Foreseen, foresee } from './foreseen-steps.ts';
import type { Incident } from './incident.ts';
import { openAgain } from './incident-life.ts';
import { readOverrides } from './on-call.ts';
import { findWays, type Reached, type Reaching, whomItMeans } from './reach.ts';
import { chainOf } from './route-of.ts';
import type { AlertSettings, Chain } from './settings.ts';
import { SEVERITIES } from './severity.ts';
import { findSilenced } from './silenced.ts';

export type ForeseenStep = Foreseen<Reached>;

/**
 * By incident the steps that would be told if nobody did anything, by whom the rota has then. Of one that somebody has
 * taken on or put off: what is told when that ends. None of one that is over, or that nobody is told of.
 */
export async function foreseeSteps(
  db: Db,
  incidents: readonly Incident[],
  on: Reaching,
  { now, limit }: { now: Instant; limit: number },
): Promise<Map<number, ForeseenStep[]>> {
  const settings = on.settings();
  const waiting = incidents.flatMap(incident => {
    const chain = incident.state === 'resolved' ? null : chainOf(settings, incident);
    const from = placeOf(incident, now);
    return chain === null || from === null ? [] : [{ incident, chain, from }];
  });
  if (waiting.length === 0) return new Map();
  const them = waiting.map(({ incident }) => incident);
  const began = await readBeginnings(db, them);
  const silenced = await findSilenced(db, them, now);
  const overrides = await readOverrides(db, now);
  const wayTo = await waysOf(db, waiting, on);
  return new Map(
    waiting.map(({ incident, chain, from }) => {
      const at = Math.max(from.at, silenced.get(incident.id)?.until ?? 0);
      const peopleAt = (then: Instant) =>
        chain.steps.map(step =>
          whomItMeans(settings, overrides, step, then)
            .map(person => wayTo.get(incident.severity)!(person, step.channels))
            .filter(way => way !== null),
        );
      const since = began.get(incident.id) ?? incident.openedAt;
      return [incident.id, foresee(chain, { ...from, at, since }, peopleAt, limit)];
    }),
  );
}

/** Where it would go on; null: nothing of it comes any more. */
function placeOf(incident: Incident, now: Instant) {
  if (incident.shadow || incident.flapping) return null;
  const { step, round, nextStepAt } = incident.until === null ? incident : openAgain(incident, incident.until);
  return nextStepAt === null ? null : { step, round, at: Math.max(nextStepAt, now) };
}

type Waiting = { incident: Incident; chain: Chain };
type WayTo = (person: string, channels: Chain['steps'][number]['channels']) => Reached | null;

/** By severity, since what somebody is told by goes by it. */
async function waysOf(db: Db, waiting: readonly Waiting[], on: Reaching): Promise<Map<string, WayTo>> {
  const ways = new Map<string, WayTo>();
  for (const severity of SEVERITIES) {
    const these = waiting.filter(({ incident }) => incident.severity === severity);
    if (these.length === 0) continue;
    const people = [...new Set(these.flatMap(({ chain }) => everybodyOf(on.settings(), chain)))];
    const wanted = people.map(person => ({ person, channels: null }));
    ways.set(severity, await findWays(db, wanted, severity, on));
  }
  return ways;
}

/** Whom a chain may mean at any time. */
export function everybodyOf(settings: Pick<AlertSettings, 'teams' | 'rotations'>, chain: Chain): string[] {
  const named = chain.steps.flatMap(({ tell }) =>
    tell.flatMap((target): readonly string[] => {
      switch (target.kind) {
        case 'person':
          return [target.person];
        case 'team':
          return settings.teams[target.team] ?? [];
        case 'onCall':
          return settings.rotations[target.rotation]?.people ?? [];
        case 'slack':
          return ['slack'];
        default:
          return target satisfies never;
      }
    }),
  );
  return [...new Set(named)];
}

/** When what each of them is about began: it opened, came back or became worse. */
async function readBeginnings(db: Db, incidents: readonly Incident[]): Promise<Map<number, Instant>> {
  const { rows } = await db.query<{ id: number; at: Instant }>(
    `select e.incident_id as id, max(e.at) as at from alerts.incident_event e
      where e.incident_id = any ($1) and e.kind in ('opened', 'reopened', 'raised') group by e.incident_id`,
    [incidents.map(({ id }) => id)],
  );
  return new Map(rows.map(({ id, at }) => [id, at]));
}
