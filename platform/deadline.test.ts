import { getEventListeners } from 'node:events';
import { expect, test, vi } from 'vitest';
import { deadline } from './deadline.ts';

test('it breaks off when the caller does, and leaves nothing with the caller', () => {
  const caller = new AbortController();
  const within = deadline(caller.signal, 1_000_000);
  expect(getEventListeners(caller.signal, 'abort')).toHaveLength(1);
  caller.abort(new Error('enough'));
  expect([within.signal.aborted, within.isOver()]).toEqual([true, false]);
  expect(within.signal.reason).toMatchObject({ message: 'enough' });
  within.clear();
  expect(getEventListeners(caller.signal, 'abort')).toHaveLength(0);
  expect(deadline(caller.signal, 1_000).signal.aborted).toBe(true);
});

test('it breaks off when the time is over, and not when it was cleared before', () => {
  vi.useFakeTimers();
  const caller = new AbortController();
  const [late, cleared] = [deadline(caller.signal, 1_000), deadline(caller.signal, 1_000)];
  cleared.clear();
  vi.advanceTimersByTime(999);
  expect(late.signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect([late.signal.aborted, late.isOver()]).toEqual([true, true]);
  expect([cleared.signal.aborted, cleared.isOver()]).toEqual([false, false]);
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});
