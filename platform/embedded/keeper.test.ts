import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLog } from '../log.ts';
import { keepRunning } from './keeper.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1_000);

test('whoever runs the server says whether it is alive; a dead one is started until it is there again', async () => {
  const alive = new Set([1]);
  const start = vi.fn(async () => {
    if (start.mock.calls.length === 1) throw new Error('not yet');
    alive.add(2);
    return 2;
  });
  const isAlive = vi.fn(async (pid: number) => alive.has(pid));
  const keeper = keepRunning({ name: 'it', pid: 1, isAlive, start, log: createLog('silent') });
  await seconds(3);
  isAlive.mockRejectedValueOnce(new Error('nobody answers'));
  await seconds(1);
  expect(start).not.toHaveBeenCalled();
  alive.delete(1);
  await seconds(1);
  expect(start).toHaveBeenCalledTimes(1);
  await seconds(5);
  expect(start).toHaveBeenCalledTimes(2);
  expect(await keeper.stop()).toBe(2);
});
