import { expect, test } from 'vitest';
import { wayBack } from './way-back.ts';

test('the way back is a path of ours, wherever the link was written', () => {
  expect(wayBack('/orders/ORD-1?tab=raw')).toBe('/orders/ORD-1?tab=raw');
  for (const elsewhere of [null, '', '//evil.example', '/\\evil.example', 'https://evil.example', '/sign-in?first=x']) {
    expect(wayBack(elsewhere), String(elsewhere)).toBe('/');
  }
});
