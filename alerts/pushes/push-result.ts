import { inShort } from '../../notifier/channels/said.ts';
import type { Instant } from '../../platform/clock.ts';
import { type Called, retryAfterMs } from '../../platform/http-call.ts';
import type { PushResult } from './push-target.ts';

/** What an answer means; `refuses`: statuses that say that it is the incident which is not taken. */
export function pushResult(
  called: Called,
  now: Instant,
  refuses: (status: number) => boolean = status => status < 500 && status !== 429,
): PushResult {
  if (called.kind !== 'answered') return { kind: 'failed', said: inShort(called.said), retryAfterMs: null };
  const { status, headers, body } = called;
  if (status >= 200 && status < 300) return { kind: 'taken' };
  const said = inShort(`${status} ${body}`);
  if (refuses(status)) return { kind: 'refused', said };
  return { kind: 'failed', said, retryAfterMs: retryAfterMs(headers, now) };
}
