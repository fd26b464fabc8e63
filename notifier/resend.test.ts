import { expect, test } from 'vitest';
import { MINUTE, T0 } from '../test/support/factory.ts';
import { aMessage } from './message-rows-under-test.ts';
import { whyNot } from './resend-plan.ts';

const asked = (named: Parameters<typeof aMessage>[0], again = false) =>
  whyNot({ ...aMessage(named), isForgotten: false }, again, T0);

test.each(['failed', 'dead', 'dropped', 'dry_run'] as const)('%s: it goes', state => {
  expect(asked({ state })).toBeNull();
});

test.each(['sent', 'delivered'] as const)('%s: only for somebody who insists', state => {
  expect(asked({ state })).toMatchObject({ mayInsist: true });
  expect(asked({ state }, true)).toBeNull();
});

test.each([
  ['email', false],
  ['webhook', false],
  ['sms', true],
  ['telegram', true],
  ['slack', true],
] as const)('unknown, by %s: must insist: %s', (channel, must) => {
  expect(asked({ state: 'unknown', channel })?.mayInsist ?? false).toBe(must);
  expect(asked({ state: 'unknown', channel }, true)).toBeNull();
});

test('what is on its way needs nobody; what waits goes now', () => {
  expect(asked({ state: 'queued' }, true)).toMatchObject({ mayInsist: false });
  expect(asked({ state: 'sending' }, true)).toMatchObject({ mayInsist: false });
  expect(asked({ state: 'queued', notBefore: T0 + MINUTE })).toBeNull();
});

test('nobody is left to send it to', () => {
  expect(whyNot({ ...aMessage({ state: 'failed' }), isForgotten: true }, true, T0)).toMatchObject({ mayInsist: false });
});

test('what went out over another channel: only for somebody who insists', () => {
  const replaced = { state: 'dropped', reason: 'replaced' } as const;
  expect(asked(replaced)).toMatchObject({ mayInsist: true });
  expect(asked(replaced, true)).toBeNull();
});
