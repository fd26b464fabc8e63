import { describe, expect, test } from 'vitest';
import { problemLine, readConfiguration } from './read.ts';
import { requireConfiguration } from './read-file.ts';
import { RIGHT } from './refused-under-test.ts';

const HOUR = 3_600_000;

function alerts(section: string, document = RIGHT) {
  const verdict = readConfiguration(`${document}${section}`, 'orderwatch.yaml');
  if (!verdict.ok) throw new Error(verdict.problems.map(problemLine).join('\n'));
  return verdict.configuration.alerts;
}

const rule = (more = '') =>
  `rules: { a: { title: { ru: Беда }, condition: { kind: dwell, status: "*", over: target }, severity: info${more} } }\n`;

describe('the bundled configuration', async () => {
  const { alerts } = await requireConfiguration(null);
  const kinds = new Set(alerts.rules.map(({ condition }) => condition.kind));

  test('watches everything but what needs a query of its own', () => {
    expect(kinds).toEqual(
      new Set([
        ...['missing', 'stalled', 'dwell', 'count', 'overdue', 'provisional', 'divergence', 'sequenceGap', 'silence'],
        ...['noOrders', 'partnerRate', 'quarantine', 'anomalyRate', 'queueDepth', 'consumersGone', 'deadLetters'],
        ...['messageAge', 'broker', 'database', 'endpoint', 'clock'],
      ]),
    );
  });

  test('looks every minute, and at nine for what slipped through', () => {
    const schedules = new Map(alerts.rules.map(({ name, schedule }) => [name, schedule]));
    expect(schedules.get('price-missing')).toEqual({ cron: '* * * * *', zone: 'Europe/Moscow' });
    expect(schedules.get('daily-check')).toEqual({ cron: '0 9 * * *', zone: 'Europe/Moscow' });
  });

  test('gives whoever takes an incident on a Friday until Monday', () => {
    const friday = Date.parse('2026-11-20T16:00:00+03:00');
    expect(alerts.incidents.acknowledgeFor(friday, [])).toBe(Date.parse('2026-11-23T16:00:00+03:00'));
  });
});

test('a document without rules gets those that need no name of a status', () => {
  const { rules, incidents } = alerts('');
  expect(rules.map(({ name }) => name)).toContain('stuck');
  expect(rules.length).toBeGreaterThan(15);
  expect(rules.every(({ route, shadow }) => route === null && !shadow)).toBe(true);
  expect(incidents).toMatchObject({ groupWithinMs: HOUR / 6, reopenWithinMs: HOUR, flapsAfter: 3 });
});

test('with rules exactly what it declares counts', () => {
  expect(alerts('rules: {}\n').rules).toEqual([]);
  expect(alerts(rule()).rules).toMatchObject([
    {
      name: 'a',
      title: { en: 'Беда', ru: 'Беда' },
      schedule: { cron: '* * * * *', zone: 'Europe/Moscow' },
      condition: { kind: 'dwell' },
      severity: 'info',
      route: null,
      shadow: false,
    },
  ]);
});

test('the zone of a rule, of all rules, of the lifecycle', () => {
  const zoneOf = (section: string) => alerts(section).rules[0]!.schedule.zone;
  expect(zoneOf(rule())).toBe('Europe/Moscow');
  expect(zoneOf(`${rule()}incidents: { zone: Asia/Tokyo }\n`)).toBe('Asia/Tokyo');
  expect(zoneOf(`${rule(', zone: UTC')}incidents: { zone: Asia/Tokyo }\n`)).toBe('UTC');
});

test('a rule says the worst that it may find, and changes its hash with what it declares', () => {
  const [plain, raised, shadow] = [
    rule(),
    rule(', raise: { over: breach, severity: critical }'),
    rule(', mode: shadow'),
  ].map(text => alerts(text).rules[0]!);
  expect([plain!.severity, raised!.severity, shadow!.shadow]).toEqual(['info', 'critical', true]);
  expect(new Set([plain!.hash, raised!.hash, shadow!.hash]).size).toBe(3);
  expect(alerts(rule()).rules[0]!.hash).toBe(plain!.hash);
});
