import { expect, test } from 'vitest';
import { createBatcher } from './batch.ts';

/** A batcher whose flushes end when the test says so. */
function batcherWith(limits: { maxItems: number; maxBytes: number; maxWaitMs: number }) {
  const begun: string[][] = [];
  let gate = Promise.withResolvers<void>();
  const flush = async (items: readonly string[]) => {
    begun.push([...items]);
    await gate.promise;
    gate = Promise.withResolvers<void>();
  };
  const batcher = createBatcher<string>({ ...limits, bytesOf: item => item.length, flush });
  return { batcher, begun, finish: () => gate.resolve() };
}

const HOUR = 3_600_000;
const settled = () => new Promise(resolve => setImmediate(resolve));

test('a full batch goes at once, and what comes meanwhile goes as one when it is done', async () => {
  const { batcher, begun, finish } = batcherWith({ maxItems: 2, maxBytes: 100, maxWaitMs: HOUR });
  for (const item of ['a', 'b', 'c', 'd', 'e']) batcher.add(item);
  expect(begun).toEqual([['a', 'b']]);
  expect(batcher.waiting()).toEqual({ items: 3, bytes: 3 });
  finish();
  await settled();
  finish();
  await settled();
  // Alone and not full, but it has waited while another was in flight.
  expect(begun).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  finish();
  await batcher.drain();
});

test('bytes fill a batch too, and a giant goes alone', async () => {
  const { batcher, begun, finish } = batcherWith({ maxItems: 10, maxBytes: 4, maxWaitMs: HOUR });
  for (const item of ['aa', 'bb', 'gigantic', 'c']) batcher.add(item);
  for (let round = 0; round < 3; round++) {
    finish();
    await settled();
  }
  expect(begun).toEqual([['aa', 'bb'], ['gigantic'], ['c']]);
});

test('the first of a batch waits no longer than it may', async () => {
  const { batcher, begun, finish } = batcherWith({ maxItems: 10, maxBytes: 100, maxWaitMs: 5 });
  batcher.add('a');
  expect(begun).toEqual([]);
  await expect.poll(() => begun).toEqual([['a']]);
  finish();
  await batcher.drain();
});

test('draining flushes what waits, clearing forgets it', async () => {
  const { batcher, begun, finish } = batcherWith({ maxItems: 10, maxBytes: 100, maxWaitMs: HOUR });
  batcher.add('forgotten');
  batcher.clear();
  await batcher.drain();
  batcher.add('a');
  const drained = batcher.drain();
  finish();
  await drained;
  expect(begun).toEqual([['a']]);
  expect(batcher.waiting()).toEqual({ items: 0, bytes: 0 });
});
