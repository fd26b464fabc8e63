import { openAlertmanager } from './alertmanager.ts';
import { openIncidentWebhook } from './incident-webhook.ts';
import { openPagerduty, PAGERDUTY_API } from './pagerduty.ts';
import type { PushTarget } from './push-target.ts';

/** What the environment says of the systems that are told of incidents. */
export type PushAccess = {
  /** With a user and a password in it where it needs them. */
  alertmanagerUrl: string | null;
  /** `url` null: PagerDuty's own. */
  pagerduty: { routingKey: string; url: string | null } | null;
  webhook: { url: string; secret: string } | null;
};

/** Those that are set up. `publicUrl`: where people open an incident; null: nowhere. */
export function openTargets(access: PushAccess, publicUrl: string | null): PushTarget[] {
  const { alertmanagerUrl, pagerduty, webhook } = access;
  return [
    ...(alertmanagerUrl === null ? [] : [openAlertmanager({ url: alertmanagerUrl, publicUrl })]),
    ...(pagerduty === null ? [] : [openPagerduty({ ...pagerduty, url: pagerduty.url ?? PAGERDUTY_API, publicUrl })]),
    ...(webhook === null ? [] : [openIncidentWebhook({ ...webhook, publicUrl })]),
  ];
}
