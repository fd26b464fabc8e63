import { type Clock, type Instant, toIso } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import type { Db } from '../../platform/postgres.ts';
import type { Principal } from './principal.ts';

type Whose = Pick<Principal, 'kind' | 'id'>;

// Of customers nobody keeps when they looked for their orders.
const isKept = ({ kind }: Whose) => kind !== 'token';

export type Day = { day: string; requests: number; refused: number };

export type Usage = {
  count(whose: Whose, refused: boolean): void;
  /** The last days in which something was asked for, newest first. */
  days(whose: Whose): Promise<Day[]>;
  /** Writes what is counted and ends. */
  stop(): Promise<void>;
};

const WRITTEN_EVERY_MS = 10_000;
const SHOWN_DAYS = 30;
const KEPT_MS = 400 * 86_400_000;

/**
 * Counts in memory and writes every ten seconds what has come together: a process that is killed forgets so much. A write
 * that fails is tried again with the next one.
 */
export function createUsage({ db, clock, log }: { db: Db; clock: Clock; log: Log }): Usage {
  let counted = new Map<string, Whose & Day>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  function add({ kind, id, day, requests, refused }: Whose & Day): void {
    const name = `${kind} ${id} ${day}`;
    const had = counted.get(name);
    const sum = { requests: (had?.requests ?? 0) + requests, refused: (had?.refused ?? 0) + refused };
    counted.set(name, { kind, id, day, ...sum });
    timer ??= setTimeout(() => {
      timer = undefined;
      void write();
    }, WRITTEN_EVERY_MS).unref();
  }

  function write(): Promise<void> {
    writing = writing.then(async () => {
      const batch = [...counted.values()];
      if (batch.length === 0) return;
      counted = new Map();
      await save(db, batch, clock.now()).catch(error => {
        log.warn({ err: (error as Error).message }, 'how much was asked for could not be written; will try again');
        for (const one of batch) add(one);
      });
    });
    return writing;
  }

  return {
    count: ({ kind, id }, refused) => {
      if (!isKept({ kind, id })) return;
      add({ kind, id, day: toIso(clock.now()).slice(0, 10), requests: 1, refused: refused ? 1 : 0 });
    },
    days: async whose => {
      if (!isKept(whose)) return [];
      await write();
      return readDays(db, whose);
    },
    stop: async () => {
      clearTimeout(timer);
      await write();
      clearTimeout(timer);
    },
  };
}

async function save(db: Db, batch: readonly (Whose & Day)[], now: Instant): Promise<void> {
  // In one order, so that two processes do not wait for each other.
  await db.query(
    `insert into api.usage (day, kind, principal_id, requests, refused)
     select * from unnest($1::date[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[])
         as one (day, kind, principal_id, requests, refused)
      order by kind, principal_id, day
     on conflict (kind, principal_id, day) do update
        set requests = usage.requests + excluded.requests, refused = usage.refused + excluded.refused`,
    [
      ...[batch.map(({ day }) => day), batch.map(({ kind }) => kind), batch.map(({ id }) => id)],
      ...[batch.map(({ requests }) => requests), batch.map(({ refused }) => refused)],
    ],
  );
  await db.query('delete from api.usage where day < $1', [toIso(now - KEPT_MS)]);
}

async function readDays(db: Db, { kind, id }: Whose): Promise<Day[]> {
  const { rows } = await db.query<Day>(
    `select to_char(day, 'YYYY-MM-DD') as day, requests, refused from api.usage
      where kind = $1 and principal_id = $2 order by usage.day desc limit $3`,
    [kind, id, SHOWN_DAYS],
  );
  return rows;
}
