import { Webhook } from 'standardwebhooks';
import type { Instant } from '../../platform/clock.ts';

/** The headers by which a receiver knows that a webhook is ours, as https://www.standardwebhooks.com says. */
export function signedHeaders(
  secret: string,
  { id, body }: { id: string; body: string },
  now: Instant,
): Record<string, string> {
  const at = new Date(now);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  };
}
