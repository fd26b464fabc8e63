import type { Instant } from '../../platform/clock.ts';
import { type Called, retryAfterMs } from '../../platform/http-call.ts';
import type { Handed } from '../channel.ts';
import type { FailureReason } from '../reasons.ts';
import { inShort } from './said.ts';

/**
 * What an incoming webhook answers, https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks. A webhook
 * that was taken away is to us what a wrong password is: messages wait until somebody has set another.
 */
export const SLACK_REFUSALS: ReadonlyMap<string, { retry: boolean; reason: FailureReason }> = new Map([
  ['invalid_payload', { retry: false, reason: 'our_fault' }],
  ['invalid_blocks', { retry: false, reason: 'our_fault' }],
  ['no_text', { retry: false, reason: 'our_fault' }],
  ['too_many_attachments', { retry: false, reason: 'too_large' }],
  ['action_prohibited', { retry: false, reason: 'refused' }],
  ['posting_to_general_channel_denied', { retry: false, reason: 'refused' }],
  ['channel_not_found', { retry: false, reason: 'invalid_address' }],
  ['channel_is_archived', { retry: false, reason: 'invalid_address' }],
  ['user_not_found', { retry: false, reason: 'invalid_address' }],
  ['invalid_token', { retry: true, reason: 'bad_credentials' }],
  ['no_active_hooks', { retry: true, reason: 'bad_credentials' }],
  ['no_service', { retry: true, reason: 'bad_credentials' }],
  ['no_service_id', { retry: true, reason: 'bad_credentials' }],
  ['no_team', { retry: true, reason: 'bad_credentials' }],
  ['team_disabled', { retry: true, reason: 'bad_credentials' }],
  ['rollup_error', { retry: true, reason: 'provider_down' }],
]);

/** What an answer of Slack's means. Its errors are a word in the body; others that are compatible have only the status. */
export function slackVerdict(answer: Extract<Called, { kind: 'answered' }>, now: Instant): Handed {
  const { status, headers, body } = answer;
  const said = inShort(`${status} ${body}`);
  if (status >= 200 && status < 300) return { kind: 'sent', providerId: null, said: null };
  const transient = (reason: FailureReason): Handed => ({
    kind: 'transient',
    reason,
    said,
    retryAfterMs: retryAfterMs(headers, now),
  });
  if (status === 429) return transient('too_many');
  const known = SLACK_REFUSALS.get(body.trim());
  if (known?.retry) return transient(known.reason);
  if (known) return { kind: 'permanent', reason: known.reason, said, suppress: null };
  return status >= 500 ? transient('provider_down') : { kind: 'permanent', reason: 'refused', said, suppress: null };
}
