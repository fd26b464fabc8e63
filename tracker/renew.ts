import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from './event.ts';
import { type FoldAgain, foldAgain, PAGE } from './fold-again.ts';
import type { Lifecycles } from './lifecycle.ts';
import { presentLifecycle } from './refold.ts';

export type Renew = FoldAgain & {
  /** Gets the orders renewed so far. */
  onProgress?: (renewed: number) => void;
  signal: AbortSignal;
};

/**
 * Works changed lifecycles into the orders that were folded under other ones, while everything else goes on: those with
 * a limit first, then the rest. Nobody is told of what it finds: it is historic. Returns how many orders it renewed.
 * To be run when a tracker has started and when its configuration has changed. Where nothing is stale it costs one look
 * at every state, a few seconds for a million of them. Ends within a page when the signal says so.
 */
export async function renew(on: Renew): Promise<number> {
  const { pool, lifecycles, onProgress = () => {}, signal } = on;
  const wanted = (stored: Parameters<typeof presentLifecycle>[1]) => presentLifecycle(lifecycles, stored) === null;
  let renewed = 0;
  for (const look of [lookAtOpen, lookAtAll]) {
    for (let from: Place | null = BEGINNING; from !== null; ) {
      const { stale, next }: Looked = await look(pool, lifecycles, from);
      for (let page = 0; page < stale.length; page += PAGE) {
        if (signal.aborted) return renewed;
        renewed += await foldAgain(on, stale.slice(page, page + PAGE), { withNames: false, wanted });
        onProgress(renewed);
      }
      if (signal.aborted) return renewed;
      from = next;
    }
  }
  return renewed;
}

/** Where in a walk over the states we are. */
type Place = { dueAt: string; key: OrderKey };
type Looked = { stale: OrderKey[]; next: Place | null };
type Row = { order_id: OrderKey; due_at: Instant | null; stale: boolean; nth: number };

const BEGINNING: Place = { dueAt: '-infinity', key: '' };

/** Bounds what one query takes, and how long we go on after the signal. */
const LOOKED_AT = 5_000;

// What was only named by others was never folded, and is right under any lifecycle.
const IS_STALE = `s.event_count > 0 and (s.lifecycle, s.lifecycle_hash) not in (select * from unnest($1::text[], $2::text[]))`;

async function lookAtOpen(db: Db, lifecycles: Lifecycles, { dueAt, key }: Place): Promise<Looked> {
  const { rows } = await db.query<Row>(
    staleOrLast(
      `select s.order_id, s.due_at, ${IS_STALE} as stale, row_number() over (order by s.due_at, s.order_id) as nth
         from (select * from tracker.order_state s
                where s.due_at is not null and s.joined_into is null and (s.due_at, s.order_id) > ($4, $5)
                order by s.due_at, s.order_id limit $3) s`,
    ),
    [...present(lifecycles), LOOKED_AT, dueAt, key],
  );
  return looked(rows);
}

async function lookAtAll(db: Db, lifecycles: Lifecycles, { key }: Place): Promise<Looked> {
  const { rows } = await db.query<Row>(
    staleOrLast(
      `select s.order_id, s.due_at, ${IS_STALE} as stale, row_number() over (order by s.order_id) as nth
         from (select * from tracker.order_state s where s.order_id > $4 order by s.order_id limit $3) s`,
    ),
    [...present(lifecycles), LOOKED_AT, key],
  );
  return looked(rows);
}

/** Of all that was looked at, only what there is to do comes back, and where to go on. */
function staleOrLast(numbered: string): string {
  return `select order_id, due_at, stale, nth from (${numbered}) numbered where stale or nth = $3 order by nth`;
}

function looked(rows: readonly Row[]): Looked {
  const last = rows.at(-1);
  return {
    stale: rows.filter(row => row.stale).map(row => row.order_id),
    next:
      last?.nth === LOOKED_AT
        ? { dueAt: last.due_at === null ? BEGINNING.dueAt : toIso(last.due_at), key: last.order_id }
        : null,
  };
}

function present({ all }: Lifecycles): [names: string[], hashes: string[]] {
  return [all.map(({ name }) => name), all.map(({ hash }) => hash)];
}
