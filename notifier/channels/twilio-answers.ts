import type { Instant } from '../../platform/clock.ts';
import { type Called, retryAfterMs } from '../../platform/http-call.ts';
import type { Handed } from '../channel.ts';
import type { FailureReason } from '../reasons.ts';
import { inShort } from './said.ts';
import { meaningOfTwilioCode } from './twilio-codes.ts';

/** What it means that Twilio answered, but not with a message that it has taken. */
export function twilioVerdict(answer: Extract<Called, { kind: 'answered' }>, now: Instant): Handed {
  const { status, headers, body } = answer;
  const { code, message } = refusalOf(body);
  const said = inShort(code === null ? `HTTP ${status}` : `${code}: ${message}`);
  const transient = (reason: FailureReason): Handed => ({
    kind: 'transient',
    reason,
    said,
    retryAfterMs: retryAfterMs(headers, now),
  });
  // Taken, but the answer could not be read to its end.
  if (status < 300) return { kind: 'unknown', said };
  if (status === 429) return transient('too_many');
  if (status === 503) return transient('provider_down');
  if (code === null) {
    if (status === 401 || status === 403) return transient('bad_credentials');
    // Twilio gives a code with its answer, so this was somebody on the way to it, who does not know what Twilio did with
    // what he passed on, and did not pass on what he did not like himself.
    return status >= 500 ? { kind: 'unknown', said } : transient('provider_down');
  }
  if (status >= 500) return transient('provider_down');
  const { retry, reason, suppress } = meaningOfTwilioCode(code);
  return retry ? transient(reason) : { kind: 'permanent', reason, said, suppress };
}

function refusalOf(body: string): { code: number | null; message: string } {
  try {
    const { code, message } = JSON.parse(body) ?? {};
    return { code: typeof code === 'number' ? code : null, message: String(message) };
  } catch {
    return { code: null, message: '' };
  }
}
