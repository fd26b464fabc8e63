import { createHash } from 'node:crypto';
import type { Instant } from '../../platform/clock.ts';
import { toIso } from '../../platform/clock.ts';
import type { Pool } from '../../platform/postgres.ts';
import { referenceLifecycle } from '../../test/support/reference.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** So many orders pass each filter and are found by each fragment, however many there are. */
export const MATCHES = 300;

/** A year of orders; the numbers of the newest are the highest. */
const SPAN_MS = 365 * DAY;

/**
 * Each is what sets MATCHES orders apart from all others, scattered over the year: the share of them that is new, old or
 * under way is that of all orders.
 */
const KINDS = [
  'submitted',
  'stuck',
  'atRisk',
  'overdue',
  'aged',
  'partner',
  'source',
  'provisional',
  'anomaly',
  'assigned',
  'customer',
  'name',
  'phone',
  'email',
  'prefix',
  'ending',
  'alias',
  'incident',
] as const;

/** A prime: `n * SCATTER % size` is a permutation. */
const SCATTER = 7919;

/** One order of twenty is under way, within its limits, beside those that are set apart. */
const UNDER_WAY = ['PRICE_CALCULATED', 'MANUFACTURING_APPROVED', 'MANUFACTURING_STARTED', 'PACKAGING'];
const UNDER_WAY_ONE_IN = 20;

const TABLES = [
  'tracker.order_state',
  'tracker.order_search',
  'tracker.order_alias',
  'tracker.order_event',
  'tracker.order_anomaly',
  'tracker.order_hands',
];

/** The instant of the order with this number. */
export function placeOf(nth: number, { size, now }: { size: number; now: Instant }): Instant {
  return now - SPAN_MS + Math.floor((SPAN_MS * nth) / size);
}

/** The number of an order in the middle that nothing sets apart. */
export function ordinary(size: number): number {
  const setApart = (n: number) => (n * SCATTER) % size < MATCHES * KINDS.length;
  let n = Math.floor(size / 2);
  while (setApart(n)) n += 1;
  return n;
}

export function correlationIdOf(n: number): string {
  return createHash('md5').update(`cart${n}`).digest('hex');
}

/** Of its last event. */
export function messageIdOf(n: number): string {
  return createHash('md5').update(`${n}event0`).digest('hex');
}

/** The ledger with so many orders, as the tracker leaves them, in a few statements. */
export async function fillLedger(pool: Pool, { size, now }: { size: number; now: Instant }): Promise<void> {
  const indexes = await dropIndexes(pool);
  await pool.query(`set maintenance_work_mem = '256MB'`);
  await pool.query(DRAWN, [size, MATCHES, toIso(now), SPAN_MS, KINDS, UNDER_WAY, UNDER_WAY_ONE_IN]);
  const { name, hash } = referenceLifecycle;
  await pool.query(STATES, [name, hash, toIso(now)]);
  await pool.query(SEARCHED);
  await pool.query(ALIASES);
  await pool.query(EVENTS);
  await pool.query(ANOMALIES, [toIso(now)]);
  await pool.query(SOURCES);
  await pool.query(ASSIGNED, [toIso(now)]);
  await pool.query(INCIDENTS, [toIso(now)]);
  await pool.query(USUAL, [name, UNDER_WAY, toIso(now)]);
  for (const index of indexes) await pool.query(index);
  await pool.query('drop table drawn');
  // As autovacuum leaves them in time: what is measured is not the first look after an import.
  for (const table of TABLES) await pool.query(`vacuum analyze ${table}`);
  await pool.query('analyze');
}

