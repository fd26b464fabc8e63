import { expect, test } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import { createLog } from '../platform/log.ts';
import { every } from './every.ts';

test('what fails says so in the log, without what it read, and is tried again', async () => {
  const lines: string[] = [];
  const log = createLog('info', { write: line => void lines.push(line) });
  const { promise: again, resolve } = Promise.withResolvers<void>();
  let runs = 0;
  const work = async () => {
    runs += 1;
    if (runs === 2) return resolve();
    JSON.parse('anna@example.com');
  };
  const loop = every(1, { name: 'reading', work, clock: manualClock(0), log });
  await again;
  await loop.stop();
  expect(lines.map(line => JSON.parse(line))).toMatchObject([
    { name: 'reading', msg: 'failed; will try again', err: expect.stringContaining('SyntaxError') },
  ]);
  expect(lines.join()).not.toContain('anna');
});
