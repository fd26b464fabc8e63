import type { PushAccess } from '../alerts/pushes/open-targets.ts';
import { isSecret, SECRET_FORM } from '../notifier/partner-schema.ts';
import { baseUrl, type Reader, secret, secretUrl, shaped, WEB } from './setting.ts';

/** The systems outside that are told of incidents; those of which nothing is set are not. */
export function pushConfig(reader: Reader): PushAccess {
  return {
    alertmanagerUrl: secretUrl(reader, 'ALERTMANAGER_URL', WEB, 'http://alertmanager:9093'),
    pagerduty: pagerduty(reader),
    webhook: webhook(reader),
  };
}

function pagerduty(reader: Reader): PushAccess['pagerduty'] {
  const routingKey = shaped(reader, 'PAGERDUTY_ROUTING_KEY', /^[A-Za-z0-9]{32}$/, '32 letters and digits');
  const url = baseUrl(reader, 'PAGERDUTY_URL', 'https://events.eu.pagerduty.com');
  return routingKey === undefined ? null : { routingKey, url };
}

/** Both or none: what is not signed could be anybody's word. */
function webhook(reader: Reader): PushAccess['webhook'] {
  const url = secretUrl(reader, 'INCIDENT_WEBHOOK_URL', WEB, 'https://incidents.example/orderwatch');
  const key = secret(reader, 'INCIDENT_WEBHOOK_SECRET');
  if (key !== undefined && !isSecret(key)) {
    reader.problems.push(`INCIDENT_WEBHOOK_SECRET (not shown, it is a secret) must be ${SECRET_FORM}.`);
  }
  if (url !== null && key !== undefined) return { url, secret: key };
  if (url !== null) reader.problems.push('INCIDENT_WEBHOOK_URL is set, so INCIDENT_WEBHOOK_SECRET must be set, too.');
  if (key !== undefined) {
    reader.problems.push('INCIDENT_WEBHOOK_SECRET is set, so INCIDENT_WEBHOOK_URL must be set, too.');
  }
  return null;
}
