/** An instant: milliseconds since 1970-01-01T00:00:00Z. Whole numbers compare and subtract without surprises. */
export type Instant = number;

/** The only source of time. Handed down from `app/compose.ts`, so that in a test three weeks pass in a millisecond. */
export interface Clock {
  now(): Instant;
}

export const systemClock: Clock = { now: () => Date.now() };

/** A clock that stands still until it is told to move. */
export function manualClock(start: Instant): Clock & { set(to: Instant): void; advance(ms: number): void } {
  let now = start;
  return {
    now: () => now,
    set: to => {
      now = to;
    },
    advance: ms => {
      now += ms;
    },
  };
}

/** ISO 8601 in UTC with milliseconds, the form of every time that leaves the house. */
export function toIso(instant: Instant): string {
  return new Date(instant).toISOString();
}
