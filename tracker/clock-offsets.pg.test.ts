import { beforeEach, describe, expect, test } from 'vitest';
import { testDatabase } from '../test/support/database.ts';
import { HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { readClockOffsets } from './clock-offsets.ts';

const { pool } = await testDatabase();
beforeEach(() => pool.query('truncate tracker.order_event'));

const SECOND = 1_000;

type Said = { source: string; recordedAt: number; lagMs: number; historic?: boolean };

/** What the ledger would have recorded of it. */
async function said(...events: readonly Said[]): Promise<void> {
  await pool.query(
    `insert into tracker.order_event (order_id, event_id, type, source, occurred_at, recorded_at, ids, digest, historic)
     select 'ORD-' || e.at, gen_random_uuid()::text, 'order.note', e.source, to_timestamp(e.occurred / 1000),
            to_timestamp(e.recorded / 1000), '{}', '', e.historic
       from jsonb_to_recordset($1) as e (at int, source text, recorded float8, occurred float8, historic boolean)`,
    [
      JSON.stringify(
        events.map(({ source, recordedAt, lagMs, historic = false }, at) => {
          return { at, source, recorded: recordedAt, occurred: recordedAt - lagMs, historic };
        }),
      ),
    ],
  );
}

/** So many, each `everyMs` after the other, the last one at `now`. */
const series = (source: string, count: number, everyMs: number, lag: (at: number) => number, now = T0): Said[] =>
  Array.from({ length: count }, (_, at) => ({
    source,
    recordedAt: now - (count - 1 - at) * everyMs,
    lagMs: lag(at),
  }));

const ahead = async (now = T0) =>
  Object.fromEntries((await readClockOffsets(pool, now)).map(({ source, aheadMs }) => [source, aheadMs]));

describe('ahead', () => {
  test('two of the last five that can not have happened yet', async () => {
    await said(...series('mes', 3, MINUTE, () => 500), { source: 'mes', recordedAt: T0 + 1, lagMs: -25 * MINUTE });
    expect(await ahead(T0 + 1)).toEqual({ mes: 0 });
    await said({ source: 'mes', recordedAt: T0 + 2, lagMs: -25 * MINUTE + 10 });
    expect(await ahead(T0 + 2)).toEqual({ mes: 25 * MINUTE - 10 });
    await said(...series('mes', 4, SECOND, () => 500, T0 + MINUTE));
    expect(await ahead(T0 + MINUTE)).toEqual({ mes: 0 });
  });

  test('by less than messages take is nothing', async () => {
    await said(...series('mes', 5, MINUTE, () => -20 * SECOND));
    expect(await ahead()).toEqual({ mes: 0 });
  });
});

describe('behind', () => {
  test('when all is late by the same for a while', async () => {
    await said(...series('shop', 5, MINUTE, () => 200), ...series('mes', 3, 2 * MINUTE, at => 25 * MINUTE + at * 900));
    const offsets = await readClockOffsets(pool, T0);
    expect(offsets).toMatchObject([
      { source: 'mes', aheadMs: -(25 * MINUTE - 200), since: T0 - 4 * MINUTE, lastAt: T0 },
      { source: 'shop', aheadMs: 0 },
    ]);
  });

  test.each<[string, Said[]]>([
    ['what has waited and comes at once', series('mes', 20, 100, at => 2 * HOUR - at * 5 * MINUTE)],
    ['two at once that were said within a minute', series('mes', 20, 100, at => 2 * HOUR - at * SECOND)],
    ['what has waited and comes little by little', series('mes', 20, 20 * SECOND, at => 2 * HOUR - at * 5 * MINUTE)],
    [
      'one late straggler',
      [...series('mes', 2, MINUTE, () => 500), { source: 'mes', recordedAt: T0 + 1, lagMs: HOUR }],
    ],
    ['the first two', series('mes', 2, 5 * MINUTE, () => HOUR)],
    ['imports', series('mes', 5, MINUTE, () => HOUR).map(one => ({ ...one, historic: true }))],
  ])('not: %s', async (_what, events) => {
    await said(...series('shop', 5, MINUTE, () => 200), ...events);
    expect((await ahead(T0 + MINUTE)).mes ?? 0).toBe(0);
  });

  test('nobody when everybody is: then it is we who are late', async () => {
    for (const source of ['shop', 'crm', 'mes']) await said(...series(source, 5, MINUTE, () => 10 * MINUTE));
    expect(await ahead()).toEqual({ shop: 0, crm: 0, mes: 0 });
    await said(...series('erp', 5, MINUTE, () => 40 * MINUTE));
    expect(await ahead()).toEqual({ shop: 0, crm: 0, mes: 0, erp: -30 * MINUTE });
  });

  test('stragglers among much do not hide it', async () => {
    await said(...series('shop', 5, MINUTE, () => 200));
    await said(...series('mes', 200, SECOND, at => (at % 20 === 0 ? 3 * HOUR : 20 * MINUTE)));
    expect(await ahead()).toEqual({ shop: 0, mes: -(20 * MINUTE - 200) });
  });
});

describe('holds until it is seen to be right', () => {
  const behind = series('mes', 6, 10 * MINUTE, () => 25 * MINUTE);

  test.each<[string, Said[]]>([
    ['several at once', series('mes', 5, SECOND, () => 25 * MINUTE, T0 + HOUR)],
    ['one that is late besides', [{ source: 'mes', recordedAt: T0 + HOUR, lagMs: 3 * HOUR }]],
    ['one that is right', [{ source: 'mes', recordedAt: T0 + HOUR, lagMs: 500 }]],
  ])('after %s', async (_what, events) => {
    await said(...behind, ...events);
    expect(await ahead(T0 + HOUR)).toEqual({ mes: -25 * MINUTE });
  });

  test('which two of the last three show', async () => {
    await said(...behind, ...series('mes', 2, 5 * MINUTE, () => 500, T0 + HOUR));
    expect(await ahead(T0 + HOUR)).toEqual({ mes: 0 });
  });
});

test('goes back no further than it takes to hear enough of everybody', async () => {
  await said(
    ...series('shop', 900, SECOND / 2, () => 200),
    ...series('mes', 3, 5 * MINUTE, () => HOUR, T0 - 20 * HOUR),
  );
  expect(await ahead()).toEqual({ shop: 0, mes: -(HOUR - 200) });
  await said(...series('crm', 100, SECOND / 2, () => 200));
  expect(await ahead()).toEqual({ shop: 0, crm: 0 });
});
