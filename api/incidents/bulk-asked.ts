import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { type BulkDone, type BulkItem, doBulk, previewBulk } from '../../alerts/bulk-incidents.ts';
import type { BulkWish } from '../../alerts/bulk-verdict.ts';
import type { Incident } from '../../alerts/incident.ts';
import { listIncidents } from '../../alerts/incident-list.ts';
import { type Instant, toIso } from '../../platform/clock.ts';
import type { Hands } from '../../tracker/audit/by-hand.ts';
import type { contract } from '../contract.ts';
import { endOf } from '../end-asked.ts';
import { type IncidentDeps, incidentId } from '../incident-in-full.ts';
import { filterAsked } from '../incident-list.ts';
import { readBody } from '../parameters.ts';
import { presentHolder, type Reader } from '../present-incident.ts';
import { changedSince, notDone, Refused } from '../problem.ts';
import { requestBody } from '../requests.ts';
import { BULK_LIMIT } from './incident-requests.ts';
import { versionOf, whoWasFaster } from './incident-version.ts';
import { type ReachingDeps, reachingOf } from './reaching.ts';

type Outcome = z.infer<typeof contract.BulkOutcome>;

/** Acts on several incidents, or says what would happen. Throws Refused. */
export async function bulkAsked(deps: IncidentDeps & ReachingDeps, body: unknown, hands: Hands): Promise<Outcome> {
  const now = deps.clock.now();
  const { ids: named, filter, action, note = null, expected, dryRun, ...end } = readBody(requestBody.bulk, body);
  const ids = named ? [...new Set(named.map(incidentId))] : await idsOf(deps, filter!, hands.by);
  const wish: BulkWish = { ...hands, action, until: endOf(end, now), note };
  const on = { pool: deps.pool, ...reachingOf(deps) };
  const reader = { settings: deps.alerts(), who: hands.by };
  if (dryRun) return present(await previewBulk(on, ids, wish, now), { dryRun, action, group: null }, reader);
  const group = randomUUID();
  const demand = (found: ReadonlyMap<number, Incident>) => demandAsSeen(found, expected, now);
  const done = await doBulk(on, ids, wish, { group, now, demand });
  const did = done.items.some(({ outcome }) => outcome === 'done');
  return present(done, { dryRun, action, group: did ? group : null }, reader);
}

async function idsOf(deps: IncidentDeps, filter: Parameters<typeof filterAsked>[1], who: string): Promise<number[]> {
  const asked = await filterAsked({ db: deps.pool, settings: deps.alerts(), who }, filter);
  const page = { sort: 'opened', after: null, limit: BULK_LIMIT } as const;
  const { incidents, next } = await listIncidents(deps.pool, asked, page);
  if (next) throw new Refused(notDone(`More than ${BULK_LIMIT} incidents pass the filter: narrow it down.`));
  return incidents.map(({ id }) => id);
}

/** What somebody was shown is what is done: all of it, or none. Throws Refused (412) with those that are another by now. */
function demandAsSeen(
  found: ReadonlyMap<number, Incident>,
  expected: readonly { id: string; version: string }[] | undefined,
  now: Instant,
): void {
  if (expected === undefined) return;
  const seen = new Map(expected.map(({ id, version }) => [id, version]));
  const changed = [...found.values()]
    .map(incident => ({ id: String(incident.id), incident, was: seen.get(String(incident.id)) }))
    .filter(({ incident, was }) => was !== versionOf(incident))
    .map(({ id, incident, was }) => ({
      id,
      why: was === undefined ? 'It was not shown.' : whoWasFaster(incident, now),
    }));
  if (changed.length > 0) throw new Refused(changedSince(changed));
}

function present(
  done: BulkDone,
  { dryRun, action, group }: Pick<Outcome, 'dryRun' | 'action' | 'group'>,
  reader: Reader,
): Outcome {
  const acted = done.items.filter(({ outcome }) => outcome === 'done');
  const sum = (of: (item: BulkItem) => number) => acted.reduce((total, item) => total + of(item), 0);
  return {
    dryRun,
    action,
    until: time(done.until),
    group,
    counts: {
      done: acted.length,
      unchanged: done.items.filter(({ outcome }) => outcome === 'unchanged').length,
      refused: done.items.filter(({ outcome }) => outcome === 'refused').length + done.missing.length,
      orders: sum(({ orders }) => orders),
      steps: sum(({ stops }) => stops.length),
      waitingCustomers: sum(({ waitingCustomers }) => waitingCustomers ?? 0),
    },
    people: whoIsNotTold(acted),
    items: [...done.items.map(item => presentItem(item, reader)), ...done.missing.map(missingItem)],
  };
}

function whoIsNotTold(items: readonly BulkItem[]): Outcome['people'] {
  const told = items.flatMap(({ stops }) =>
    stops.flatMap(({ at, people }) => people.map(({ name }) => ({ name, at }))),
  );
  return [...Map.groupBy(told, ({ name }) => name)]
    .map(([name, all]) => ({ name, messages: all.length, first: Math.min(...all.map(({ at }) => at)) }))
    .toSorted((a, b) => a.first - b.first)
    .map(person => ({ ...person, first: toIso(person.first) }));
}

function presentItem(item: BulkItem, reader: Reader): Outcome['items'][number] {
  const { incident, outcome, why, orders, waitingCustomers } = item;
  const { title, severity, state, customers } = incident;
  return {
    id: String(incident.id),
    version: versionOf(incident),
    ...{ title, severity, state, outcome, why },
    ...presentHolder(incident.acknowledgedBy, reader),
    acknowledgedAt: time(incident.acknowledgedAt),
    orders,
    stops: item.stops.map(({ step, round, at, people }) => ({
      step: step + 1,
      round,
      at: toIso(at),
      people: people.map(({ name, channel }) => ({ name, channel })),
    })),
    customers,
    waitingCustomers,
  };
}

function missingItem(id: number): Outcome['items'][number] {
  return {
    id: String(id),
    ...{
      version: null,
      title: null,
      severity: null,
      state: null,
      ...{ acknowledgedBy: null, acknowledgedByName: null, acknowledgedByYou: false },
      acknowledgedAt: null,
      customers: null,
    },
    outcome: 'refused',
    why: `There is no incident ${id}.`,
    ...{ orders: 0, stops: [], waitingCustomers: null },
  };
}

function time(instant: Instant | null): string | null {
  return instant === null ? null : toIso(instant);
}
