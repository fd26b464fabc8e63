import { expect, test } from 'vitest';
import type { Said } from './course.ts';
import { MINUTE } from './hours.ts';
import type { Status, System } from './process.ts';
import { read } from './reading.ts';

const NOON = Date.parse('2026-09-01T12:00:00Z');

/** Who says what, how many minutes after noon; `late`: how long it is under way; the MES counts where it is told to. */
type Word = [source: System, status: Status, minutes: number, more?: { late?: number; sequence?: number }];

function words(...said: Word[]): Said[] {
  return said.map(([source, status, minutes, { late = 0, sequence = null } = {}], index) => {
    const occurredAt = NOON + minutes * MINUTE;
    const publishedAt = occurredAt + late * MINUTE;
    const others = { orderId: 'ORD-1', otherNames: [], publishedAt, arrivesAt: publishedAt, twins: [] };
    return { messageId: String(index), source, status, occurredAt, sequence, ...others };
  });
}

const MADE: Word[] = [
  ['shop', 'SUBMITTED', 0],
  ['mes', 'PRICE_CALCULATED', 10],
  ['crm', 'MANUFACTURING_APPROVED', 20],
  ['mes', 'MANUFACTURING_STARTED', 30],
  ['mes', 'MANUFACTURING_COMPLETED', 40],
];

const CASES: [title: string, said: Word[], status: Status, sinceMinutes: number, disagrees: boolean][] = [
  ['step by step', MADE, 'MANUFACTURING_COMPLETED', 40, false],
  ['a step that nobody told is passed over', [MADE[0]!, MADE[2]!], 'MANUFACTURING_APPROVED', 20, false],
  [
    'what another repeats late changes nothing',
    [...MADE, ['crm', 'MANUFACTURING_STARTED', 50]],
    'MANUFACTURING_COMPLETED',
    40,
    false,
  ],
  [
    'what another repeats stands in for what was lost',
    [...MADE.slice(0, 4), ['crm', 'MANUFACTURING_COMPLETED', 55]],
    'MANUFACTURING_COMPLETED',
    55,
    false,
  ],
  [
    'it is made again on the word of the MES',
    [...MADE, ['mes', 'MANUFACTURING_STARTED', 50]],
    'MANUFACTURING_STARTED',
    50,
    false,
  ],
  [
    'a time of the future is the time of arrival',
    [MADE[0]!, ['mes', 'PRICE_CALCULATED', 100, { late: -60 }]],
    'PRICE_CALCULATED',
    40,
    false,
  ],
  [
    'five minutes ahead are believed',
    [MADE[0]!, ['mes', 'PRICE_CALCULATED', 100, { late: -5 }]],
    'PRICE_CALCULATED',
    100,
    false,
  ],
  [
    'a clock that is behind is believed',
    [MADE[0]!, MADE[1]!, ['crm', 'MANUFACTURING_APPROVED', 5, { late: 15 }]],
    'MANUFACTURING_APPROVED',
    5,
    false,
  ],
  [
    'but not against the count',
    [MADE[0]!, ['mes', 'PRICE_CALCULATED', 30, { sequence: 1 }], ['mes', 'MANUFACTURING_STARTED', 15, { sequence: 2 }]],
    'MANUFACTURING_STARTED',
    30,
    false,
  ],
  [
    'cancelled and shipped can not both be',
    [...MADE, ['crm', 'CANCELLED', 50], ['mes', 'SHIPPED', 60]],
    'CANCELLED',
    50,
    true,
  ],
  [
    'what has been shipped is not cancelled',
    [...MADE, ['mes', 'SHIPPED', 50], ['crm', 'CANCELLED', 60]],
    'SHIPPED',
    50,
    true,
  ],
  [
    'the CRM goes back to what it said before',
    [...MADE, ['crm', 'MANUFACTURING_STARTED', 50], ['crm', 'MANUFACTURING_APPROVED', 60]],
    'MANUFACTURING_COMPLETED',
    40,
    true,
  ],
  [
    'a cancellation that the MES has not heard of yet is no contradiction',
    [...MADE, ['crm', 'CANCELLED', 45]],
    'CANCELLED',
    45,
    false,
  ],
];

test.each(CASES)('%s', (_title, said, status, sinceMinutes, disagrees) => {
  const reading = { status, since: NOON + sinceMinutes * MINUTE, disagrees };
  expect(read(words(...said))).toEqual(reading);
  expect(read(words(...said).reverse())).toEqual(reading);
});

test('nothing said is nothing known', () => {
  expect(read([])).toEqual({ status: null, since: null, disagrees: false });
});
