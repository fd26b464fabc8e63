import { type Instant, toIso } from '../platform/clock.ts';

/** That an order comes later than its customer was promised. */
export const DELAY_NOTICE = 'order-delayed';

const OCCASION = 'delayed ';

/** Told once for each promise: whoever promises another day and breaks that, too, has to say so again. */
export function delayOccasion(promisedAt: Instant): string {
  return `${OCCASION}${toIso(promisedAt)}`;
}

/** Whether a message tells of a delay: of that we must be sure when it goes out. */
export function tellsOfDelay({ occasion }: { occasion: string }): boolean {
  return occasion.startsWith(OCCASION);
}
