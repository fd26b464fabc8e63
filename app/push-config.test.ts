import { expect, test } from 'vitest';
import type { PushAccess } from '../alerts/pushes/open-targets.ts';
import { readConfig } from './config.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const ALL = {
  ALERTMANAGER_URL: 'http://user:password@alertmanager:9093/prefix',
  PAGERDUTY_ROUTING_KEY: 'R0123456789012345678901234567890',
  PAGERDUTY_URL: 'https://events.eu.pagerduty.com/',
  INCIDENT_WEBHOOK_URL: 'https://incidents.example/orderwatch?token=1',
  INCIDENT_WEBHOOK_SECRET: SECRET,
};
const verdict = (env: Record<string, string>, readFile = (_: string): string => '') => readConfig(env, readFile);

function accepted(env: Record<string, string>, readFile?: (path: string) => string): PushAccess {
  const read = verdict(env, readFile);
  if (!read.ok) throw new Error(read.problems.join('\n'));
  return read.config.pushes;
}

test('everything', () => {
  expect(accepted(ALL)).toEqual({
    alertmanagerUrl: ALL.ALERTMANAGER_URL,
    pagerduty: { routingKey: ALL.PAGERDUTY_ROUTING_KEY, url: 'https://events.eu.pagerduty.com' },
    webhook: { url: ALL.INCIDENT_WEBHOOK_URL, secret: SECRET },
  });
});

test('PagerDuty itself, where nobody says another address; and each from a file', () => {
  const files = Object.fromEntries(Object.keys(ALL).map(name => [`${name}_FILE`, name]));
  expect(accepted(files, name => `${ALL[name as keyof typeof ALL]}\n`)).toEqual(accepted(ALL));
  expect(accepted({ PAGERDUTY_ROUTING_KEY: ALL.PAGERDUTY_ROUTING_KEY }).pagerduty).toMatchObject({ url: null });
});

test.each([
  [
    { ALERTMANAGER_URL: 'alertmanager:9093' },
    'ALERTMANAGER_URL (not shown, it is a secret) is no such URL; it must look like http://alertmanager:9093.',
  ],
  [
    { PAGERDUTY_ROUTING_KEY: 'short' },
    'PAGERDUTY_ROUTING_KEY (not shown, it is a secret) has not its form: 32 letters and digits.',
  ],
  [
    { PAGERDUTY_URL: 'events.eu.pagerduty.com' },
    'PAGERDUTY_URL is no address to put paths behind; it must look like https://events.eu.pagerduty.com.',
  ],
  [
    { INCIDENT_WEBHOOK_URL: 'https://incidents.example' },
    'INCIDENT_WEBHOOK_URL is set, so INCIDENT_WEBHOOK_SECRET must be set, too.',
  ],
  [{ INCIDENT_WEBHOOK_SECRET: SECRET }, 'INCIDENT_WEBHOOK_SECRET is set, so INCIDENT_WEBHOOK_URL must be set, too.'],
  [
    { INCIDENT_WEBHOOK_URL: 'https://incidents.example', INCIDENT_WEBHOOK_SECRET: 'hunter2' },
    'INCIDENT_WEBHOOK_SECRET (not shown, it is a secret) must be whsec_ and 24 to 64 bytes as base64, such as `echo whsec_$(openssl rand -base64 32)` makes it.',
  ],
])('%j is refused', (env, problem) => {
  expect(verdict(env)).toEqual({ ok: false, problems: [problem] });
});
