import { type Instant, toIso } from '../../platform/clock.ts';
import { openHttp } from '../../platform/http-call.ts';
import { SEVERITIES, type Severity } from '../severity.ts';
import { pushResult } from './push-result.ts';
import type { PushResult, PushTarget } from './push-target.ts';
import { description, incidentKey, incidentLink, type PushedIncident } from './pushed-incident.ts';

const TIMEOUT_MS = 15_000;
const MAX_ANSWER_BYTES = 4 * 1024;
// Alertmanager takes an alert for over at the end that it was told last; two renewals may fail before that.
const ENDS_AFTER_MS = 5 * 60_000;
const RENEW_MS = 90_000;

/** By this label we know our own when Alertmanager's webhook brings them back. */
export const OWN_LABEL = { name: 'orderwatch', value: 'incident' };
/** What both we and Alertmanager see has the same key; in ours the id of the incident follows. */
export const KEY_LABEL = 'orderwatch_key';

export type Alert = {
  labels: Record<string, string>;
  annotations: Record<string, string>;
  startsAt: string;
  endsAt: string;
  generatorURL?: string;
};

/** Alertmanager's API v2; `url` may have a user and a password in it. */
export function openAlertmanager({ url, publicUrl }: { url: string; publicUrl: string | null }): PushTarget {
  const http = openHttp({ timeoutMs: TIMEOUT_MS, maxBodyBytes: MAX_ANSWER_BYTES });
  const halt = new AbortController();
  const { origin, pathname, username, password } = new URL(url);
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const headers = {
    'content-type': 'application/json',
    ...(user !== ':' && { authorization: `Basic ${Buffer.from(user).toString('base64')}` }),
  };
  const endpoint = `${origin}${pathname.replace(/\/+$/, '')}/api/v2/alerts`;
  return {
    name: 'alertmanager',
    renewMs: RENEW_MS,
    batch: 100,
    onlyOwn: true,
    wakesPeople: false,
    push: async (incidents, now): Promise<PushResult> => {
      const body = JSON.stringify(incidents.flatMap(incident => alertsOf(incident, publicUrl, now)));
      const called = await http.call({ method: 'POST', url: endpoint, headers, body }, halt.signal);
      return pushResult(called, now, status => status === 400);
    },
    stop: () => {
      halt.abort();
      http.stop();
    },
  };
}

/**
 * Labels are what makes an alert to be the same one, so what may change about an incident is in the annotations. Its
 * severity has to be a label, because routes go by it: when it has changed, the alert of the former one ends.
 */
export function alertsOf(incident: PushedIncident, publicUrl: string | null, now: Instant): Alert[] {
  const { severity, knownVersion, version } = incident;
  const isOver = incident.resolvedAt !== null;
  const endsAt = incident.resolvedAt ?? now + ENDS_AFTER_MS;
  const alert = (as: Severity, ends: Instant): Alert => alertAs(incident, as, { publicUrl, endsAt: ends });
  // Its end is a change of its own: of one that is over, the severity can have changed only unheard.
  const mayHaveChanged = knownVersion > 0 && version - knownVersion > (isOver ? 1 : 0);
  const others = mayHaveChanged ? SEVERITIES.filter(other => other !== severity) : [];
  return [alert(severity, endsAt), ...others.map(other => alert(other, Math.min(now, endsAt)))];
}

function alertAs(
  incident: PushedIncident,
  severity: Severity,
  { publicUrl, endsAt }: { publicUrl: string | null; endsAt: Instant },
): Alert {
  const { id, rule, about, title, openedAt, acknowledgedBy, state, cause, causeKey, suspect, storm } = incident;
  const link = incidentLink(publicUrl, id);
  const isTaken = acknowledgedBy !== null && (state === 'acknowledged' || state === 'snoozed');
  return {
    labels: {
      alertname: rule,
      severity,
      about,
      [KEY_LABEL]: incidentKey(incident),
      [OWN_LABEL.name]: OWN_LABEL.value,
    },
    annotations: {
      summary: title.en,
      description: description(incident),
      ...(cause !== null && { cause }),
      ...(causeKey !== null && { cause_key: causeKey }),
      ...(suspect && { suspect: 'true' }),
      ...(storm && { storm: 'true' }),
      ...(isTaken && { [state === 'snoozed' ? 'snoozed_by' : 'acknowledged_by']: acknowledgedBy }),
    },
    startsAt: toIso(openedAt),
    endsAt: toIso(endsAt),
    ...(link !== null && { generatorURL: link }),
  };
}
