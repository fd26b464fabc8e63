import pg from 'pg';
import { expect, test } from 'vitest';
import { blame, whereabouts } from './blame.ts';

function refusal(code: string): pg.DatabaseError {
  const error = new pg.DatabaseError('Anna', 0, 'error');
  error.code = code;
  return error;
}

test.each([
  [
    'database',
    ['08006', '53300', '57P01', '57P03', '25006', '25P03', '40001', '40P01', '55P03', '57014', '28P01', '3D000'],
  ],
  ['content', ['22001', '22P02', '22P05', '23502', '23505', '54000']],
  ['suspect', ['42P01', '42501', '42703', '21000', '25P02', '0A000', 'P0001', 'XX000']],
] as const)('%s is blamed for %j', (blamed, codes) => {
  expect(codes.map(code => [code, blame(refusal(code))])).toEqual(codes.map(code => [code, blamed]));
});

test.each([
  ['database', new Error('Query read timeout')],
  ['database', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
  ['database', new AggregateError([Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })])],
  ['database', new Error('it failed', { cause: new Error('Connection terminated unexpectedly') })],
  ['suspect', new TypeError('x is not a function')],
  ['suspect', new RangeError('Invalid time value')],
  ['suspect', new Error('an assertion of ours')],
  ['suspect', 'no error at all'],
])('%s is blamed for %s', (blamed, error) => {
  expect(blame(error)).toBe(blamed);
});

test('whereabouts name the error and the place, not what it says', () => {
  const error = whereabouts(refusal('42P01'));
  expect(error).toMatchObject({ sqlState: '42P01', stack: expect.stringContaining('blame.test.ts') });
  expect(JSON.stringify([error, whereabouts(new TypeError('Anna\nLogan'))])).not.toMatch(/Anna|Logan/);
});
