import { expect, test } from 'vitest';
import { alertSettings, aPerson, ruleThatSees } from '../../alerts/settings-under-test.ts';
import { DAY, MINUTE, T0 } from '../../test/support/factory.ts';
import { calendar } from '../../tracker/calendar.ts';
import { describeAlerts } from './alerts.ts';

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
    people: { olga: aPerson('Olga') },
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
  expect(describeAlerts(settings, T0)).toBe(`When they run next
  * * * * * in Europe/Moscow
    price-missing, queue-full (on trial)
      Fri 20 Nov 2026 12:01 Europe/Moscow (in 1 min)
      Fri 20 Nov 2026 12:02 Europe/Moscow
      Fri 20 Nov 2026 12:03 Europe/Moscow
      Fri 20 Nov 2026 12:04 Europe/Moscow
      Fri 20 Nov 2026 12:05 Europe/Moscow
  0 9 * * * in Europe/Moscow
    safety-net, digest daily
      Sat 21 Nov 2026 09:00 Europe/Moscow (in 21 h)
      Sun 22 Nov 2026 09:00 Europe/Moscow
      Mon 23 Nov 2026 09:00 Europe/Moscow
      Tue 24 Nov 2026 09:00 Europe/Moscow
      Wed 25 Nov 2026 09:00 Europe/Moscow

Who is told
  route workshop  critical by chain urgent, warning by chain daily, info to nobody
  route all       critical, warning and info by chain daily
  chain urgent    1. whoever is on call (mes); 2. after 15 min the team workshop and the Slack channel; again from step 2, 3 times at most
  chain daily     1. Olga; only in working hours`);
});

test('nothing is declared: nothing is said', () => {
  expect(describeAlerts(alertSettings(), T0)).toBe('');
});
