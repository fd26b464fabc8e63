import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR, T0 } from '../test/support/factory.ts';
import { calendar } from '../tracker/calendar.ts';
import { businessLimit, calendarLimit } from '../tracker/service-level.ts';
import { latestStart } from './latest-start.ts';

const workshop = calendar({ zone: 'Europe/Berlin', hours: { mon: ['09:00-18:00'], tue: ['09:00-13:00'] } });
const limits = [
  calendarLimit('PT1H', 'UTC'),
  calendarLimit('P1D', 'Europe/Berlin'),
  calendarLimit('P1M', 'Europe/Berlin'),
  businessLimit('PT5H', workshop),
  businessLimit('P3D', workshop),
];

describe('the latest start', () => {
  it('is the last instant whose limit is reached by now, over changes of the clocks and closed days', () => {
    // A year, so that both changes of the clocks are in it.
    const instant = fc.integer({ min: 0, max: 366 * 24 * 60 }).map(minute => T0 + minute * 60_000);
    fc.assert(
      fc.property(fc.constantFrom(...limits), instant, (limit, now) => {
        const start = latestStart(since => limit(since, []), now)!;
        expect(limit(start, [])).toBeLessThanOrEqual(now);
        expect(limit(start + 1, [])).toBeGreaterThan(now);
      }),
    );
  });

  it('is none where nothing is ever reached', () => {
    expect(latestStart(since => since + 1_000 * 366 * 24 * HOUR, T0)).toBeNull();
  });
});
