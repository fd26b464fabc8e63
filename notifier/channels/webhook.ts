import { lookup } from 'node:dns';
import type { Clock, Instant } from '../../platform/clock.ts';
import { type Called, openHttp, retryAfterMs } from '../../platform/http-call.ts';
import type { Channel, Handed, Outgoing } from '../channel.ts';
import type { PartnerSettings } from '../settings.ts';
import { publicLookup } from './private-addresses.ts';
import { inShort } from './said.ts';
import { signedHeaders } from './webhook-signature.ts';

/** Within which an endpoint has to answer, as Standard Webhooks recommends. */
const TIMEOUT_MS = 15_000;
const MAX_ANSWER_BYTES = 2 * 1024;

/**
 * Webhooks of partners, signed as https://www.standardwebhooks.com says. `webhook-id` is the message's id, the same at
 * each attempt: whoever keeps it knows a message that they already have, so what may have arrived is sent again.
 */
export function openWebhook(options: {
  partners: () => Readonly<Record<string, PartnerSettings>>;
  clock: Clock;
}): Channel {
  const { partners, clock } = options;
  const http = openHttp({ timeoutMs: TIMEOUT_MS, maxBodyBytes: MAX_ANSWER_BYTES, lookup: publicLookup(lookup) });
  return {
    name: 'webhook',
    provider: 'webhook',
    // Of all partners together; one that takes its 15 seconds for each must not hold up the others soon.
    concurrency: 16,
    whenUnknown: 'sendAgain',
    send: async (message, signal) => {
      // Where the partner listens now, and not where it did when the message was made: a wrong address is mended so.
      const endpoint = partners()[partnerOf(message)]?.webhook;
      if (!endpoint)
        return { kind: 'permanent', reason: 'refused', said: 'The partner has no webhook any more', suppress: null };
      const body = bodyOf(message);
      const now = clock.now();
      const called = await http.call(
        {
          method: 'POST',
          url: endpoint.url,
          headers: {
            'content-type': 'application/json',
            'user-agent': 'Orderwatch',
            ...signedHeaders(endpoint.secret, { id: message.id, body }, now),
          },
          body,
        },
        signal,
      );
      return webhookVerdict(called, clock.now());
    },
    stop: async () => http.stop(),
  };
}

/** 410 says: never again. A redirect is not followed, since it would lead where nobody has declared to send to. */
export function webhookVerdict(called: Called, now: Instant): Handed {
  if (called.kind !== 'answered') {
    return { kind: 'transient', reason: 'provider_down', said: inShort(called.said), retryAfterMs: null };
  }
  const { status, headers, body } = called;
  const said = inShort(`${status} ${body}`);
  if (status >= 200 && status < 300) return { kind: 'sent', providerId: null, said };
  if (status === 410 || (status >= 300 && status < 400)) {
    return { kind: 'permanent', reason: 'refused', said, suppress: null };
  }
  const reason = status === 429 ? 'too_many' : status >= 500 ? 'provider_down' : 'refused';
  return { kind: 'transient', reason, said, retryAfterMs: retryAfterMs(headers, now) };
}

function partnerOf({ recipient }: Outgoing): string {
  return recipient.replace(/^partner:/, '');
}

function bodyOf({ content }: Outgoing): string {
  if (content.channel !== 'webhook') throw new Error(`A webhook can't be made of ${content.channel}`);
  return content.body;
}
