import { type Instant, toIso } from '../../platform/clock.ts';
import { openHttp } from '../../platform/http-call.ts';
import { pushResult } from './push-result.ts';
import type { PushResult, PushTarget } from './push-target.ts';
import { description, incidentKey, incidentLink, type PushedIncident } from './pushed-incident.ts';

const TIMEOUT_MS = 15_000;
const MAX_ANSWER_BYTES = 4 * 1024;
const MAX_SUMMARY = 1_024;

type Action = 'trigger' | 'acknowledge' | 'resolve';

export const PAGERDUTY_API = 'https://events.pagerduty.com';

/** PagerDuty's Events API v2: https://developer.pagerduty.com/docs/events-api-v2-overview */
export function openPagerduty(options: { url: string; routingKey: string; publicUrl: string | null }): PushTarget {
  const { url, routingKey, publicUrl } = options;
  const http = openHttp({ timeoutMs: TIMEOUT_MS, maxBodyBytes: MAX_ANSWER_BYTES });
  const halt = new AbortController();

  async function send(event: object, now: Instant): Promise<PushResult> {
    const called = await http.call(
      {
        method: 'POST',
        url: `${url}/v2/enqueue`,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ routing_key: routingKey, ...event }),
      },
      halt.signal,
    );
    return pushResult(called, now);
  }

  return {
    name: 'pagerduty',
    renewMs: null,
    batch: 1,
    onlyOwn: false,
    wakesPeople: true,
    push: async ([incident], now) => {
      for (const action of actionsFor(incident!)) {
        const result = await send(eventFor(incident!, action, publicUrl), now);
        if (result.kind !== 'taken') return result;
      }
      return { kind: 'taken' };
    },
    stop: () => {
      halt.abort();
      http.stop();
    },
  };
}

/** What it has never heard of, or takes for over, can't be acknowledged there: it begins first. */
export function actionsFor({ state, isKnown }: Pick<PushedIncident, 'state' | 'isKnown'>): readonly Action[] {
  if (state === 'resolved') return ['resolve'];
  if (state === 'open') return ['trigger'];
  return isKnown ? ['acknowledge'] : ['trigger', 'acknowledge'];
}

export function eventFor(incident: PushedIncident, action: Action, publicUrl: string | null): object {
  const { id, rule, about, severity, title, openedAt, orderCount, orders, limit, cause, causeKey, suspect, storm } =
    incident;
  const named = { event_action: action, dedup_key: incidentKey(incident) };
  if (action !== 'trigger') return named;
  const link = incidentLink(publicUrl, id);
  const summary = `${title.en}: ${description(incident)}`;
  return {
    ...named,
    client: 'Orderwatch',
    ...(link !== null && { client_url: link, links: [{ href: link, text: `Incident ${id}` }] }),
    payload: {
      summary: summary.length <= MAX_SUMMARY ? summary : `${summary.slice(0, MAX_SUMMARY - 1).toWellFormed()}…`,
      source: publicUrl === null ? 'orderwatch' : new URL(publicUrl).host,
      // Its names are ours; it also knows `error`, between the last two.
      severity,
      timestamp: toIso(openedAt),
      component: about,
      class: rule,
      custom_details: {
        incident: String(id),
        orders: orderCount,
        first_orders: orders,
        ...{ limit, cause, cause_key: causeKey, suspect, storm },
      },
    },
  };
}
