import { setTimeout as delay } from 'node:timers/promises';

const FIRST_MS = 200;
const LONGEST_MS = 15_000;

/** Doubles with every attempt up to 15 s, half of it by chance, so that many processes do not come back as one. */
function backOffMs(attempt: number, chance = Math.random()): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1));
  return Math.round(whole / 2 + (whole / 2) * chance);
}

/** Resolves after the time or as soon as `signal` is aborted, whichever is first. */
export async function backOff(attempt: number, signal: AbortSignal): Promise<void> {
  await delay(backOffMs(attempt), undefined, { signal }).catch(() => {});
}
