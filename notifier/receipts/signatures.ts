import { createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto';
import type { Instant } from '../../platform/clock.ts';

/**
 * Whether Twilio has sent it: `url` as it was given to Twilio, with its query; all parameters of the form, for they come
 * and go. https://www.twilio.com/docs/usage/security#validating-requests
 */
export async function isFromTwilio(
  authToken: string,
  { url, params, signature }: { url: string; params: Record<string, unknown>; signature: string },
): Promise<boolean> {
  // This file of the package alone: the rest of it is megabytes of code.
  const { validateRequest } = await import('twilio/lib/webhooks/webhooks.js');
  return validateRequest(authToken, signature, url, params);
}

/**
 * Whether SendGrid has sent it: ECDSA over the time stamp and the bytes of the body. `webhookKey`: base64, as SendGrid
 * shows it. By Node's own ECDSA: SendGrid's helper does the same in JavaScript, takes a hundred times as long, and
 * anybody may ask for it.
 * https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
 */
export function isFromSendgrid(
  webhookKey: string,
  { body, timestamp, signature }: { body: Buffer; timestamp: string; signature: string },
): boolean {
  const key = createPublicKey({ key: Buffer.from(webhookKey, 'base64'), format: 'der', type: 'spki' });
  return verify('sha256', Buffer.concat([Buffer.from(timestamp), body]), key, Buffer.from(signature, 'base64'));
}

const SLACK_WINDOW_MS = 5 * 60_000;

/**
 * Whether Slack has sent it, and not longer ago than five minutes: what somebody caught is of no use to them later.
 * https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function isFromSlack(
  signingSecret: string,
  { body, timestamp, signature }: { body: Buffer; timestamp: string; signature: string },
  now: Instant,
): boolean {
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now - Number(timestamp) * 1_000) > SLACK_WINDOW_MS) return false;
  const expected = Buffer.from(
    `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:`).update(body).digest('hex')}`,
  );
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
