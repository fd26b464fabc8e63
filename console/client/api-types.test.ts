import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { apiTypes } from './api-types.ts';

test('the types of the client are those of the API: else `npm run client`', async () => {
  const kept = readFileSync(new URL('api.gen.ts', import.meta.url), 'utf8');
  // Not toBe: a difference of ten thousand lines says less than the sentence above.
  expect(kept === (await apiTypes())).toBe(true);
});
