import { createBoard, labelVariable } from './board.ts';
import { board } from './links.ts';
import { stat, table, timeSeries } from './panel.ts';
import { figure, line, sql } from './target.ts';

const HERE = 'datname=~"$datname"';
const rate = (counter: string) => `sum by (datname) (rate(${counter}{${HERE}}[$__rate_interval]))`;

export const DATABASES = createBoard({
  uid: 'orderwatch-databases',
  title: 'Databases',
  description: 'Postgres: connections, what is slow, what waits for what, and how large everything is.',
  from: 'now-3h',
  variables: [labelVariable('datname', 'Database', 'pg_database_size_bytes')],
  rows: [
    {
      id: 10,
      title: 'Now',
      panels: [
        stat({
          id: 11,
          title: 'Answers',
          description: 'Whether the exporter reaches the server.',
          unit: 'bool_yes_no',
          width: 4,
          watch: 1,
          bad: 0.5,
          targets: [figure('min(pg_up)')],
        }),
        stat({
          id: 12,
          title: 'Connections taken',
          description: 'Of those that the server allows. When there are none left, nobody is let in.',
          unit: 'percentunit',
          width: 5,
          watch: 0.7,
          bad: 0.9,
          targets: [figure('sum(pg_stat_activity_count) / max(pg_settings_max_connections)')],
        }),
        stat({
          id: 13,
          title: 'Slow now',
          description: 'That run for a second or longer now, ours left out.',
          unit: 'short',
          width: 5,
          watch: 1,
          bad: 5,
          targets: [figure('max(orderwatch_watched_database_slow_queries)')],
        }),
        stat({
          id: 14,
          title: 'Longest wait for a lock',
          description: 'How long somebody has waited for what somebody else holds.',
          unit: 's',
          width: 5,
          watch: 5,
          bad: 60,
          targets: [figure('max(orderwatch_watched_database_lock_wait_seconds)')],
        }),
        stat({
          id: 15,
          title: 'Longest transaction',
          description: 'One that stays open for hours keeps the server from clearing away what nobody needs.',
          unit: 's',
          width: 5,
          watch: 300,
          bad: 3600,
          targets: [figure(`max(pg_stat_activity_max_tx_duration{${HERE}})`)],
        }),
      ],
    },
    {
      id: 20,
      title: 'Connections and locks',
      panels: [
        timeSeries({
          id: 21,
          title: 'Connections',
          description: 'By what they do. Many that are idle in a transaction: somebody has begun one and forgotten it.',
          unit: 'short',
          width: 8,
          min: 0,
          stacked: true,
          targets: [line(`sum by (state) (pg_stat_activity_count{${HERE}})`, '{{state}}')],
        }),
        timeSeries({
          id: 22,
          title: 'Orderwatch’s own connections',
          description: 'Busy and idle ones of each pool, of all processes, and who waits for one.',
          unit: 'short',
          width: 8,
          min: 0,
          targets: [
            line('sum by (pool, state) (orderwatch_database_pool_connections)', '{{pool}} {{state}}'),
            line('sum by (pool) (orderwatch_database_pool_waiting_requests)', '{{pool}} waiting'),
            line('sum by (pool) (orderwatch_database_pool_max_connections)', '{{pool}} at most'),
          ],
          links: [board('Orderwatch', 'orderwatch-itself')],
        }),
        timeSeries({
          id: 23,
          title: 'Locks',
          description: 'Held or waited for, by mode. An exclusive one on a table stops everybody who reads it.',
          unit: 'short',
          width: 8,
          min: 0,
          targets: [line(`sum by (mode) (pg_locks_count{${HERE}}) > 0`, '{{mode}}')],
        }),
      ],
    },
    {
      id: 30,
      title: 'Work',
      panels: [
        timeSeries({
          id: 31,
          title: 'Transactions a second',
          description: 'Committed ones, and those that were rolled back.',
          unit: 'ops',
          width: 8,
          min: 0,
          targets: [
            line(rate('pg_stat_database_xact_commit'), '{{datname}} committed'),
            line(rate('pg_stat_database_xact_rollback'), '{{datname}} rolled back'),
          ],
        }),
        timeSeries({
          id: 32,
          title: 'Read from memory',
          description:
            'Share of the blocks that were found in memory. Below 0.9 the database is larger than its memory.',
          unit: 'percentunit',
          width: 8,
          max: 1,
          targets: [
            line(
              `${rate('pg_stat_database_blks_hit')}
                / (${rate('pg_stat_database_blks_hit')} + ${rate('pg_stat_database_blks_read')} > 0)`,
              '{{datname}}',
            ),
          ],
        }),
        timeSeries({
          id: 33,
          title: 'Deadlocks and spills',
          description:
            'Deadlocks an hour, and bytes a second that queries wrote to disk because their memory was too small.',
          unit: 'short',
          width: 8,
          min: 0,
          targets: [
            line(`${rate('pg_stat_database_deadlocks')} * 3600`, '{{datname}} deadlocks'),
            line(rate('pg_stat_database_temp_bytes'), '{{datname}} bytes spilled'),
          ],
        }),
        timeSeries({
          id: 34,
          title: 'Slow queries',
          description: 'That ran for a second or longer when Orderwatch looked, every 15 seconds.',
          unit: 'short',
          width: 8,
          min: 0,
          targets: [line('max(orderwatch_watched_database_slow_queries)', 'slow queries')],
        }),
        table({
          id: 35,
          title: 'What runs for long now',
          description: 'As Orderwatch saw it last, without values. Empty: nothing does.',
          unit: 'none',
          width: 16,
          height: 8,
          targets: [
            sql(`
              select (s->>'ms')::float8 / 1000 as "Runs for", (s->>'pid')::int as "Process", s->>'query' as "Query"
                from collector.watched_database d cross join jsonb_array_elements(d.slow) s order by 1 desc`),
          ],
          columns: { 'Runs for': { unit: 's', width: 110 }, Process: { width: 90 } },
        }),
        table({
          id: 36,
          title: 'What takes most of the time',
          description: 'By calls times mean, since the server began to count (pg_stat_statements), without values.',
          unit: 'none',
          width: 24,
          height: 9,
          targets: [
            sql(`
              select (s->>'calls')::bigint as "Calls", (s->>'meanMs')::float8 / 1000 as "Mean",
                     (s->>'calls')::float8 * (s->>'meanMs')::float8 / 1000 as "In all", s->>'query' as "Query"
                from collector.watched_database d
               cross join jsonb_array_elements(case jsonb_typeof(d.statements) when 'array' then d.statements else '[]' end) s
               order by 3 desc limit 30`),
          ],
          columns: { Calls: { width: 100 }, Mean: { unit: 's', width: 110 }, 'In all': { unit: 's', width: 110 } },
        }),
      ],
    },
    {
      id: 40,
      title: 'Size',
      panels: [
        timeSeries({
          id: 41,
          title: 'Databases',
          description: 'Bytes on disk. A slope that has become steeper: something keeps more than it used to.',
          unit: 'bytes',
          width: 12,
          min: 0,
          targets: [line(`max by (datname) (pg_database_size_bytes{${HERE}})`, '{{datname}}')],
        }),
        table({
          id: 42,
          title: 'The largest tables of Orderwatch',
          description: 'With their indexes, and how many rows of them are dead and wait to be cleared away.',
          unit: 'none',
          width: 12,
          height: 8,
          targets: [
            sql(`
              select t.schemaname || '.' || t.relname as "Table", pg_total_relation_size(t.relid) as "Size",
                     t.n_live_tup as "Rows", t.n_dead_tup as "Dead rows", t.last_autovacuum as "Cleared at"
                from pg_stat_user_tables t order by 2 desc limit 30`),
          ],
          columns: { Size: { unit: 'bytes' }, Rows: { unit: 'short' }, 'Dead rows': { unit: 'short' } },
        }),
      ],
    },
  ],
});