/** To fill a table first and index it then takes a third of the time. The primary keys stay. */
async function dropIndexes(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
       from pg_index i where i.indrelid = any ($1::regclass[]) and not i.indisprimary`,
    [TABLES],
  );
  for (const { name } of rows) await pool.query(`drop index ${name}`);
  return rows.map(({ definition }) => definition);
}

/**
 * What each order is. The permutation scatters the kinds. Numbers of orders end
 * in 0001, those of the MES in 0002, so that no fragment finds them by chance.
 */
const DRAWN = `
  create unlogged table drawn as
  select n, kind, kind is not distinct from 'provisional' as provisional,
         case when kind = 'provisional' then '~mes:P-' || n || '0003'
              when kind = 'prefix' then 'WHOLESALE-' || n || '0001'
              when kind = 'ending' then 'ORD-' || n || '-GIFT'
              else 'ORD-' || n || '0001' end as order_id,
         case when kind = 'alias' then 'M-' || n || '-RUSH' else 'M-' || n || '0002' end as mes_id,
         md5('cart' || n) as correlation_id,
         at,
         case when kind = 'submitted' then 'SUBMITTED'
              when kind = 'stuck' then 'PRICE_CALCULATED'
              when kind = 'atRisk' then 'MANUFACTURING_APPROVED'
              when kind = 'overdue' then 'MANUFACTURING_STARTED'
              when kind = 'aged' then 'PACKAGING'
              when kind is null and n % $7 = 0 then ($6::text[])[1 + (n / $7) % cardinality($6::text[])]
              else 'CLOSED' end as status,
         (array['Anna', 'Ivan', 'Olga', 'Petr', 'Maria', 'Sergey', 'Elena', 'Dmitry', 'Irina', 'Alexey', 'Tatiana',
                'Pavel', 'Natalia', 'Mikhail', 'Vera', 'Andrey', 'Sofia', 'Nikolay', 'Daria', 'Yuri'])[1 + hash % 20]
           as given,
         (array['Smir', 'Kuzne', 'Popo', 'Soko', 'Lebe', 'Koz', 'Novi', 'Moro', 'Pet', 'Vol', 'Solo', 'Vasi', 'Zay',
                'Pavl', 'Semy', 'Golu', 'Vino', 'Bogda', 'Voro', 'Fedo'])[1 + hash / 20 % 20]
           || (array['nova', 'tsova', 'vina', 'lenko', 'dev', 'kov', 'lsky', 'rov', 'chuk', 'yeva'])[1 + hash / 400 % 10]
           as family,
         replace('79' || lpad((abs(hashint8(n * 31)) % 1000000000)::text, 9, '0'), '4477', '4478') as phone,
         case when hash % 5 = 0 then 'partner-' || hash % 37 end as partner
    from (select n, hash, $3::timestamptz - ($4::float8 * ($1 - n) / $1) * interval '1 millisecond' as at,
                 case when place < $2 * cardinality($5::text[]) then ($5::text[])[1 + place / $2] end as kind
            from (select n, abs(hashint8(n)) as hash, (n::bigint * ${SCATTER}) % $1 as place
                    from generate_series(0, $1 - 1) as n) placed) o`;

const LIMITED = `status not in ('CLOSED')`;

/** Within its limits, but where it is set apart by having passed one. */
const STATES = `
  insert into tracker.order_state (order_id, lifecycle, lifecycle_hash, status, confirmed, status_since, running_since,
         target_at, due_at, promised_at, provisional, ids, sources, correlation_id, event_count, first_event_at,
         last_event_at, memory)
  select order_id, $1, $2, status, true, since, null,
         case when not ${LIMITED} then null when kind in ('stuck', 'atRisk') then $3::timestamptz - late
              else $3::timestamptz + late end,
         case when not ${LIMITED} then null when kind = 'stuck' then $3::timestamptz - late / 2
              else $3::timestamptz + 2 * late end,
         case when kind = 'overdue' then $3::timestamptz - late else greatest(at, $3::timestamptz) + interval '21 days' end,
         provisional, jsonb_build_object('mes', mes_id),
         jsonb_build_object('shop', jsonb_build_object('status', 'SUBMITTED', 'at', 1760000000000),
                            'mes', jsonb_build_object('status', status, 'at', 1760000000000))
           || case when kind = 'source' then jsonb_build_object('erp', jsonb_build_object('status', status, 'at', 1760000000000))
                   else '{}' end,
         correlation_id, 4, at - interval '4 days', at, repeat(md5(n::text), 8)
    from (select *, interval '4 hours' + n % 480 * interval '3 minutes' as late,
                 case when kind = 'aged' then $3::timestamptz - interval '16 hours' - n % 480 * interval '1 second'
                      when ${LIMITED} then $3::timestamptz - (1 + n % 480) * interval '1 minute' else at end as since
            from drawn) o`;

const SEARCHED = `
  insert into tracker.order_search (order_id, customer_id, partner, contact)
  select order_id, case when kind = 'customer' then 'C-0' else 'C-' || 1 + n / 3 end,
         case when kind = 'partner' then 'acme' else partner end,
         case when kind = 'name' then 'zhanna kvitko' else lower(given || ' ' || family) end || e'\\n'
           || case when kind = 'email' then 'quill.' || translate(n::text, '0123456789', 'abcdefghjy') || '@example.com' else lower(given) || '.' || translate(n::text, '0123456789', 'abcdefghjy') || '@example.com' end || e'\\n'
           || case when kind = 'phone' then left(phone, 5) || '4477' || right(phone, 2) else phone end
    from drawn`;

const ALIASES = `
  insert into tracker.order_alias (alias, order_id)
  select '~mes:' || mes_id, order_id from drawn
  union all
  select '~corr:' || correlation_id, order_id from drawn`;

const EVENTS = `
  insert into tracker.order_event (order_id, event_id, type, status, source, occurred_at, recorded_at, correlation_id, ids,
         customer, digest, historic)
  select order_id, md5(n || 'event' || nth), 'order.status_changed', 'SUBMITTED', 'shop', at - nth * interval '1 day',
         at - nth * interval '1 day', correlation_id, '{}',
         case when nth = 3 then jsonb_build_object('id', 'C-' || 1 + n / 3, 'name', given || ' ' || family,
                                'email', lower(given) || n || '@example.com', 'phone', '+' || phone) end,
         decode(md5(n::text), 'hex'), false
    from drawn cross join generate_series(0, 3) as nth`;

/** Of one order in fifty something was wrong once. */
const ANOMALIES = `
  insert into tracker.order_anomaly (order_id, kind, event_id, at, noted_at, detail, cleared_at)
  select order_id, 'divergence', md5(n || 'event0'), at, at, 'The systems contradict each other.',
         case when kind = 'anomaly' then null else $1::timestamptz end
    from drawn where kind = 'anomaly' or n % 50 = 0`;

const SOURCES = `
  with named as (insert into tracker.source (name, common) values ('shop', true), ('mes', true), ('erp', false))
  insert into tracker.order_source (order_id, source) select order_id, 'erp' from drawn where kind = 'source'`;

/** A third of what is under way is with somebody. */
const ASSIGNED = `
  insert into tracker.order_hands (order_id, holder_id, holder, taken_at, acted_at)
  select order_id, 'user:1', case when kind = 'assigned' then 'olga' else 'operator-' || n % 20 end, $1, $1
    from drawn where kind = 'assigned' or (kind is null and n % ${UNDER_WAY_ONE_IN} = 0 and n % 3 = 0)`;

const INCIDENTS = `
  with incident as (
    insert into alerts.incident (rule, rule_hash, about, severity, state, shadow, title, opened_at, last_joined_at, last_seen_at)
    values ('price-missing', '', 'mes', 'warning', 'open', false, '{"en": "Orders wait", "ru": "Заказы ждут"}', $1, $1, $1)
    returning id)
  insert into alerts.finding (rule, subject, stay, origin, order_id, incident_id, severity, status, since, first_seen_at)
  select 'price-missing', 'order:' || order_id, 'SUBMITTED@1', 'rule', order_id, incident.id, 'warning', 'SUBMITTED', $1, $1
    from drawn cross join incident where kind = 'incident'`;

/** How long the statuses usually take, of all orders and of each partner: nobody is at risk by that alone. */
const USUAL = `
  insert into tracker.usual_stay (lifecycle, status, partner, samples, p50_ms, p90_ms, p95_ms, ends, ages, from_ms, likely_ms,
         to_ms, rest_from_ms, rest_likely_ms, rest_to_ms, measured_at)
  select $1, status, partner, 1000, 4 * hour, 20 * hour, 24 * hour, 1000, array[0, 8 * hour, 24 * hour],
         array[100 * hour, 104 * hour, 120 * hour], array[200 * hour, 208 * hour, 224 * hour],
         array[300 * hour, 308 * hour, 324 * hour], 100 * hour, 200 * hour, 300 * hour, $3
    from unnest($2::text[]) as status
   cross join (select '' as partner union all select 'partner-' || n from generate_series(0, 36) n) partners
   cross join (select 3600000::float8 as hour) hours`;
