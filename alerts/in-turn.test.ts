import { expect, test } from 'vitest';
import { MINUTE, T0 } from '../test/support/factory.ts';
import { anAskedOrder, theFacts } from './evidence/facts-under-test.ts';
import type { Gone, Waiting } from './evidence-provider.ts';
import { isInTurn } from './in-turn.ts';

const waits = (nth: number): Waiting => ({
  orderId: `W-${nth}`,
  since: T0 + nth * MINUTE,
  targetAt: null,
  partner: null,
});
const went = (nth: number, after = 60): Gone => ({
  orderId: `G-${nth}`,
  since: T0 + nth * MINUTE,
  at: T0 + (nth + after) * MINUTE,
  partner: null,
});

/** Of the order that came ten minutes after the beginning. */
function asked(line: { waiting?: Waiting[]; gone?: Gone[] }) {
  const facts = theFacts({ lines: { 'jewellery:SUBMITTED': line } });
  return isInTurn(anAskedOrder({ since: T0 + 10 * MINUTE, status: 'SUBMITTED' }), facts);
}

test('behind whom others wait, or from before whom others have gone on since', () => {
  expect(asked({})).toBe(false);
  expect(asked({ waiting: [waits(9)] })).toBe(true);
  expect(asked({ gone: [went(9)] })).toBe(true);
  expect(asked({ gone: [went(1, 5)] })).toBe(false);
});

test('one that came later and has gone on means nothing where several are worked on at a time', () => {
  const before = [0, 1, 2, 3].map(waits);
  expect(asked({ waiting: before, gone: [went(11), went(12)] })).toBe(true);
  expect(asked({ waiting: before, gone: [went(11), went(12), went(13)] })).toBe(false);
  expect(asked({ waiting: before.slice(0, 1), gone: [went(11)] })).toBe(false);
});
