import { expect, test } from 'vitest';
import { aPerson } from '../../alerts/incident-rows-under-test.ts';
import { alertSettings, ruleThatSees } from '../../alerts/settings-under-test.ts';
import { toIso } from '../../platform/clock.ts';
import { DAY, MINUTE, T0 } from '../../test/support/factory.ts';
import { calendar } from '../../tracker/calendar.ts';
import { describeAlerts } from './alerts.ts';

/** Every minute by `* * * * *`, else every day. */
const schedules = {
  nextRuns: ({ cron }: { cron: string }, now: number, count: number) =>
    Array.from({ length: count }, (_, place) => now + (place + 1) * (cron === '* * * * *' ? MINUTE : DAY)),
  scheduleInWords: ({ zone }: { zone: string }) => `soon ${zone}`,
  wallTime: (at: number, zone: string) => `${toIso(at).slice(0, 16)} ${zone}`,
};
const MOSCOW = 'Europe/Moscow';

test('the next five runs of every schedule, those that share one together; and who is told', () => {
  const settings = alertSettings({
    rules: [
      ruleThatSees({ now: [] }),
      ruleThatSees({ now: [] }, { name: 'safety-net', schedule: { cron: '0 9 * * *', zone: MOSCOW } }),
      ruleThatSees({ now: [] }, { name: 'queue-full', shadow: true }),
    ],
    digests: [{ name: 'daily', kind: 'daily', schedule: { cron: '0 9 * * *', zone: MOSCOW }, people: ['olga'] }],
    routes: {
      workshop: { info: null, warning: 'daily', critical: 'urgent' },
      all: { info: 'daily', warning: 'daily', critical: 'daily' },
    },
    people: { olga: aPerson({ name: 'Olga' }) },
    chains: {
      urgent: {
        steps: [
          { after: null, tell: [{ kind: 'onCall', rotation: 'mes' }], channels: null },
          {
            after: since => since + 15 * MINUTE,
            tell: [{ kind: 'team', team: 'workshop' }, { kind: 'slack' }],
            channels: null,
          },
        ],
        repeat: { from: 1, times: 3, after: since => since + DAY },
        calendar: null,
      },
      daily: {
        steps: [{ after: since => since + DAY, tell: [{ kind: 'person', person: 'olga' }], channels: null }],
        repeat: null,
        calendar: calendar({ zone: MOSCOW, hours: { mon: ['09:00-18:00'] } }),
      },
    },
  });
  expect(describeAlerts(settings, schedules, T0)).toBe(`When they run next
  * * * * * in Europe/Moscow: price-missing, queue-full (on trial)
    soon Europe/Moscow
    2026-11-20T09:02 Europe/Moscow
    2026-11-20T09:03 Europe/Moscow
    2026-11-20T09:04 Europe/Moscow
    2026-11-20T09:05 Europe/Moscow
  0 9 * * * in Europe/Moscow: safety-net, digest daily
    soon Europe/Moscow
    2026-11-22T09:00 Europe/Moscow
    2026-11-23T09:00 Europe/Moscow
    2026-11-24T09:00 Europe/Moscow
    2026-11-25T09:00 Europe/Moscow

Who is told
  route workshop  critical by chain urgent, warning by chain daily, info to nobody
  route all       critical, warning and info by chain daily
  chain urgent    1. whoever is on call (mes); 2. after 15 min the team workshop and the Slack channel; again from step 2, 3 times at most
  chain daily     1. Olga; only in working hours`);
});

test('nothing is declared: nothing is said', () => {
  expect(describeAlerts(alertSettings(), schedules, T0)).toBe('');
});
