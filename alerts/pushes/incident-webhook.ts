import { signedHeaders } from '../../notifier/channels/webhook-signature.ts';
import { type Instant, toIso } from '../../platform/clock.ts';
import { openHttp } from '../../platform/http-call.ts';
import { pushResult } from './push-result.ts';
import type { PushTarget } from './push-target.ts';
import { incidentKey, incidentLink, type PushedIncident } from './pushed-incident.ts';

/** Within which an endpoint has to answer, as Standard Webhooks recommends. */
const TIMEOUT_MS = 15_000;
const MAX_ANSWER_BYTES = 2 * 1024;

/** Any system that wants to know how incidents stand, by a webhook as https://www.standardwebhooks.com says. */
export function openIncidentWebhook(options: { url: string; secret: string; publicUrl: string | null }): PushTarget {
  const { url, secret, publicUrl } = options;
  const http = openHttp({ timeoutMs: TIMEOUT_MS, maxBodyBytes: MAX_ANSWER_BYTES });
  const halt = new AbortController();
  return {
    name: 'webhook',
    renewMs: null,
    batch: 1,
    onlyOwn: false,
    wakesPeople: false,
    push: async ([incident], now) => {
      const body = JSON.stringify(payloadOf(incident!, publicUrl, now));
      // The same state has the same id, however often it is sent.
      const id = `${incident!.id}.${incident!.version}`;
      const headers = {
        'content-type': 'application/json',
        'user-agent': 'Orderwatch',
        ...signedHeaders(secret, { id, body }, now),
      };
      const called = await http.call({ method: 'POST', url, headers, body }, halt.signal);
      return pushResult(called, now);
    },
    stop: () => {
      halt.abort();
      http.stop();
    },
  };
}

export function payloadOf(incident: PushedIncident, publicUrl: string | null, now: Instant): object {
  const { id, openedAt, until, resolvedAt, knownVersion: _version, isKnown: _known, ...said } = incident;
  return {
    type: `incident.${incident.state}`,
    timestamp: toIso(now),
    data: {
      id: String(id),
      key: incidentKey(incident),
      ...said,
      openedAt: toIso(openedAt),
      until: until === null ? null : toIso(until),
      resolvedAt: resolvedAt === null ? null : toIso(resolvedAt),
      url: incidentLink(publicUrl, id),
    },
  };
}
