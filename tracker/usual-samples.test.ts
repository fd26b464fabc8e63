import { describe, expect, test } from 'vitest';
import { DAY, HOUR, T0 } from '../test/support/factory.ts';
import { referenceLifecycle as jewellery } from '../test/support/reference.ts';
import { lifecycle } from './lifecycle.ts';
import { mainEnd, mainWay } from './main-way.ts';
import { frozenIn } from './past-orders.ts';
import { type Past, samplesOf } from './usual-samples.ts';

const status = (next: string[], entry = false) => ({ owner: 'shop', next, entry });

describe('the way that orders usually take', () => {
  test('of the jewellery maker it ends when the piece is delivered', () => {
    expect(mainWay(jewellery, 'PACKAGING')).toEqual(['SHIPPED', 'CLOSED']);
    expect(new Set(jewellery.names.map(name => mainEnd(jewellery, name)))).toEqual(new Set(['CLOSED', null]));
    expect(mainEnd(jewellery, 'CANCELLED')).toBe(null);
  });

  test('neither goes through a cancellation nor in a circle, wherever these are declared', () => {
    const declared = lifecycle(
      {
        name: 'odd',
        zone: 'UTC',
        statuses: {
          NEW: status(['CANCELLED', 'MADE'], true),
          MADE: status(['REWORK', 'CANCELLED', 'DONE']),
          REWORK: status(['MADE']),
          DONE: status([]),
          CANCELLED: status([]),
        },
      },
      '',
    );
    expect(mainWay(declared, 'NEW')).toEqual(['MADE', 'DONE']);
    expect(mainWay(declared, 'REWORK')).toEqual(['MADE', 'DONE']);
  });

  test('of one step is that step', () => {
    const statuses = { NEW: status(['DONE', 'CANCELLED'], true), DONE: status([]), CANCELLED: status([]) };
    expect(mainEnd(lifecycle({ name: 'short', zone: 'UTC', statuses }, ''), 'NEW')).toBe('DONE');
  });
});

describe('what an order tells of how long things take', () => {
  const at = (days: number) => T0 + days * DAY;
  const past = (stays: [string, number][], named: Partial<Past> = {}): Past => ({
    history: stays.map(([name, days]) => ({ status: name, at: at(days), eventId: `${name} ${days}` })),
    pauses: [],
    frozenSince: null,
    ...named,
  });
  const told = (one: Past, window = { since: at(-90), now: at(10) }) => samplesOf(jewellery, one, window);

  test('each stay that ended, and how long it was from there to the end', () => {
    const { stays, courses } = told(
      past([
        ['PACKAGING', 0],
        ['SHIPPED', 1],
        ['CLOSED', 4],
      ]),
    );
    expect(stays).toEqual([
      { status: 'PACKAGING', ms: DAY },
      { status: 'SHIPPED', ms: 3 * DAY },
    ]);
    const ended = { hasEnded: true, knownFromMs: 0 };
    expect(courses).toEqual([
      { status: 'PACKAGING', stayMs: DAY, totalMs: 4 * DAY, ...ended },
      { status: 'SHIPPED', stayMs: 3 * DAY, totalMs: 3 * DAY, ...ended },
    ]);
  });

  test('rework: each time counts for itself', () => {
    const { stays } = told(
      past([
        ['MANUFACTURING_STARTED', 0],
        ['MANUFACTURING_COMPLETED', 2],
        ['MANUFACTURING_STARTED', 3],
        ['MANUFACTURING_COMPLETED', 4],
      ]),
    );
    expect(stays.map(({ ms }) => ms / DAY)).toEqual([2, 1, 1]);
  });

  test('whoever is cancelled has not gone on, and says nothing of when others end', () => {
    const { stays, courses } = told(
      past([
        ['SUBMITTED', 0],
        ['PRICE_CALCULATED', 1],
        ['CANCELLED', 3],
      ]),
    );
    expect(stays).toEqual([{ status: 'SUBMITTED', ms: DAY }]);
    expect(courses).toEqual([]);
  });

  test('whoever is under way counts for as long as that has been', () => {
    const { stays, courses } = told(
      past([
        ['PACKAGING', 0],
        ['SHIPPED', 9],
      ]),
    );
    expect(stays.length).toBe(1);
    expect(courses).toMatchObject([
      { status: 'PACKAGING', stayMs: 9 * DAY, totalMs: 10 * DAY, hasEnded: false },
      { status: 'SHIPPED', stayMs: DAY, totalMs: DAY, hasEnded: false },
    ]);
  });

  test('what ended before the stretch that is looked at counts no more, what began before it counts from then on', () => {
    const window = { since: at(2), now: at(10) };
    expect(
      told(
        past([
          ['PACKAGING', 0],
          ['SHIPPED', 1],
          ['CLOSED', 1.5],
        ]),
        window,
      ),
    ).toEqual({ stays: [], courses: [] });
    const { stays, courses } = told(
      past([
        ['PACKAGING', 0],
        ['SHIPPED', 1],
        ['CLOSED', 5],
      ]),
      window,
    );
    expect(stays).toEqual([{ status: 'SHIPPED', ms: 4 * DAY }]);
    expect(courses.map(({ knownFromMs }) => knownFromMs / DAY)).toEqual([2, 1]);
  });

  test('time in which it was frozen is in no stay', () => {
    const { stays, courses } = told(
      past(
        [
          ['PACKAGING', 0],
          ['SHIPPED', 5],
          ['CLOSED', 9],
        ],
        { pauses: [[at(1), at(4)]] },
      ),
    );
    expect(stays.map(({ ms }) => ms / DAY)).toEqual([2, 4]);
    expect(courses.map(({ totalMs }) => totalMs / DAY)).toEqual([6, 4]);
    const frozen = told(past([['PACKAGING', 0]], { frozenSince: at(2) }));
    expect(frozen.courses).toMatchObject([{ totalMs: 2 * DAY, hasEnded: false }]);
  });
});

test('when an order was frozen: by a person until a person lets it go on, by a rule until it moves', () => {
  const history = [0, 2, 6].map(days => ({ status: 'S', at: T0 + days * DAY, eventId: `${days}` }));
  const freeze = (days: number, byRule = false) => ({ at: T0 + days * DAY, freezes: true, byRule });
  const thaw = (days: number) => ({ at: T0 + days * DAY, freezes: false, byRule: false });
  const days = (events: Parameters<typeof frozenIn>[1]) => {
    const { pauses, frozenSince } = frozenIn(history, events);
    return [
      ...pauses.map(([from, to]) => [(from - T0) / DAY, (to - T0) / DAY]),
      frozenSince && (frozenSince - T0) / DAY,
    ];
  };
  expect(days([])).toEqual([null]);
  expect(days([freeze(1), thaw(3)])).toEqual([[1, 3], null]);
  expect(days([freeze(1)])).toEqual([1]);
  expect(days([freeze(1, true)])).toEqual([[1, 2], null]);
  expect(days([freeze(1, true), freeze(4, true), thaw(5)])).toEqual([[1, 2], [4, 5], null]);
  expect(days([freeze(7, true)])).toEqual([7]);
  expect(days([freeze(3, true), freeze(4), thaw(7)])).toEqual([[3, 7], null]);
  expect(days([thaw(1 + HOUR / DAY)])).toEqual([null]);
});
