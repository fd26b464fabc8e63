import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Instant } from '../platform/clock.ts';
import type { Subject } from './finding.ts';
import { KEY_LABEL, OWN_LABEL } from './pushes/alertmanager.ts';
import { isWorse, SEVERITIES, type Severity } from './severity.ts';

const texts = z.record(z.string(), z.string());

/** What Alertmanager posts: https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */
export const alertmanagerPayload = z.object({
  truncatedAlerts: z.number().default(0),
  alerts: z.array(
    z.object({
      status: z.enum(['firing', 'resolved']),
      labels: texts,
      annotations: texts.default({}),
      // An instant that Postgres does not have would be a 5xx, and be told again for ever.
      startsAt: z
        .string()
        .transform(text => Math.max(0, Date.parse(text)))
        .pipe(z.number()),
      fingerprint: z.string().optional(),
    }),
  ),
});
export type AlertmanagerPayload = z.infer<typeof alertmanagerPayload>;

/** One alert as a finding would have it. */
export type Told = {
  firing: boolean;
  rule: string;
  subject: Subject;
  severity: Severity;
  summary: string;
  detail: string | null;
  startsAt: Instant;
  /** The same for what is told of one time that it fires. */
  stay: string;
};

// They stand in keys of indexes.
const LONGEST_NAME = 300;
const LONGEST_TEXT = 1_000;
const HASH_DIGITS = 16;

/**
 * What Alertmanager tells that is not ours, sorted. What has the same rule and subject is one, as bad as the worst that
 * still fires.
 */
export function readAlerts({ alerts }: AlertmanagerPayload): Told[] {
  const told = new Map<string, Told>();
  for (const alert of alerts) {
    if (alert.labels[OWN_LABEL.name] === OWN_LABEL.value) continue;
    const one = readAlert(alert);
    const key = `${one.rule}\n${one.subject}`;
    const other = told.get(key);
    const counts = !other || (one.firing && (!other.firing || isWorse(one.severity, other.severity)));
    if (counts) told.set(key, one);
  }
  return [...told.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

function readAlert({ status, labels, annotations, startsAt, ...alert }: AlertmanagerPayload['alerts'][number]): Told {
  const { alertname = 'alert', severity = '' } = labels;
  const subject = subjectOf(labels);
  const fingerprint = alert.fingerprint ?? hashOf(subject);
  return {
    firing: status === 'firing',
    ...(keyOf(labels[KEY_LABEL]) ?? { rule: short(`alertmanager:${alertname}`, LONGEST_NAME), subject }),
    severity: SEVERITIES.find(known => known === severity.toLowerCase()) ?? 'warning',
    summary: short(annotations.summary || alertname, LONGEST_TEXT),
    detail: detailOf(annotations),
    startsAt,
    stay: `${short(fingerprint, LONGEST_NAME)}@${new Date(startsAt).toISOString()}`,
  };
}

/** With where to read on, for whoever is told of it. */
function detailOf({ description, runbook_url, dashboard_url }: Readonly<Record<string, string>>): string | null {
  const places = [
    ['What to do:', runbook_url],
    ['Board:', dashboard_url],
  ].flatMap(([word, url]) => (/^https?:\/\/\S+$/.test(url ?? '') ? `${word} ${url}` : []));
  const parts = [description, ...places].flatMap(part => (part ? short(part, LONGEST_TEXT) : []));
  return parts.length > 0 ? parts.join(' ') : null;
}

/** `price-missing/queue:mes.calc`: the name of a rule of ours, and what it is about. */
function keyOf(key: string | undefined): { rule: string; subject: Subject } | null {
  const [, rule, subject] = /^([^/]+)\/(.+)$/s.exec(key ?? '') ?? [];
  return rule && subject ? { rule: short(rule, LONGEST_NAME), subject: short(subject, LONGEST_NAME) } : null;
}

/** As Alertmanager tells one alert from another: by all of its labels, in their order. The name is the rule. */
function subjectOf(labels: Readonly<Record<string, string>>): Subject {
  const named = Object.entries(labels).filter(([name]) => name !== 'alertname');
  const sorted = named.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return short(`alert:${sorted.join(',')}`, LONGEST_NAME);
}

/** What is too long stays different from what begins alike. Postgres holds no NUL. */
function short(text: string, length: number): string {
  const clean = text.replaceAll('\0', '').toWellFormed();
  if (clean.length <= length) return clean;
  return `${clean.slice(0, length - HASH_DIGITS - 1).toWellFormed()}~${hashOf(clean)}`;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, HASH_DIGITS);
}
