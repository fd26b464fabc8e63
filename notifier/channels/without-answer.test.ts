import { expect, test } from 'vitest';
import { withoutAnswer } from './without-answer.ts';

test('what never left may be sent again; what may have arrived is not known', () => {
  expect(withoutAnswer({ kind: 'notSent', said: 'x' })).toMatchObject({ kind: 'transient', reason: 'provider_down' });
  expect(withoutAnswer({ kind: 'noAnswer', said: 'x' })).toEqual({ kind: 'unknown', said: 'x' });
});
