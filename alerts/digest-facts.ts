import { countTroubled } from '../notifier/count-troubled.ts';
import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { type Dwell, measureDwell } from '../tracker/dwell.ts';
import type { Lifecycle, Lifecycles } from '../tracker/lifecycle.ts';
import { countOrders } from '../tracker/order-count.ts';
import { listOrders } from '../tracker/order-list.ts';
import type { Order } from '../tracker/orders.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { countStandings, findLatePartners, type LatePartner } from '../tracker/standing.ts';
import { countIncidents, countUnresolved, findEndingSilences, findUnresolved, type Unresolved } from './digest-rows.ts';

/** What a digest tells, the same for everybody who reads it: of a stretch of time, and how things are at its end. */
export type DigestFacts = {
  from: Instant;
  to: Instant;
  orders: { stuck: number; atRisk: number; overdue: number };
  owners: readonly { owner: string; stuck: number; atRisk: number }[];
  stuck: readonly Listed[];
  atRisk: readonly Listed[];
  overdue: readonly { id: string; status: string; promisedAt: Instant }[];
  incidents: { open: number; taken: number; opened: number; closed: number };
  unresolved: readonly Unresolved[];
  silences: readonly { reason: string; author: string; until: Instant }[];
  failed: readonly { channel: string; messages: number }[];
  dwell: readonly Dwell[];
  partners: readonly LatePartner[];
  /** The stretch of the same length before; null: nobody compares. */
  before: { opened: number; closed: number; dwell: readonly Dwell[] } | null;
};

export type Listed = { id: string; status: string; owner: string; since: Instant; dueAt: Instant };

export type Gathering = { lifecycles: Lifecycles; vault: Vault };

const OLDEST = 10;
// The broken promises are looked through for the oldest ones.
const PROMISES = 200;
const SOME = 5;
const DAY_MS = 24 * 3_600_000;

export async function gatherDigest(
  db: Db,
  on: Gathering,
  { from, to, compares }: { from: Instant; to: Instant; compares: boolean },
  now: Instant,
): Promise<DigestFacts> {
  const { lifecycles, vault } = on;
  const list = async (filter: Parameters<typeof listOrders>[2], sort: 'age' | 'deadline', limit: number) =>
    (await listOrders(db, lifecycles, filter, { sort, after: null, limit }, now, vault)).orders;
  const stuck = await list({ stuck: true }, 'age', OLDEST);
  const atRisk = await list({ atRisk: true, stuck: false }, 'deadline', OLDEST);
  const promised = await list({ overdue: true }, 'deadline', PROMISES);
  const owners = byOwner(lifecycles, await countStandings(db, now));
  const length = to - from;
  return {
    from,
    to,
    orders: {
      stuck: sum(owners.map(one => one.stuck)),
      atRisk: sum(owners.map(one => one.atRisk)),
      overdue: (await countOrders(db, lifecycles, { overdue: true }, now, vault)).count,
    },
    owners,
    stuck: stuck.flatMap(order => listed(lifecycles, order)),
    atRisk: atRisk.flatMap(order => listed(lifecycles, order)),
    overdue: promised
      .flatMap(({ orderId, status, promisedAt }) =>
        status === null || promisedAt === null ? [] : [{ id: orderId, status, promisedAt }],
      )
      .toSorted((a, b) => a.promisedAt - b.promisedAt)
      .slice(0, SOME),
    incidents: { ...(await countUnresolved(db)), ...(await countIncidents(db, from, to)) },
    unresolved: await findUnresolved(db, OLDEST),
    silences: await findEndingSilences(db, now, now + DAY_MS),
    failed: await countTroubled(db, from, to),
    dwell: await measureDwell(db, from, to),
    partners: await findLatePartners(db, now, SOME),
    before: compares
      ? { ...(await countIncidents(db, from - length, from)), dwell: await measureDwell(db, from - length, from) }
      : null,
  };
}

function byOwner(lifecycles: Lifecycles, standings: Awaited<ReturnType<typeof countStandings>>): DigestFacts['owners'] {
  const owned = Map.groupBy(standings, ({ lifecycle, status }) => whoseMove(lifecycles.named(lifecycle), status));
  return [...owned]
    .map(([owner, of]) => ({ owner, stuck: sum(of.map(one => one.stuck)), atRisk: sum(of.map(one => one.atRisk)) }))
    .toSorted((a, b) => b.stuck - a.stuck || b.atRisk - a.atRisk);
}

/** The system that has to say what comes next; of a way that only ends, the one that ends it. */
function whoseMove(lifecycle: Lifecycle | null, status: string): string {
  const next = lifecycle?.status(status)?.next ?? [];
  const first = next.find(one => !lifecycle!.isTerminal(one)) ?? next[0];
  return (first && lifecycle!.owner(first)) ?? lifecycle?.owner(status) ?? '';
}

function listed(lifecycles: Lifecycles, { orderId, status, lifecycle, statusSince, dueAt }: Order): Listed[] {
  if (status === null || statusSince === null || dueAt === null) return [];
  const owner = whoseMove(lifecycles.named(lifecycle), status);
  return [{ id: orderId, status, owner, since: statusSince, dueAt }];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
