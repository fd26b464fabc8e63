import { expect, test } from 'vitest';
import { MINUTE, T0 } from '../../test/support/factory.ts';
import type { Asked } from './ask-endpoint.ts';
import type { Endpoint } from './endpoint.ts';
import { afterAsking, availability, usualLatency } from './endpoint-history.ts';
import type { WatchedEndpoint } from './watched-endpoints.ts';

const crm: Endpoint = {
  ...{ name: 'crm', system: 'crm', url: 'http://crm.example', method: 'GET', expects: null },
  ...{ timeoutMs: 5_000, everyMs: 15_000 },
};
const right = (ms: number): Asked => ({ up: true, status: 200, ms, obstacle: null });
const nothing: Asked = { up: false, status: null, ms: null, obstacle: 'no answer within 5 s' };

function asking(...answers: Asked[]): WatchedEndpoint {
  let known: WatchedEndpoint | null = null;
  for (const [minute, asked] of answers.entries()) known = afterAsking(crm, known, asked, T0 + minute * MINUTE);
  return known!;
}

test('how long it has been so, and why', () => {
  expect(asking(right(20), right(30))).toMatchObject({
    up: true,
    since: T0,
    status: 200,
    latencyMs: 30,
    obstacle: null,
  });
  expect(asking(right(20), nothing, nothing)).toMatchObject({
    ...{ up: false, since: T0 + MINUTE, status: null, latencyMs: null, obstacle: 'no answer within 5 s' },
    sampledAt: T0 + 2 * MINUTE,
  });
});

test('of the last sixty questions it keeps what came of them', () => {
  const long = asking(...Array.from({ length: 70 }, () => nothing), ...Array.from({ length: 45 }, () => right(1)));
  expect(long.recent).toHaveLength(60);
  expect(availability(long)).toBe(0.75);
});

test('one slow answer is none that counts, and neither is what nobody answered', () => {
  expect(usualLatency(asking(right(1), right(9_000)))).toBeNull();
  expect(usualLatency(asking(right(1), right(2), right(9_000)))).toBe(2);
  expect(usualLatency(asking(right(1), right(2), right(8_000), right(9_000), nothing, right(7_000)))).toBe(8_000);
});
