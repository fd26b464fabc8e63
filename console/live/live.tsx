import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { Summary } from '../client/api.gen.ts';
import { answered, api } from '../client/client.ts';
import { tellFreshness } from '../client/freshness.ts';
import { queries } from '../client/queries.ts';
import { SESSION_KEY, useUser } from '../client/session.ts';
import { durationOf } from '../kit/duration.ts';
import { type Connection, createConnection, type LiveEvent, type LiveState, type Topic } from './connection.ts';

const SUMMARY_KEY = ['summary'] as const;
/** Less is a network that draws breath. */
const LOST_MS = 4_000;
const REFETCH_MS = 2_000;
/** Where nothing is heard, as behind a proxy that keeps streams back, the summary is asked for. */
const POLL_MS = 30_000;

let connection: Connection | null = null;

function theConnection(): Connection {
  connection ??= createConnection({
    base: ['asOf'],
    whenInDoubt: () => void queries.invalidateQueries({ queryKey: SESSION_KEY }),
  });
  return connection;
}

/** Holds the stream open for as long as the shell is there, and keeps what every page shows of it. */
export function Live(): null {
  const { role } = useUser();
  const all = useQueryClient();
  const staff = role !== 'partner';
  useEffect(() => {
    const live = theConnection();
    const stop = [
      live.hear(staff ? ['asOf', 'summary'] : ['asOf'], event => {
        if (event.event === 'asOf') tellAsOf(event.data);
        if (event.event === 'summary') all.setQueryData(SUMMARY_KEY, event.data);
        // Whatever is shown is asked for again; whatever is not, when it is.
        if (event.event === 'resync') void all.invalidateQueries();
      }),
      watchLoss(live),
      live.start(),
    ];
    return () => {
      for (const one of stop) one();
    };
  }, [all, staff]);
  return null;
}

function tellAsOf({ at, newestAt, lag, reasons }: Summary['asOf']): void {
  tellFreshness({
    asOf: Date.parse(at),
    newestAt: newestAt === null ? null : Date.parse(newestAt),
    behindMs: lag === null ? null : durationOf(lag),
    reasons,
    lostAt: null,
  });
}

function watchLoss(live: Connection): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const watch = () => {
    clearTimeout(timer);
    const link = live.state();
    tellFreshness({ link });
    if (link === 'live') tellFreshness({ lostAt: null });
    if (link === 'reconnecting') timer = setTimeout(() => tellFreshness({ lostAt: Date.now() - LOST_MS }), LOST_MS);
  };
  const stop = live.watch(watch);
  return () => {
    clearTimeout(timer);
    stop();
  };
}

/**
 * Hears what changes while the component is there: `useLive(['incident'], event => …)`. `orders` (many at once) comes with
 * the topic `order`, and `resync` always: then what is shown has to be asked for again.
 */
export function useLive(topics: readonly Topic[], onEvent: (event: LiveEvent) => void): void {
  const latest = useRef(onEvent);
  latest.current = onEvent;
  const names = topics.join(',');
  useEffect(() => theConnection().hear(names.split(',') as Topic[], event => latest.current(event)), [names]);
}

/**
 * Asks again for the queries whose key begins so when something of these topics changes: at once, and then not more often
 * than every two seconds. `only`: whether it is about what is shown.
 */
export function useRefetchOn(
  topics: readonly Topic[],
  queryKey: readonly unknown[],
  only: (event: LiveEvent) => boolean = () => true,
): void {
  const all = useQueryClient();
  const next = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useLive(topics, event => {
    if (event.event !== 'resync' && !only(event)) return;
    if (timer.current !== undefined) return;
    const refetch = () => {
      timer.current = undefined;
      next.current = Date.now() + REFETCH_MS;
      void all.invalidateQueries({ queryKey });
    };
    timer.current = setTimeout(refetch, Math.max(0, next.current - Date.now()));
  });
}

export function useLiveState(): LiveState {
  const live = theConnection();
  return useSyncExternalStore(live.watch, live.state);
}

/** How things are as a whole, as it changes. For staff. */
export function useSummary() {
  const state = useLiveState();
  return useQuery({
    queryKey: SUMMARY_KEY,
    queryFn: ({ signal }) => answered(api.GET('/metrics/summary', { signal })),
    staleTime: state === 'live' ? Number.POSITIVE_INFINITY : POLL_MS,
    refetchInterval: state === 'live' ? false : POLL_MS,
  });
}

/** Counts of the navigation; undefined: nobody knows, or the reader is no staff. */
export function useCountOf(of: (summary: Summary) => number): number | undefined {
  const { role } = useUser();
  const { data } = useQuery<Summary>({ queryKey: SUMMARY_KEY, enabled: false });
  return role === 'partner' || !data ? undefined : of(data);
}
