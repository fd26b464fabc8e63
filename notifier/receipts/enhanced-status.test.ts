import { expect, test } from 'vitest';
import { readEnhancedStatus } from './enhanced-status.ts';

test.each([
  ['5.1.1', 5, 'invalid_address', true],
  ['5.1.10', 5, 'invalid_address', true],
  ['5.2.1', 5, 'invalid_address', true],
  ['5.2.2', 5, 'mailbox_full', false],
  ['4.2.2', 4, 'mailbox_full', false],
  ['4.1.1', 4, 'invalid_address', false],
  ['5.3.4', 5, 'too_large', false],
  ['4.4.1', 4, 'unreachable', false],
  ['5.6.1', 5, 'our_fault', false],
  ['5.7.1', 5, 'filtered', false],
  ['5.7.8', 5, 'bad_credentials', false],
  ['5.0.0', 5, 'refused', false],
  ['2.0.0', 2, 'refused', false],
])('%s', (text, severity, reason, isAddressBad) => {
  expect(readEnhancedStatus(text)).toEqual({ class: severity, reason, isAddressBad });
});

test.each(['550', '5.1', '3.1.1', '5.1.1.1', 'x5.1.1', ''])('%s is none', text => {
  expect(readEnhancedStatus(text)).toBeNull();
});
