const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export type DurationUnit = 'days' | 'hours' | 'minutes' | 'seconds';

/**
 * A duration in milliseconds by its largest unit, and by the next one where that says something: `2 d 4 h`, `26 h`,
 * `3 h 20 min`, `35 min`, `8 s`; what is less is cut off. A negative one is as long as its opposite.
 */
export function durationParts(ms: number): { unit: DurationUnit; n: number }[] {
  const length = Math.abs(ms);
  if (length < MINUTE_MS) return [{ unit: 'seconds', n: Math.floor(length / SECOND_MS) }];
  if (length < HOUR_MS) return [{ unit: 'minutes', n: Math.floor(length / MINUTE_MS) }];
  if (length < 10 * HOUR_MS) return both('hours', HOUR_MS, 'minutes', MINUTE_MS);
  if (length < 2 * DAY_MS) return [{ unit: 'hours', n: Math.floor(length / HOUR_MS) }];
  if (length < 10 * DAY_MS) return both('days', DAY_MS, 'hours', HOUR_MS);
  return [{ unit: 'days', n: Math.floor(length / DAY_MS) }];

  function both(one: DurationUnit, oneMs: number, other: DurationUnit, otherMs: number) {
    const rest = Math.floor((length % oneMs) / otherMs);
    const large = { unit: one, n: Math.floor(length / oneMs) };
    return rest === 0 ? [large] : [large, { unit: other, n: rest }];
  }
}

/** Milliseconds of an ISO 8601 duration such as `PT30M` or `P1DT4H`; null: it has months or years, or is none. */
export function durationOf(iso: string): number | null {
  const match =
    /^P(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(
      iso,
    );
  if (match === null) return null;
  const [weeks, days, hours, minutes, seconds] = match.slice(1).map(text => Number(text ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return (weeks * 7 + days) * DAY_MS + hours * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS;
}
