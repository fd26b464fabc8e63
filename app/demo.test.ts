import { expect, test } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND } from '../simulator/hours.ts';
import { openLiveStory } from '../simulator/prelude.ts';
import { isOver } from '../simulator/process.ts';
import { liveTime } from '../simulator/timeline.ts';
import { referenceLifecycles } from '../test/support/reference.ts';
import { DEFAULT_STORY, limitsOf } from './demo.ts';

const MONDAY = Date.parse('2026-11-16T00:00:00Z');
// Of every weekday and many an hour: what people do depends on their working hours.
const STARTS = Array.from({ length: 7 }, (_, day) => MONDAY + day * (DAY + 7 * HOUR));
const limits = limitsOf(() => referenceLifecycles);

const KINDS = [
  'lost-publish',
  'malformed',
  'endless-calculation',
  'failed-upload',
  'stopped-consumer',
  'starvation',
  'flood',
];

test.each(STARTS)('started at %i, it shows a company in which some orders are stuck, for every reason', present => {
  const time = liveTime([{ story: present, wall: present }], DEFAULT_STORY.speed);
  const story = openLiveStory({ ...DEFAULT_STORY, limits }, present, time);
  const openAt = (now: number) => {
    story.tellUntil(time.story(now));
    const { orders, unreadable } = story.truth(now);
    const open = orders.filter(({ status }) => status !== null && !isOver(status));
    return { orders, unreadable, open, stuck: open.filter(({ stuck }) => stuck) };
  };

  const first = openAt(present);
  expect(first.stuck.length / first.open.length).toBeGreaterThan(0.04);
  expect(first.stuck.length / first.open.length).toBeLessThan(0.1);
  expect(first.stuck.map(({ why }) => why?.cause)).toEqual(expect.arrayContaining(KINDS));
  expect(first.orders.some(({ disagrees }) => disagrees)).toBe(true);
  expect(first.orders.some(({ duplicates }) => duplicates > 0)).toBe(true);
  expect(first.unreadable.length).toBeGreaterThan(0);

  // Before somebody's eyes.
  const known = new Set(first.stuck.map(({ orderId }) => orderId));
  const later = openAt(present + 50 * SECOND);
  expect(later.stuck.filter(({ orderId }) => !known.has(orderId)).length).toBeGreaterThanOrEqual(3);
  const muchLater = openAt(present + 15 * MINUTE);
  expect(muchLater.stuck.length / muchLater.open.length).toBeLessThan(0.12);
});
