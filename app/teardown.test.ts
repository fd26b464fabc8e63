import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createLog } from '../platform/log.ts';
import { createTeardown } from './teardown.ts';

const log = createLog('silent');

test('last in, first out, each waited for, whatever fails or hangs', async () => {
  const ended: string[] = [];
  const teardown = createTeardown(log, 600);
  teardown.add('first', async () => {
    await Promise.resolve();
    ended.push('first');
  });
  teardown.add('fails', () => {
    ended.push('fails');
    throw new Error('no');
  });
  teardown.add('hangs', () => {
    ended.push('hangs');
    return new Promise(() => {});
  });
  teardown.add('last', () => ended.push('last'));
  await teardown.run();
  expect(ended).toEqual(['last', 'hangs', 'fails', 'first']);
});

test('the limit is one for all, and what hangs takes nothing of the shares of those after it', async () => {
  const hang = () => new Promise(() => {});
  const ended: string[] = [];
  const slow = (name: string, ms: number) => () => setTimeout(ms).then(() => ended.push(name));
  const teardown = createTeardown(log, 4_000);
  teardown.add('server', slow('server', 1_200), 2_400);
  teardown.add('hangs', hang, 400);
  teardown.add('hangs too', hang, 400);
  const began = performance.now();
  await teardown.run();
  expect(ended).toEqual(['server']);
  expect(performance.now() - began).toBeLessThan(4_000);
});

test('running it twice stops everything once', async () => {
  let stopped = 0;
  const teardown = createTeardown(log, 1_000);
  teardown.add('it', () => {
    stopped++;
  });
  await Promise.all([teardown.run(), teardown.run()]);
  expect(stopped).toBe(1);
});
