import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Whether GitHub has sent it: HMAC of the bytes of the body.
 * https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 */
export function isFromGithub(secret: string, { body, signature }: { body: Buffer; signature: string }): boolean {
  return isSame(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`, signature);
}

/**
 * Whether GitLab has sent it: it knows the secret, and says it.
 * https://docs.gitlab.com/user/project/integrations/webhooks/#validate-payloads-by-using-a-secret-token
 */
export function isFromGitlab(secret: string, token: string): boolean {
  return isSame(secret, token);
}

/** Of digests, so that how long it takes says nothing of the length either. */
function isSame(expected: string, given: string): boolean {
  const digest = (text: string) => createHmac('sha256', 'compared').update(text).digest();
  return timingSafeEqual(digest(expected), digest(given));
}
