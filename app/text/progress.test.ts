import { expect, test } from 'vitest';
import { manualClock } from '../../platform/clock.ts';
import { bar, createProgress } from './progress.ts';

test('the bar', () => {
  expect(bar(0, 200)).toBe('[..............................]   0 %  0 of 200');
  expect(bar(67, 200)).toBe('[##########....................]  33 %  67 of 200');
  expect(bar(200, 200)).toBe('[##############################] 100 %  200 of 200');
  expect(bar(0, 0)).toContain('100 %');
});

test('a person sees every step, drawn over the one before', () => {
  const written: string[] = [];
  const progress = createProgress({ interactive: true }, manualClock(0), text => written.push(text));
  progress.show(1, 2);
  progress.show(2, 2);
  progress.end();
  expect(written).toEqual([`\r${bar(1, 2)}`, `\r${bar(2, 2)}`, '\n']);
});

test('a log gets a line now and then', () => {
  const written: string[] = [];
  const clock = manualClock(0);
  const progress = createProgress({ interactive: false }, clock, text => written.push(text));
  for (let done = 1; done <= 12; done++) {
    clock.advance(1_000);
    progress.show(done, 12);
  }
  progress.end();
  expect(written).toEqual(['5 of 12\n', '10 of 12\n']);
});
