import { expect, test } from 'vitest';
import type { Begun } from './failures.ts';
import { DAY, HOUR, hourOfDay, MINUTE } from './hours.ts';
import { releasesBetween } from './releases.ts';

const PRESENT = Date.parse('2026-11-19T08:00:00Z');
const calm = { seed: 1, present: PRESENT, incidents: [] };
const deploysOf = (releases: ReturnType<typeof releasesBetween>) => releases.filter(({ tests }) => !tests);

test('each system gets a version a week, in working hours, after its tests have passed', () => {
  const releases = releasesBetween(calm, PRESENT - 42 * DAY, PRESENT - DAY);
  for (const service of ['shop', 'crm', 'mes']) {
    const deploys = deploysOf(releases).filter(one => one.service === service);
    expect(deploys.length).toBeGreaterThanOrEqual(5);
    expect(deploys.length).toBeLessThanOrEqual(7);
    expect(new Set(deploys.map(({ version }) => version)).size).toBe(deploys.length);
    for (const { at, version } of deploys) {
      expect(hourOfDay(at)).toBeGreaterThanOrEqual(9);
      expect(hourOfDay(at)).toBeLessThan(18);
      const last = releases.findLast(one => one.service === service && one.version === version && one.at < at);
      if (last) expect(last.tests?.failed).toBe(0);
    }
  }
  expect(releases.some(({ tests }) => tests && tests.failed > 0)).toBe(true);
});

test('whoever looks for the first time sees a fresh one', () => {
  const latest = releasesBetween(calm, PRESENT - HOUR, PRESENT);
  expect(deploysOf(latest)).toMatchObject([{ service: 'shop', at: PRESENT - 15 * MINUTE }]);
  expect(latest.filter(({ tests }) => tests?.failed)).toHaveLength(1);
});

test('what is told in pieces is what is told at once', () => {
  const [from, until] = [PRESENT - 30 * DAY, PRESENT + 30 * DAY];
  const pieces = Array.from({ length: 60 }, (_, day) =>
    releasesBetween(calm, from + day * DAY, from + (day + 1) * DAY),
  );
  expect(pieces.flat()).toEqual(releasesBetween(calm, from, until));
});

test('nobody can take a deploy for the reason of a trouble that has another one', () => {
  const at = PRESENT - 5 * DAY;
  const incident: Begun = {
    id: 'stopped-consumer 1',
    kind: 'stopped-consumer',
    at,
    until: PRESENT + DAY,
    system: 'crm',
  };
  const deploys = deploysOf(
    releasesBetween({ ...calm, incidents: [incident] }, PRESENT - 30 * DAY, PRESENT + 30 * DAY),
  );
  const crm = deploys.filter(({ service }) => service === 'crm');
  expect(crm.length).toBeGreaterThan(4);
  expect(crm.filter(one => one.at > at - 12 * HOUR && one.at < PRESENT + DAY)).toEqual([]);
});
