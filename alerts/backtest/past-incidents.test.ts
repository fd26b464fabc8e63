import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOUR, MINUTE, T0 } from '../../test/support/factory.ts';
import type { Severity } from '../severity.ts';
import type { PastFinding } from './past-finding.ts';
import { pastIncidents } from './past-incidents.ts';

const SETTINGS = { groupWithinMs: 10 * MINUTE, reopenWithinMs: HOUR, flapsAfter: 3 };

function aFinding(
  from: number,
  to: number | null,
  named: Partial<PastFinding> & { severity?: Severity } = {},
): PastFinding {
  const { severity = 'warning', orderId = 'ORD-1', ...rest } = named;
  return {
    ...{ subject: `order:${orderId}`, orderId, stay: 's', status: 'SUBMITTED', owner: 'mes', stayEvent: null },
    ...{ raisedAt: T0 + from * MINUTE, endedAt: to === null ? null : T0 + to * MINUTE },
    severities: [{ at: T0 + from * MINUTE, severity }],
    ...rest,
  };
}

const minutesOf = (findings: readonly PastFinding[]) =>
  pastIncidents(findings, SETTINGS).map(({ about, courses }) => [
    about,
    ...courses.map(({ from, to, severity }) => [(from - T0) / MINUTE, (to - T0) / MINUTE, severity]),
  ]);

test('what waits for the same system and comes within ten minutes of the last is one incident, until all is over', () => {
  expect(
    minutesOf([
      aFinding(0, 30),
      aFinding(8, 50, { orderId: 'ORD-2' }),
      aFinding(16, 20, { orderId: 'ORD-3' }),
      aFinding(27, 40, { orderId: 'ORD-4' }),
      aFinding(27, 40, { orderId: 'ORD-5', owner: 'crm' }),
    ]),
  ).toEqual([
    ['mes', [0, 50, 'warning']],
    ['mes', [27, 40, 'warning']],
    ['crm', [27, 40, 'warning']],
  ]);
});

test('what becomes worse is told anew, and what comes back within the hour opens its incident again', () => {
  const worse = {
    severities: [
      { at: T0, severity: 'warning' as const },
      { at: T0 + 20 * MINUTE, severity: 'critical' as const },
    ],
  };
  expect(minutesOf([aFinding(0, 30, worse), aFinding(60, 70), aFinding(200, 210)])).toEqual([
    ['mes', [0, 20, 'warning'], [20, 30, 'critical'], [60, 70, 'warning']],
    ['mes', [200, 210, 'warning']],
  ]);
});

test('what comes back again and again is told no more', () => {
  const flapping = [0, 20, 40, 60, 80].map(at => aFinding(at, at + 10));
  expect(minutesOf(flapping)).toEqual([['mes', [0, 10, 'warning'], [20, 30, 'warning'], [40, 50, 'warning']]]);
});

test('there are never more incidents than findings, and each is told of only while something of it is open', () => {
  const findings = fc.array(
    fc
      .record({
        from: fc.integer({ min: 0, max: 300 }),
        ms: fc.option(fc.integer({ min: 1, max: 100 })),
        order: fc.integer({ min: 1, max: 5 }),
        owner: fc.constantFrom('mes', 'crm'),
        severity: fc.constantFrom<Severity>('info', 'warning', 'critical'),
      })
      .map(({ from, ms, order, ...named }) =>
        aFinding(from, ms === null ? null : from + ms, { ...named, orderId: `ORD-${order}` }),
      ),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(findings, all => {
      const incidents = pastIncidents(all, SETTINGS);
      expect(incidents.length).toBeLessThanOrEqual(all.length);
      expect(incidents.some(({ endedAt }) => endedAt === null)).toBe(all.some(({ endedAt }) => endedAt === null));
      for (const { about, openedAt, endedAt, courses } of incidents) {
        expect(courses[0]!.from).toBe(openedAt);
        for (const { from, to } of courses) {
          expect(from).toBeLessThan(to);
          expect(to).toBeLessThanOrEqual(endedAt ?? Number.POSITIVE_INFINITY);
          const open = all.filter(
            ({ owner, raisedAt, endedAt }) => owner === about && raisedAt <= from && (endedAt ?? from + 1) > from,
          );
          expect(open.length).toBeGreaterThan(0);
        }
      }
    }),
  );
});
