import { expect, test } from 'vitest';
import { createLog } from '../platform/log.ts';
import { createTeardown } from './teardown.ts';

const log = createLog('silent');

test('last in, first out, each waited for, whatever fails or hangs', async () => {
  const ended: string[] = [];
  const teardown = createTeardown(log, 20);
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

test('running it twice stops everything once', async () => {
  let stopped = 0;
  const teardown = createTeardown(log, 1_000);
  teardown.add('it', () => {
    stopped++;
  });
  await Promise.all([teardown.run(), teardown.run()]);
  expect(stopped).toBe(1);
});
