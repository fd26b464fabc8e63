import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { Curve, Span } from './usual-curve.ts';

/** What was measured of a status, of all orders of its lifecycle or of a partner's. Durations in milliseconds. */
export type MeasuredStay = {
  lifecycle: string;
  status: string;
  /** Null: of all orders. */
  partner: string | null;
  /** Stays that ended. */
  samples: number;
  /** Null: they are too few to judge by. */
  stay: { p50Ms: number; p90Ms: number; p95Ms: number } | null;
  /** Orders that came from here to the end. */
  ends: number;
  /** Null: they are too few to judge by. */
  curve: Curve | null;
};

type Row = {
  lifecycle: string;
  status: string;
  partner: string;
  samples: number;
  p50_ms: number | null;
  p90_ms: number | null;
  p95_ms: number | null;
  ends: number;
  ages: number[] | null;
  from_ms: number[] | null;
  likely_ms: number[] | null;
  to_ms: number[] | null;
  rest_from_ms: number | null;
  rest_likely_ms: number | null;
  rest_to_ms: number | null;
};

const COLUMNS = `lifecycle, status, partner, samples, p50_ms, p90_ms, p95_ms, ends, ages, from_ms, likely_ms, to_ms,
  rest_from_ms, rest_likely_ms, rest_to_ms`;

/** Writes what was measured of a lifecycle. */
export async function saveMeasured(db: Db, measured: readonly MeasuredStay[], now: Instant): Promise<void> {
  if (measured.length === 0) return;
  await db.query(
    `insert into tracker.usual_stay (${COLUMNS}, measured_at)
     select ${COLUMNS}, $2
       from jsonb_to_recordset($1) as r (
         lifecycle text, status text, partner text, samples integer, p50_ms float8, p90_ms float8, p95_ms float8,
         ends integer, ages float8[], from_ms float8[], likely_ms float8[], to_ms float8[],
         rest_from_ms float8, rest_likely_ms float8, rest_to_ms float8)
     on conflict (lifecycle, status, partner) do update
        set samples = excluded.samples, p50_ms = excluded.p50_ms, p90_ms = excluded.p90_ms, p95_ms = excluded.p95_ms,
            ends = excluded.ends, ages = excluded.ages, from_ms = excluded.from_ms, likely_ms = excluded.likely_ms,
            to_ms = excluded.to_ms, rest_from_ms = excluded.rest_from_ms, rest_likely_ms = excluded.rest_likely_ms,
            rest_to_ms = excluded.rest_to_ms, measured_at = excluded.measured_at`,
    [JSON.stringify(measured.map(toRow)), toIso(now)],
  );
}

/** What is not so any more, since nothing of it has happened for so long. */
export async function forgetMeasuredBefore(db: Db, now: Instant): Promise<void> {
  await db.query('delete from tracker.usual_stay where measured_at < $1', [toIso(now)]);
}

/** Of these statuses, those of all orders and those of these partners. */
export async function readMeasured(
  db: Db,
  wanted: readonly { lifecycle: string; status: string; partner: string | null }[],
): Promise<MeasuredStay[]> {
  if (wanted.length === 0) return [];
  const { rows } = await db.query<Row>(
    `select ${COLUMNS} from tracker.usual_stay
      where (lifecycle, status, partner) in
        (select one.lifecycle, one.status, whose.partner
           from unnest($1::text[], $2::text[], $3::text[]) as one (lifecycle, status, partner)
          cross join lateral (values (''), (one.partner)) as whose (partner))`,
    [
      wanted.map(({ lifecycle }) => lifecycle),
      wanted.map(({ status }) => status),
      wanted.map(({ partner }) => partner),
    ],
  );
  return rows.map(fromRow);
}

/** Every stay that there are enough of to judge by. */
export async function readMeasuredStays(db: Db): Promise<MeasuredStay[]> {
  const { rows } = await db.query<Row>(
    `select lifecycle, status, partner, samples, p50_ms, p90_ms, p95_ms, ends from tracker.usual_stay
      where p50_ms is not null`,
  );
  return rows.map(row => ({ ...fromRow({ ...row, ages: null }), curve: null }));
}

function toRow({ lifecycle, status, partner, samples, stay, ends, curve }: MeasuredStay): Row {
  const { knots = null, rest = null } = curve ?? {};
  const ofKnots = (value: keyof NonNullable<typeof knots>[number]) => knots?.map(knot => knot[value]) ?? null;
  return {
    lifecycle,
    status,
    partner: partner ?? '',
    samples,
    p50_ms: stay?.p50Ms ?? null,
    p90_ms: stay?.p90Ms ?? null,
    p95_ms: stay?.p95Ms ?? null,
    ends,
    ages: ofKnots('age'),
    from_ms: ofKnots('from'),
    likely_ms: ofKnots('likely'),
    to_ms: ofKnots('to'),
    rest_from_ms: rest?.from ?? null,
    rest_likely_ms: rest?.likely ?? null,
    rest_to_ms: rest?.to ?? null,
  };
}

function fromRow(row: Row): MeasuredStay {
  const { lifecycle, status, samples, p50_ms, p90_ms, p95_ms, ends } = row;
  return {
    lifecycle,
    status,
    partner: row.partner === '' ? null : row.partner,
    samples,
    stay: p50_ms === null ? null : { p50Ms: p50_ms, p90Ms: p90_ms!, p95Ms: p95_ms! },
    ends,
    curve: row.ages === null ? null : curveIn(row, row.ages),
  };
}

function curveIn({ from_ms, likely_ms, to_ms, ...row }: Row, ages: readonly number[]): Curve {
  const spanAt = (index: number): Span => ({ from: from_ms![index]!, likely: likely_ms![index]!, to: to_ms![index]! });
  return {
    knots: ages.map((age, index) => ({ age, ...spanAt(index) })),
    rest: { from: row.rest_from_ms!, likely: row.rest_likely_ms!, to: row.rest_to_ms! },
    ends: row.ends,
  };
}
