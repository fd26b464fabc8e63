import { Writable } from 'node:stream';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { diagnosticsTo } from './diagnostics.ts';

test('one line a minute, with how many were kept to ourselves, and nothing of what is known', () => {
  const lines: { reason: string; alsoSince?: number }[] = [];
  const sink = new Writable({ write: (line, _, done) => done(void lines.push(JSON.parse(String(line)))) });
  let elapsed = 0;
  const diagnostics = diagnosticsTo(pino({ base: null }, sink), () => elapsed);
  diagnostics.warn('Dropped 372 links because linkCountLimit reached');
  diagnostics.error('{"stack":"Error: connect …","message":"connect ECONNREFUSED 127.0.0.1:4318","name":"Error"}');
  for (elapsed = 1_000; elapsed < 60_000; elapsed += 1_000) diagnostics.error('again');
  diagnostics.warn('Dropped 12 spans because maxQueueSize reached');
  expect(lines.map(({ reason, alsoSince }) => [reason, alsoSince])).toEqual([
    ['connect ECONNREFUSED 127.0.0.1:4318', undefined],
    ['Dropped 12 spans because maxQueueSize reached', 59],
  ]);
});
