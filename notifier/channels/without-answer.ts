import type { Called } from '../../platform/http-call.ts';
import type { Handed } from '../channel.ts';

/** What a call without an answer means where a second message does no harm, or can be looked for. */
export function withoutAnswer(called: Exclude<Called, { kind: 'answered' }>): Handed {
  return called.kind === 'noAnswer'
    ? { kind: 'unknown', said: called.said }
    : { kind: 'transient', reason: 'provider_down', said: called.said, retryAfterMs: null };
}
