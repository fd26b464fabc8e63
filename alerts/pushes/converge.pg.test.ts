import fc from 'fast-check';
import { Registry } from 'prom-client';
import { afterAll, expect, test } from 'vitest';
import { type Asked, startHttp, type Trouble } from '../../platform/http-under-test.ts';
import { createLog } from '../../platform/log.ts';
import { testDatabase } from '../../test/support/database.ts';
import { HOUR, MINUTE, T0 } from '../../test/support/factory.ts';
import type { IncidentState } from '../incident.ts';
import { putFinding, putIncident } from '../incident-rows-under-test.ts';
import { startAlertmanager } from './alertmanager-under-test.ts';
import { openTargets } from './open-targets.ts';
import { createPushMetrics } from './push-metrics.ts';
import { createPushes, type Pushes } from './pushes.ts';

const { pool } = await testDatabase();
const alertmanager = await startAlertmanager();

/** What PagerDuty makes of its events, by key. */
const atPagerduty = new Map<string, string>();
const pagerduty = await startHttp(({ body }) => {
  const { dedup_key, event_action } = JSON.parse(body) as { dedup_key: string; event_action: string };
  const known = atPagerduty.get(dedup_key);
  if (event_action === 'trigger') atPagerduty.set(dedup_key, 'open');
  else if (known !== undefined && known !== 'resolved') {
    atPagerduty.set(dedup_key, event_action === 'resolve' ? 'resolved' : 'acknowledged');
  }
  return { status: 202 };
});

const stops: { stop(): unknown }[] = [alertmanager, pagerduty];
afterAll(() => Promise.all(stops.map(one => one.stop())));

function start(): Pushes {
  const access = {
    alertmanagerUrl: alertmanager.server.url,
    pagerduty: { routingKey: 'R'.repeat(32), url: pagerduty.url },
    webhook: null,
  };
  const targets = openTargets(access, null);
  stops.push(...targets);
  return createPushes({ pool, targets, log: createLog('silent'), metrics: createPushMetrics(new Registry()) });
}

const COLUMNS: Record<IncidentState, string> = {
  open: `state = 'open', until = null, resolved_at = null`,
  acknowledged: `state = 'acknowledged', acknowledged_by = 'olga', until = $2, resolved_at = null`,
  snoozed: `state = 'snoozed', acknowledged_by = 'olga', until = $2, resolved_at = null`,
  resolved: `state = 'resolved', until = null, resolved_at = $2`,
};

async function become(id: number, state: IncidentState, at: number): Promise<void> {
  const set = COLUMNS[state];
  const values = set.includes('$2') ? [id, new Date(at)] : [id];
  await pool.query(
    `update alerts.incident set version = version + 1, ${set} where id = $1 and state <> '${state}'`,
    values,
  );
}

type Step =
  | { kind: 'become'; incident: number; state: IncidentState }
  | { kind: 'pass'; ms: number }
  | { kind: 'trouble'; of: 'alertmanager' | 'pagerduty'; how: Trouble | null }
  | { kind: 'restart' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('become' as const),
      incident: fc.nat(2),
      state: fc.constantFrom<IncidentState>('open', 'acknowledged', 'snoozed', 'resolved'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.constantFrom(1_000, 5_000, 90_000) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('trouble' as const),
      of: fc.constantFrom('alertmanager' as const, 'pagerduty' as const),
      how: fc.constantFrom<Trouble | null>(null, null, 'drop', 'doAndDrop', { status: 500 }, { status: 400 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
);

test('whatever happens on the way, in the end everybody knows how each incident stands', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async steps => {
      await pool.query('truncate alerts.incident cascade');
      atPagerduty.clear();
      let now = T0;
      await alertmanager.repeat(pagerduty.url, '', now + 365 * 24 * HOUR);
      const ids = [];
      for (const about of ['mes', 'crm', 'shop']) {
        const id = await putIncident(pool, { about, openedAt: now });
        await putFinding(pool, id, { orderId: about });
        ids.push(id);
      }
      // Two processes, one of which starts anew now and then.
      const processes = [start(), start()];
      const server = { alertmanager: alertmanager.server, pagerduty };
      for (const one of steps) {
        if (one.kind === 'become') await become(ids[one.incident]!, one.state, now);
        else if (one.kind === 'restart') processes[0] = start();
        else if (one.kind === 'trouble') server[one.of].hinder(() => one.how);
        else {
          now += one.ms;
          await Promise.all(processes.map(({ runOnce }) => runOnce(now)));
        }
      }
      for (const healed of Object.values(server)) healed.hinder(() => null);
      for (const later of [15 * MINUTE, MINUTE, MINUTE]) {
        now += later;
        await Promise.all(processes.map(({ runOnce }) => runOnce(now)));
      }

      const { rows } = await pool.query<{ key: string; state: IncidentState }>(
        `select i.rule || '/' || i.about || '/' || i.id as key, i.state from alerts.incident i order by key`,
      );
      const expected = { open: 'open', acknowledged: 'acknowledged', snoozed: 'acknowledged', resolved: 'resolved' };
      for (const { key, state } of rows) expect(atPagerduty.get(key) ?? 'resolved').toBe(expected[state]);
      const firing = alertmanager.firing(now).map(({ labels }) => labels.orderwatch_key);
      expect(firing.sort()).toEqual(rows.filter(({ state }) => state !== 'resolved').map(({ key }) => key));

      // And nobody is told anything that they know already.
      const before: Asked[] = [...pagerduty.asked];
      await Promise.all(processes.map(({ runOnce }) => runOnce(now)));
      expect(pagerduty.asked).toHaveLength(before.length);
    }),
    { numRuns: 12 },
  );
});
