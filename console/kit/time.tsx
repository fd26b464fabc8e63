import { Fragment, type ReactNode, useSyncExternalStore } from 'react';
import { useIntl } from 'react-intl';
import { serverNow } from '../client/freshness.ts';
import { useReader } from '../words/language.tsx';
import { useSay } from '../words/say.tsx';
import { durationParts } from './duration.ts';
import classes from './time.module.css';

const TICK_MS = 15_000;

let now = serverNow();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1) {
    now = serverNow();
    timer = setInterval(() => {
      now = serverNow();
      for (const each of listeners) each();
    }, TICK_MS);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

/** Milliseconds since 1970 by the server's clock, every quarter of a minute. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

/** `const duration = useDuration(); duration(ms)`: `2 d 4 h` in the reader's language. */
export function useDuration(): (ms: number) => string {
  const say = useSay();
  return ms =>
    durationParts(ms)
      .map(({ unit, n }) => say(`kit.${unit}`, { n }))
      .join(' ');
}

/** An instant in full, in the reader's zone and with its name: for titles and copies. */
export function useAbsolute(): (at: string | number) => string {
  const intl = useIntl();
  return at => intl.formatDate(new Date(at), { dateStyle: 'medium', timeStyle: 'long' });
}

/** How long ago, or how far off, an instant is; the instant itself on hover. */
export function Ago({ at, now: given }: { at: string | number | null; now?: number }): ReactNode {
  const absolute = useAbsolute();
  const distance = useDistance();
  const ticking = useNow();
  if (at === null) return '—';
  const instant = new Date(at);
  return (
    <time className={classes.time} dateTime={instant.toISOString()} title={absolute(instant.getTime())}>
      {distance(instant.getTime() - (given ?? ticking))}
    </time>
  );
}

/** An instant to the minute, as in a timeline; in full on hover. */
export function At({ at, seconds = false }: { at: string | number; seconds?: boolean }): ReactNode {
  const intl = useIntl();
  const absolute = useAbsolute();
  const { zone } = useReader();
  const instant = new Date(at);
  const today = useNow();
  const sameDay = dayOf(instant, zone) === dayOf(new Date(today), zone);
  const sameYear = dayOf(instant, zone).slice(0, 4) === dayOf(new Date(today), zone).slice(0, 4);
  return (
    <time className={classes.time} dateTime={instant.toISOString()} title={absolute(instant.getTime())}>
      {intl.formatDate(instant, {
        ...(sameDay ? {} : { day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) }),
        hour: '2-digit',
        minute: '2-digit',
        ...(seconds ? { second: '2-digit' } : {}),
        hourCycle: 'h23',
      })}
    </time>
  );
}

function dayOf(instant: Date, zone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(instant);
}

const DAY_MS = 86_400_000;
const MONTH_MS = 30 * DAY_MS;

/** `distance(-180_000)`: `3 min ago`; `in 26 h`; months and years, where days say nothing any more. */
export function useDistance(): (ms: number) => string {
  const say = useSay();
  const intl = useIntl();
  return ms => {
    const length = Math.abs(ms);
    if (length < 1_000) return say('kit.justNow');
    if (length >= 2 * MONTH_MS) {
      const [unit, size] = length < 24 * MONTH_MS ? (['month', MONTH_MS] as const) : (['year', 365 * DAY_MS] as const);
      return intl.formatRelativeTime(Math.trunc(ms / size), unit);
    }
    const { unit, n } = durationParts(length)[0]!;
    return say(ms < 0 ? 'kit.ago' : 'kit.ahead', { duration: say(`kit.${unit}`, { n }) });
  };
}

type DwellProps = { ms: number; limitMs?: number | null; usualMs?: number | null };

/** A duration beside its limit and what is usual: `2 d 4 h · limit 24 h · usually 35 min`. */
export function Dwell({ ms, limitMs = null, usualMs = null }: DwellProps): ReactNode {
  const say = useSay();
  const duration = useDuration();
  const beside = [
    limitMs === null ? null : say('kit.dwell.limit', { duration: duration(limitMs) }),
    usualMs === null ? null : say('kit.dwell.usually', { duration: duration(usualMs) }),
  ].filter(text => text !== null);
  return (
    <span className={classes.dwell}>
      <span className={classes.long} data-over={limitMs !== null && ms > limitMs}>
        {duration(ms)}
      </span>
      {beside.map(text => (
        <Fragment key={text}>
          {' '}
          <span className={classes.beside}>· {text}</span>
        </Fragment>
      ))}
    </span>
  );
}
