import type { AsOf, StreamChange, StreamOrder, Summary } from '../client/api.gen.ts';

/** What is heard, by the name of its event. `resync`: something was missed; whatever is shown has to be asked for again. */
export type LiveEvent =
  | { event: 'order'; data: StreamOrder }
  | { event: ChangeEvent; data: StreamChange }
  | { event: 'summary'; data: Summary }
  | { event: 'asOf'; data: AsOf }
  | { event: 'resync' };

type ChangeEvent = 'orders' | 'queue' | 'incident' | 'quarantine' | 'notification' | 'rule' | 'on-call';

export type Topic = 'order' | Exclude<ChangeEvent, 'orders'> | 'summary' | 'asOf';

/** `live`: what changes is heard. `reconnecting`: it was, and is tried again. `resting`: nobody looks at the page. */
export type LiveState = 'connecting' | 'live' | 'reconnecting' | 'resting';

type Listener = (event: LiveEvent) => void;

const EVENTS = [
  ...['order', 'orders', 'queue', 'incident', 'quarantine', 'notification', 'rule', 'on-call'],
  ...['summary', 'asOf', 'resync'],
] as const;

/** The server says how old everything is every five seconds: after three of these nothing comes any more. */
const SILENT_MS = 16_000;
const LOOK_MS = 2_000;
const FIRST_RETRY_MS = 500;
const DOUBTS = 3;
const LONGEST_RETRY_MS = 15_000;
/** A browser has six connections to a server for all of its tabs: one that nobody looks at gives its own back. */
const HIDDEN_MS = 30_000;
/** Pages that open together want what they want together. */
const GATHER_MS = 50;

/**
 * The one stream of a page, for all who listen on it. A lost connection, a sleep, a network that comes back: it goes on
 * with what was missed. `base`: what is always heard. `whenInDoubt`: the reader may have been signed out, which an EventSource
 * is not told.
 */
export function createConnection({ base, whenInDoubt }: { base: readonly Topic[]; whenInDoubt: () => void }) {
  const wanted = new Map<Topic, number>();
  const listeners = new Set<Listener>();
  const watchers = new Set<() => void>();
  let state: LiveState = 'connecting';
  let source: EventSource | null = null;
  let lastId = '';
  let heardAt = 0;
  let failures = 0;
  let opened = false;
  let hiddenSince: number | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let gather: ReturnType<typeof setTimeout> | undefined;
  let open = new Set<Topic>();

  function become(next: LiveState): void {
    if (state === next) return;
    state = next;
    for (const watcher of watchers) watcher();
  }

  function topics(): Set<Topic> {
    return new Set([...base, ...wanted.keys()]);
  }

  function tell(event: LiveEvent): void {
    for (const listener of [...listeners]) listener(event);
  }

  function connect(): void {
    clearTimeout(retry);
    source?.close();
    open = topics();
    const query = new URLSearchParams({ topics: [...open].sort().join(',') });
    if (lastId !== '') query.set('lastEventId', lastId);
    const mine = new EventSource(`/api/v1/stream?${query}`);
    source = mine;
    heardAt = Date.now();
    const on = (name: string, act: (event: MessageEvent<string>) => void) =>
      mine.addEventListener(name, event => {
        if (mine !== source) return;
        heardAt = Date.now();
        act(event as MessageEvent<string>);
      });
    on('open', event => {
      // Also the event of EventSource itself, of which the server has said nothing.
      if (!(event instanceof MessageEvent)) return;
      failures = 0;
      // It was lost before anything was said from which one could go on.
      if (opened && lastId === '') tell({ event: 'resync' });
      opened = true;
      become('live');
    });
    for (const name of EVENTS) {
      on(name, event => {
        if (event.lastEventId !== '') lastId = event.lastEventId;
        tell(name === 'resync' ? { event: 'resync' } : ({ event: name, data: JSON.parse(event.data) } as LiveEvent));
      });
    }
    on('end', event => {
      if ((JSON.parse(event.data) as { why: string }).why === 'signed-out') whenInDoubt();
      again();
    });
    mine.onerror = () => {
      if (mine === source) again();
    };
  }

  /** Later and later, and each at another time than the others. */
  function again(): void {
    source?.close();
    source = null;
    if (state !== 'resting') become('reconnecting');
    clearTimeout(retry);
    if (failures === DOUBTS) whenInDoubt();
    const pause = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures++);
    retry = setTimeout(connect, pause * (0.5 + Math.random()));
  }

  function now(): void {
    failures = 0;
    connect();
  }

  /** After a sleep the clock has jumped, and nothing was heard for as long. */
  function look(): void {
    if (document.hidden) {
      hiddenSince ??= Date.now();
      if (Date.now() - hiddenSince > HIDDEN_MS && state !== 'resting') {
        clearTimeout(retry);
        source?.close();
        source = null;
        become('resting');
      }
      return;
    }
    hiddenSince = null;
    if (state === 'resting') {
      become('reconnecting');
      now();
    } else if (source !== null && Date.now() - heardAt > SILENT_MS) {
      become('reconnecting');
      now();
    }
  }

  function want(names: readonly Topic[], by: 1 | -1): void {
    for (const name of names) {
      const count = (wanted.get(name) ?? 0) + by;
      if (count > 0) wanted.set(name, count);
      else wanted.delete(name);
    }
    // What nobody wants any more is left alone until the next connection.
    if (by === 1 && source !== null && names.some(name => !open.has(name))) {
      clearTimeout(gather);
      gather = setTimeout(connect, GATHER_MS);
    }
  }

  return {
    state: () => state,
    /** Hears these from now on; returns how to stop. */
    hear: (names: readonly Topic[], listener: Listener): (() => void) => {
      const mine: Listener = event => {
        const topic = event.event === 'orders' ? 'order' : event.event;
        if (topic === 'resync' || names.includes(topic)) listener(event);
      };
      listeners.add(mine);
      want(names, 1);
      return () => {
        listeners.delete(mine);
        want(names, -1);
      };
    },
    watch: (watcher: () => void): (() => void) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    start: (): (() => void) => {
      connect();
      const timer = setInterval(look, LOOK_MS);
      const back = () => {
        if (state !== 'live' && state !== 'resting') now();
        else look();
      };
      window.addEventListener('online', back);
      window.addEventListener('pageshow', look);
      document.addEventListener('visibilitychange', look);
      return () => {
        clearInterval(timer);
        clearTimeout(retry);
        clearTimeout(gather);
        window.removeEventListener('online', back);
        window.removeEventListener('pageshow', look);
        document.removeEventListener('visibilitychange', look);
        source?.close();
        source = null;
      };
    },
  };
}

export type Connection = ReturnType<typeof createConnection>;
