import type { ReactNode } from 'react';
import classes from './insights.module.css';

export type WeekPoint = { week: number; p50: number; p90: number };

const WIDTH = 168;
const HEIGHT = 34;
const EDGE = 3;
const WEEK_MS = 7 * 24 * 3_600_000;

/**
 * Median by week over a shade up to where nine of ten end, with the limit where it is not far above all of them. Of a
 * single week a dot.
 */
export function WeeksChart(props: { weeks: readonly WeekPoint[]; limitMs: number | null; label: string }): ReactNode {
  const { weeks, limitMs, label } = props;
  if (weeks.length === 0) return null;
  // A little above, so that what stays the same runs within the picture.
  const longest = Math.max(...weeks.map(({ p90 }) => p90), 1) * 1.25;
  const showsLimit = limitMs !== null && limitMs <= longest * 2;
  const top = showsLimit ? Math.max(longest, limitMs) : longest;
  const first = weeks[0]!.week;
  const span = Math.max(WEEK_MS, weeks.at(-1)!.week - first);
  const x = (week: number) => EDGE + ((week - first) / span) * (WIDTH - 2 * EDGE);
  const y = (ms: number) => HEIGHT - EDGE - (ms / top) * (HEIGHT - 2 * EDGE);
  const line = (of: 'p50' | 'p90') => weeks.map(point => `${x(point.week).toFixed(1)},${y(point[of]).toFixed(1)}`);
  return (
    <svg className={classes.chart} width={WIDTH} height={HEIGHT} role="img" aria-label={label}>
      <polygon className={classes.shade} points={[...line('p90'), ...line('p50').reverse()].join(' ')} />
      {showsLimit ? <line className={classes.limit} x1={0} x2={WIDTH} y1={y(limitMs)} y2={y(limitMs)} /> : null}
      <polyline className={classes.median} points={line('p50').join(' ')} />
      {weeks.length === 1 ? <circle className={classes.dot} cx={x(first)} cy={y(weeks[0]!.p50)} r={2.5} /> : null}
    </svg>
  );
}

/** A share as a bar beside its words. */
export function Bar({ share, tone }: { share: number; tone: 'late' | 'calm' }): ReactNode {
  return (
    <svg className={classes.bar} width={64} height={6} aria-hidden="true">
      <rect className={classes.barAll} width={64} height={6} rx={3} />
      <rect
        className={classes.barPart}
        data-tone={tone}
        width={Math.max(share === 0 ? 0 : 2, 64 * share)}
        height={6}
        rx={3}
      />
    </svg>
  );
}
