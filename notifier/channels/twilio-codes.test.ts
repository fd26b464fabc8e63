import { expect, test } from 'vitest';
import { meaningOfTwilioCode, TWILIO_CODES } from './twilio-codes.ts';

const EXPECTED: readonly (readonly [number, string])[] = [
  [14107, 'later too_many'],
  [20003, 'later bad_credentials'],
  [20005, 'later bad_credentials'],
  [20404, 'later bad_credentials'],
  [20429, 'later too_many'],
  [20500, 'later provider_down'],
  [20503, 'later provider_down'],
  [21211, 'never invalid_address invalid_address'],
  [21212, 'never bad_sender'],
  [21217, 'never invalid_address invalid_address'],
  [21408, 'never no_route'],
  [21602, 'never our_fault'],
  [21603, 'never bad_sender'],
  [21604, 'never our_fault'],
  [21605, 'never too_large'],
  [21606, 'never bad_sender'],
  [21609, 'never our_fault'],
  [21610, 'never opted_out opted_out'],
  [21611, 'later too_many'],
  [21612, 'never no_route'],
  [21614, 'never invalid_address invalid_address'],
  [21617, 'never too_large'],
  [21619, 'never our_fault'],
  [21635, 'never no_route'],
  [21659, 'never bad_sender'],
  [21660, 'never bad_sender'],
  [21701, 'never bad_sender'],
  [21703, 'never bad_sender'],
  [30001, 'later too_many'],
  [30002, 'later bad_credentials'],
  [30003, 'never unreachable'],
  [30004, 'never blocked blocked'],
  [30005, 'never invalid_address invalid_address'],
  [30006, 'never no_route'],
  [30007, 'never filtered'],
  [30008, 'later refused'],
  [30010, 'never refused'],
  [30019, 'never too_large'],
  [30032, 'never bad_sender'],
  [30034, 'never bad_sender'],
  [30410, 'later provider_down'],
  [63038, 'later too_many'],
  [90010, 'later bad_credentials'],
];

test.each([...EXPECTED, [12345, 'never refused'] as const])('%i is %s', (code, expected) => {
  const { retry, reason, suppress } = meaningOfTwilioCode(code);
  expect([retry ? 'later' : 'never', reason, ...(suppress ? [suppress] : [])].join(' ')).toBe(expected);
});

test('no code of the table is left out here', () => {
  expect([...TWILIO_CODES.keys()].toSorted((a, b) => a - b)).toEqual(EXPECTED.map(([code]) => code));
});
