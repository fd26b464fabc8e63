import { useSyncExternalStore } from 'react';
import type { AsOf } from './api.gen.ts';

type LateReason = AsOf['reasons'][number];

/** How old what is shown can be: in milliseconds of the server's clock, since the browser's may be wrong. */
export type Freshness = {
  /** When the server said anything last; null: it has not yet. */
  asOf: number | null;
  /** How far the intake is behind; null: nobody said. */
  behindMs: number | null;
  /** When the newest event was recorded; null: nobody said. */
  newestAt: number | null;
  /** Why what is shown may be out of date, as the server says. */
  reasons: readonly LateReason[];
  /** Since when the server has not been reached; null: it is. */
  lostAt: number | null;
  /** Whether what changes is heard as it changes. */
  link: 'connecting' | 'live' | 'reconnecting' | 'resting';
};

let freshness: Freshness = {
  asOf: null,
  behindMs: null,
  newestAt: null,
  reasons: [],
  lostAt: null,
  link: 'connecting',
};
const listeners = new Set<() => void>();

export function tellFreshness(news: Partial<Freshness>): void {
  freshness = { ...freshness, ...news };
  for (const listener of listeners) listener();
}

/** How far the browser's clock is behind the server's, in milliseconds. */
let skewMs = 0;

/** Every answer says when it was given. */
export function heard(response: Response): void {
  const at = Date.parse(response.headers.get('date') ?? '');
  if (!Number.isFinite(at)) return;
  // The header has whole seconds, and the way takes its time: less than that is no difference.
  skewMs = Math.abs(at - Date.now()) < 2_000 ? 0 : at - Date.now();
  if (at > (freshness.asOf ?? 0)) tellFreshness({ asOf: at, lostAt: null });
}

/** Milliseconds since 1970 as the server has it. */
export function serverNow(): number {
  return Date.now() + skewMs;
}

export function useFreshness(): Freshness {
  return useSyncExternalStore(
    listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => freshness,
  );
}
