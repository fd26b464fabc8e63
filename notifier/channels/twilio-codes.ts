import type { FailureReason, SuppressionReason } from '../reasons.ts';
import type { CodeMeaning } from './code-meaning.ts';

const permanent = (reason: FailureReason, suppress: SuppressionReason | null = null): CodeMeaning => ({
  retry: false,
  reason,
  suppress,
});
const transient = (reason: FailureReason): CodeMeaning => ({ retry: true, reason, suppress: null });

/**
 * Twilio's error codes, https://www.twilio.com/docs/api/errors: those that refuse a message at once, and those that a
 * status callback says later. Credentials that are wrong are our fault and soon mended, so the message waits for that; a
 * sender that is wrong is not, because another channel may be better than waiting.
 */
export const TWILIO_CODES: ReadonlyMap<number, CodeMeaning> = new Map([
  // The account
  [20003, transient('bad_credentials')],
  [20005, transient('bad_credentials')],
  [20404, transient('bad_credentials')],
  [90010, transient('bad_credentials')],
  [30002, transient('bad_credentials')],
  [20429, transient('too_many')],
  [14107, transient('too_many')],
  [21611, transient('too_many')],
  [30001, transient('too_many')],
  [63038, transient('too_many')],
  [20500, transient('provider_down')],
  [20503, transient('provider_down')],
  [30008, transient('refused')],
  [30410, transient('provider_down')],
  // The recipient
  [21211, permanent('invalid_address', 'invalid_address')],
  [21217, permanent('invalid_address', 'invalid_address')],
  [21614, permanent('invalid_address', 'invalid_address')],
  [30005, permanent('invalid_address', 'invalid_address')],
  [21610, permanent('opted_out', 'opted_out')],
  [30004, permanent('blocked', 'blocked')],
  [30003, permanent('unreachable')],
  // What the number can take may change with its carrier, so it is not written off.
  [30006, permanent('no_route')],
  [21408, permanent('no_route')],
  [21612, permanent('no_route')],
  [21635, permanent('no_route')],
  [30007, permanent('filtered')],
  [30010, permanent('refused')],
  // The sender
  [21212, permanent('bad_sender')],
  [21603, permanent('bad_sender')],
  [21606, permanent('bad_sender')],
  [21659, permanent('bad_sender')],
  [21660, permanent('bad_sender')],
  [21701, permanent('bad_sender')],
  [21703, permanent('bad_sender')],
  [30032, permanent('bad_sender')],
  [30034, permanent('bad_sender')],
  // The message
  [21605, permanent('too_large')],
  [21617, permanent('too_large')],
  [30019, permanent('too_large')],
  [21602, permanent('our_fault')],
  [21604, permanent('our_fault')],
  [21609, permanent('our_fault')],
  [21619, permanent('our_fault')],
]);

/** A code that is not known refuses for good: what would be sent again and again would be paid for again and again. */
export function meaningOfTwilioCode(code: number): CodeMeaning {
  return TWILIO_CODES.get(code) ?? permanent('refused');
}
