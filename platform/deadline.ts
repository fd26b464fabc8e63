export type Deadline = { signal: AbortSignal; isOver(): boolean; clear(): void };

/**
 * Breaks off when the caller does, or when the time is over. To be cleared as soon as it is not needed any more:
 * AbortSignal.timeout keeps what hangs on it until its time, which of mails is a hundred megabytes after two minutes.
 */
export function deadline(caller: AbortSignal, ms: number): Deadline {
  const own = new AbortController();
  const breakOff = () => own.abort(caller.reason);
  let over = false;
  const timer = setTimeout(() => {
    over = true;
    own.abort();
  }, ms);
  if (caller.aborted) breakOff();
  else caller.addEventListener('abort', breakOff, { once: true });
  return {
    signal: own.signal,
    isOver: () => over,
    clear: () => {
      clearTimeout(timer);
      caller.removeEventListener('abort', breakOff);
    },
  };
}
