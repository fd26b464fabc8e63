import { type ReactNode, useSyncExternalStore } from 'react';
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
  const intl = useIntl();
  const absolute = useAbsolute();
  const ticking = useNow();
  if (at === null) return '—';
  const instant = new Date(at);
  const [value, unit] = relative(instant.getTime() - (given ?? ticking));
  return (
    <time className={classes.time} dateTime={instant.toISOString()} title={absolute(instant.getTime())}>
      {intl.formatRelativeTime(value, unit, { numeric: 'auto', style: 'short' })}
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

/** In the largest unit of which there is at least one. */
export function relative(ms: number): [number, 'second' | 'minute' | 'hour' | 'day' | 'month' | 'year'] {
  const seconds = Math.round(ms / 1_000);
  const size = Math.abs(seconds);
  if (size < 60) return [seconds, 'second'];
  if (size < 3_600) return [Math.trunc(seconds / 60), 'minute'];
  if (size < 86_400) return [Math.trunc(seconds / 3_600), 'hour'];
  if (size < 60 * 86_400) return [Math.trunc(seconds / 86_400), 'day'];
  if (size < 730 * 86_400) return [Math.trunc(seconds / (30 * 86_400)), 'month'];
  return [Math.trunc(seconds / (365 * 86_400)), 'year'];
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
        <span key={text} className={classes.beside}>
          {` · ${text}`}
        </span>
      ))}
    </span>
  );
}
