import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { readFingerprint } from './fingerprint.ts';
import { isOpen } from './quarantine.ts';
import type { QuarantineGroup } from './quarantine-groups.ts';

/** What waits in quarantine, or was dismissed, as people look at it: by cause, the largest first. */
export type QuarantineCause = QuarantineGroup & {
  /** Different messages by the hour in which they came first, the last 24 of them; the present one is the last. */
  trend: readonly number[];
  /** Of its newest hundred messages. */
  exchanges: readonly string[];
  routingKeys: readonly string[];
  /** Those that they seem to name, as the ledger names them; `more`: there are older messages than the hundred. */
  orders: { names: readonly string[]; more: boolean };
  /** The newest. */
  sample: { id: string; reason: string };
};

export const TREND_HOURS = 24;
const HOUR_MS = 3_600_000;
const MOST_CAUSES = 200;
const SAMPLED = 100;

/**
 * Counts come from an index of what waits; what is shown of each cause from its newest messages, so that a million of the
 * same cost no more than a hundred. `more`: there are more causes than the 200 that come.
 */
export async function readCauses(
  db: Db,
  state: 'open' | 'dismissed',
  vault: Vault,
  now: Instant,
): Promise<{ causes: QuarantineCause[]; more: boolean }> {
  const among = state === 'open' ? isOpen('q') : 'q.replayed_at is null and q.dismissed_at is not null';
  const { rows: groups } = await db.query<{ fingerprint: string; count: number; firstAt: Instant; lastAt: Instant }>(
    `select coalesce(q.fingerprint, q.reason_kind) as fingerprint, count(*)::int as count,
            min(q.received_at) as "firstAt", max(q.last_received_at) as "lastAt"
       from collector.quarantine q where ${among}
      group by coalesce(q.fingerprint, q.reason_kind)
      order by count(*) desc, coalesce(q.fingerprint, q.reason_kind) limit $1`,
    [MOST_CAUSES + 1],
  );
  const shown = groups.slice(0, MOST_CAUSES);
  const fingerprints = shown.map(({ fingerprint }) => fingerprint);
  const trends = await readTrends(db, among, fingerprints, now);
  const newest = Map.groupBy(await readNewest(db, among, fingerprints), row => row.cause);
  const causes = shown.map((group): QuarantineCause => {
    const messages = newest.get(group.fingerprint) ?? [];
    const [first] = messages;
    return {
      ...group,
      ...readFingerprint(group.fingerprint),
      trend: trends.get(group.fingerprint) ?? new Array(TREND_HOURS).fill(0),
      exchanges: distinct(messages.map(({ exchange }) => exchange)),
      routingKeys: distinct(messages.map(({ routing_key }) => routing_key)),
      orders: {
        names: distinct(messages.flatMap(({ mentions }) => mainName(mentions ?? []))),
        more: group.count > messages.length,
      },
      // One that was recorded or dismissed between both looks is not there any more.
      sample: { id: String(first?.id ?? ''), reason: first ? vault.openText(first.reason) : '' },
    };
  });
  return { causes, more: groups.length > MOST_CAUSES };
}

async function readTrends(
  db: Db,
  among: string,
  fingerprints: readonly string[],
  now: Instant,
): Promise<Map<string, number[]>> {
  const end = (Math.floor(now / HOUR_MS) + 1) * HOUR_MS;
  const start = end - TREND_HOURS * HOUR_MS;
  const { rows } = await db.query<{ cause: string; hour: number; count: number }>(
    `select coalesce(q.fingerprint, q.reason_kind) as cause,
            floor(extract(epoch from q.received_at - $1::timestamptz) / 3600)::int as hour, count(*)::int as count
       from collector.quarantine q
      where ${among} and q.received_at >= $1 and q.received_at < $2
        and coalesce(q.fingerprint, q.reason_kind) = any ($3)
      group by 1, 2`,
    [toIso(start), toIso(end), fingerprints],
  );
  const trends = new Map<string, number[]>();
  for (const { cause, hour, count } of rows) {
    const trend = trends.get(cause) ?? new Array<number>(TREND_HOURS).fill(0);
    trend[hour] = count;
    trends.set(cause, trend);
  }
  return trends;
}

type Newest = {
  cause: string;
  id: number;
  exchange: string | null;
  routing_key: string | null;
  mentions: string[] | null;
  reason: string;
};

async function readNewest(db: Db, among: string, fingerprints: readonly string[]): Promise<Newest[]> {
  const { rows } = await db.query<Newest>(
    `select wanted.cause, newest.*
       from unnest($1::text[]) as wanted (cause)
      cross join lateral (
        select q.id, q.exchange, q.routing_key, q.mentions, q.reason from collector.quarantine q
         where ${among} and coalesce(q.fingerprint, q.reason_kind) = wanted.cause
         order by q.id desc limit $2) newest`,
    [fingerprints, SAMPLED],
  );
  return rows;
}

/** Its order under one name: the order id where it says it. */
function mainName(mentions: readonly string[]): string[] {
  const name = mentions.find(one => !one.startsWith('~')) ?? mentions[0];
  return name === undefined ? [] : [name];
}

function distinct(texts: readonly (string | null)[]): string[] {
  return [...new Set(texts.filter(text => text !== null))];
}
