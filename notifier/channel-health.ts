import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { Fares } from './lane.ts';
import { CHANNELS, type ChannelName } from './message.ts';

/** How channels fare, in rows: written by each process that sends, read by whoever is asked. */

export type ChannelHealth = {
  channel: ChannelName;
  /** `down`: a process leaves its provider alone. `dry`: nothing leaves. `unknown`: no process that sends is running. */
  state: 'up' | 'down' | 'dry' | 'unknown';
  /** So long it has been so; null: nobody knows. */
  since: Instant | null;
  provider: string | null;
  lastSentAt: Instant | null;
  lastFailedAt: Instant | null;
  /** Of that failure: reasons.ts. */
  lastReason: string | null;
  /** How many wait for their time or for a worker, and since when the oldest of them should have gone. */
  queued: number;
  oldest: Instant | null;
};

/** What does not change is said again after this, so that whoever has ended is known by their silence. */
const SAID_AGAIN_MS = 15_000;
const SILENT_MS = 60_000;
const KEPT_MS = 7 * 24 * 3_600_000;

type Told = Fares & { channel: ChannelName };

export function tellHealth(db: Db, worker: string, look: () => readonly Told[]) {
  let said = '';
  let saidAt: Instant = 0;
  return {
    /** Writes down how the channels of this process fare, if that is news. */
    runOnce: async (now: Instant): Promise<void> => {
      const all = look();
      const words = JSON.stringify(all.map(({ state, provider }) => [state, provider]));
      if (words === said && now - saidAt < SAID_AGAIN_MS) return;
      await writeHealth(db, worker, all, now);
      said = words;
      saidAt = now;
    },
  };
}

async function writeHealth(db: Db, worker: string, all: readonly Told[], now: Instant): Promise<void> {
  const iso = (at: Instant | null | undefined) => (at == null ? null : toIso(at));
  await db.query(
    `with over as (delete from notifier.channel_health h where h.seen_at < $3)
     insert into notifier.channel_health as h
       (channel, worker, provider, state, since, last_sent_at, last_failed_at, last_reason, seen_at)
     select r.channel, $1, r.provider, r.state, $2, r.last_sent_at, r.last_failed_at, r.last_reason, $2
       from jsonb_to_recordset($4) as r (channel text, provider text, state text, last_sent_at timestamptz,
                                         last_failed_at timestamptz, last_reason text)
     on conflict (channel, worker) do update
        set provider = excluded.provider, state = excluded.state,
            since = case when h.state = excluded.state then h.since else excluded.since end,
            last_sent_at = coalesce(excluded.last_sent_at, h.last_sent_at),
            last_failed_at = coalesce(excluded.last_failed_at, h.last_failed_at),
            last_reason = case when excluded.last_failed_at is null then h.last_reason else excluded.last_reason end,
            seen_at = excluded.seen_at`,
    [
      worker,
      toIso(now),
      toIso(now - KEPT_MS),
      JSON.stringify(
        all.map(({ channel, provider, state, lastSentAt, lastFault }) => ({
          ...{ channel, provider, state },
          last_sent_at: iso(lastSentAt),
          last_failed_at: iso(lastFault?.at),
          last_reason: lastFault?.reason ?? null,
        })),
      ),
    ],
  );
}

type Row = {
  channel: ChannelName;
  provider: string | null;
  state: 'up' | 'down' | 'dry';
  since: Instant;
  last_sent_at: Instant | null;
  last_failed_at: Instant | null;
  last_reason: string | null;
  seen_at: Instant;
};

/** Of every channel. Where several processes send, the worst that one of them says counts. */
export async function readChannelHealth(db: Db, now: Instant): Promise<ChannelHealth[]> {
  const { rows } = await db.query<Row>('select h.* from notifier.channel_health h order by h.channel, h.seen_at desc');
  const queues = await readQueues(db);
  return CHANNELS.map(channel => {
    const told = rows.filter(row => row.channel === channel);
    const present = told.filter(({ seen_at }) => now - seen_at < SILENT_MS);
    const worst = (['down', 'up', 'dry'] as const).find(state => present.some(row => row.state === state));
    const those = present.filter(({ state }) => state === worst);
    const failed = told.toSorted((a, b) => (b.last_failed_at ?? 0) - (a.last_failed_at ?? 0))[0];
    return {
      channel,
      state: worst ?? 'unknown',
      since: those.length === 0 ? null : Math.min(...those.map(({ since }) => since)),
      provider: (those[0] ?? told[0])?.provider ?? null,
      lastSentAt: latest(told.map(({ last_sent_at }) => last_sent_at)),
      lastFailedAt: failed?.last_failed_at ?? null,
      lastReason: failed?.last_reason ?? null,
      queued: queues.get(channel)?.queued ?? 0,
      oldest: queues.get(channel)?.oldest ?? null,
    };
  });
}

function latest(instants: readonly (Instant | null)[]): Instant | null {
  const known = instants.filter(at => at !== null);
  return known.length === 0 ? null : Math.max(...known);
}

/** What waits, by channel. */
export async function readQueues(db: Db): Promise<Map<ChannelName, { queued: number; oldest: Instant }>> {
  const { rows } = await db.query<{ channel: ChannelName; queued: number; oldest: Instant }>(
    `select m.channel, count(*) as queued,
            -- Each attempt puts off the next one: what was tried is as old as it is.
            min(case when m.attempts > 0 then m.queued_at else m.not_before end) as oldest
       from notifier.message m where m.state = 'queued' group by m.channel`,
  );
  return new Map(rows.map(row => [row.channel, row]));
}
