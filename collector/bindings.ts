import { randomUUID } from 'node:crypto';
import type { ChannelModel } from 'amqplib';
import type { Clock, Instant } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { type Db, type Pool, saysDatabaseIsGone, transaction } from '../platform/postgres.ts';
import { type Binding, bindForeign, type Topology, unbindForeign } from './topology.ts';

/** What of the exchanges of others is bound to our queue: what the configuration declares, and nothing else of ours. */
export type Bindings = {
  /**
   * Binds what is declared now and unbinds what no longer is; returns the exchanges that can't be bound. Harmless to
   * repeat: it heals what somebody else has undone. Rejects when the connection is lost.
   */
  runOnce(connection: ChannelModel): Promise<string[]>;
  /** This process declares nothing any more; what it has bound stays until another one runs without declaring it. */
  release(): Promise<void>;
};

/** How often whoever runs says again what it declares. */
export const DECLARE_EVERY_MS = 60_000;
// A process that was killed is believed so long. While an older and a newer configuration run side by side, each binding
// is declared by one of them: unbinding it would lose what is published until the last process has the newer one.
const DECLARED_FOR_MS = 5 * 60_000;

export function createBindings(
  { pool, clock, log }: { pool: Pool; clock: Clock; log: Log },
  { queue, foreign }: Pick<Topology, 'queue' | 'foreign'>,
): Bindings {
  const by = randomUUID();
  return {
    runOnce: async connection => {
      const declared = foreign();
      const now = clock.now();
      try {
        return await transaction(pool, async tx => {
          // One process at a time: another must not declare what this one is just unbinding.
          await tx.query('lock table collector.binding in share row exclusive mode');
          const bindings = declared.flatMap(({ name, patterns }) =>
            patterns.map(pattern => ({ exchange: name, pattern })),
          );
          // Remembered before it is bound: a crash between the two leaves a memory of nothing, and never a binding of nobody.
          await declare(tx, { queue, by, until: now + DECLARED_FOR_MS, now }, bindings);
          const missing = await bindForeign(connection, queue, declared, log);
          for (const binding of await undeclared(tx, queue, now)) await unbindForeign(connection, queue, binding, log);
          await forget(tx, queue, now);
          return missing;
        });
      } catch (error) {
        if (!saysDatabaseIsGone(error)) throw error;
        // Better bound and not remembered than not bound: the next time it is remembered.
        log.warn({ reason: (error as Error).message }, 'which exchanges are bound can not be remembered now');
        return bindForeign(connection, queue, declared, log);
      }
    },
    release: async () => {
      const released = { queue, by, until: clock.now(), now: clock.now() };
      await declare(pool, released, []).catch((error: Error) =>
        log.debug({ reason: error.message }, 'the bindings of this process are not released; they run out'),
      );
    },
  };
}

/** These, and of all others that this process declared before, no longer. */
async function declare(
  db: Db,
  { queue, by, until, now }: { queue: string; by: string; until: Instant; now: Instant },
  bindings: readonly Binding[],
): Promise<void> {
  await db.query(
    `update collector.binding set declared_until = $3
      where queue = $1 and declared_by = $2 and declared_until > $3`,
    [queue, by, new Date(now)],
  );
  await db.query(
    `insert into collector.binding (queue, exchange, pattern, declared_by, declared_until)
     select $1, exchange, pattern, $2, $3 from unnest($4::text[], $5::text[]) as b(exchange, pattern)
     on conflict (queue, exchange, pattern, declared_by) do update set declared_until = excluded.declared_until`,
    [queue, by, new Date(until), bindings.map(({ exchange }) => exchange), bindings.map(({ pattern }) => pattern)],
  );
}

async function undeclared(db: Db, queue: string, now: Instant): Promise<Binding[]> {
  const { rows } = await db.query<Binding>(
    `select exchange, pattern from collector.binding where queue = $1
      group by exchange, pattern having max(declared_until) <= $2 order by exchange, pattern`,
    [queue, new Date(now)],
  );
  return rows;
}

async function forget(db: Db, queue: string, now: Instant): Promise<void> {
  await db.query('delete from collector.binding where queue = $1 and declared_until <= $2', [queue, new Date(now)]);
}
