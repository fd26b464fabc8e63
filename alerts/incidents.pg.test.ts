import fc from 'fast-check';
import { expect, it } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, MINUTE, T0 } from '../test/support/factory.ts';
import { referenceLifecycles } from '../test/support/reference.ts';
import { plainVault } from '../tracker/personal-data.ts';
import { createLedger } from '../tracker/record.ts';
import { readStandings } from '../tracker/telling.ts';
import { createEndings } from './endings.ts';
import { acknowledge, resolve, snooze } from './incident-commands.ts';
import { createIncidentListener } from './incident-listener.ts';
import { ALERT_TABLES } from './incident-rows-under-test.ts';
import { aFoundOrder, apply } from './incidents-under-test.ts';
import { alertSettings, ruleThatSees } from './settings-under-test.ts';

const { pool } = await testDatabase();
const clock = manualClock(T0);
const lifecycles = () => referenceLifecycles;
const declared = alertSettings({ rules: [ruleThatSees({ now: [] })] });
const settings = () => declared;
const listeners = [createIncidentListener({ settings, lifecycles, clock })];
const ledger = createLedger({ pool, lifecycles, clock, vault: plainVault, listeners });
const endings = createEndings({ pool, settings });
const ORDERS = ['ORD-0', 'ORD-1', 'ORD-2', 'ORD-3'];
const STATUSES = ['SUBMITTED', 'PRICE_CALCULATED', 'MANUFACTURING_APPROVED'];

type Step =
  | { do: 'move'; order: number; status: number }
  | { do: 'run' | 'run critical' | 'run twice' | 'run while one moves' | 'wait' | 'wait long' | 'end' }
  | { do: 'acknowledge' | 'snooze' | 'resolve'; incident: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('move' as const), order: fc.nat(3), status: fc.nat(2) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('run', 'run critical', 'run twice', 'run while one moves', 'wait', 'wait long', 'end'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('acknowledge', 'snooze', 'resolve'),
      incident: fc.integer({ min: 1, max: 4 }),
    }),
  },
) as fc.Arbitrary<Step>;

/** What the rule sees: every order that is in SUBMITTED. */
async function seen(severity: 'warning' | 'critical' = 'warning') {
  const { rows } = await pool.query<{ order_id: string; status_since: number }>(
    `select order_id, status_since from tracker.order_state where status = 'SUBMITTED'`,
  );
  return rows.map(row => aFoundOrder(row.order_id, { since: row.status_since, severity }));
}

async function perform(one: Step, nth: number): Promise<void> {
  const on = { now: clock.now(), settings: declared };
  const move = (order: number, status: number) =>
    ledger.record(
      arrivals([
        anEvent({ orderId: ORDERS[order]!, status: STATUSES[status]!, source: 'mes', occurredAt: clock.now() + nth }),
      ]),
    );
  switch (one.do) {
    case 'move':
      await move(one.order, one.status);
      return;
    case 'run':
    case 'run critical':
      await apply(pool, await seen(one.do === 'run' ? 'warning' : 'critical'), clock.now());
      return;
    case 'run twice': {
      const both = await seen();
      await Promise.all([apply(pool, both, clock.now()), apply(pool, both, clock.now())]);
      return;
    }
    case 'run while one moves': {
      const before = await seen();
      await Promise.all([apply(pool, before, clock.now()), move(nth % 4, 1), move((nth + 1) % 4, 0)]);
      return;
    }
    case 'wait':
      clock.advance(MINUTE);
      return;
    case 'wait long':
      clock.advance(40 * MINUTE);
      return;
    case 'end':
      await endings.runOnce(clock.now());
      return;
    case 'acknowledge':
      await acknowledge(pool, one.incident, { by: 'anna', until: clock.now() + 30 * MINUTE, note: null }, on);
      return;
    case 'snooze':
      await snooze(pool, one.incident, { by: 'anna', until: clock.now() + 30 * MINUTE, reason: 'x' }, on);
      return;
    case 'resolve':
      await resolve(pool, one.incident, { by: 'anna', reason: 'x' }, on);
      return;
    default:
      one satisfies never;
  }
}

async function mistakes(): Promise<unknown[]> {
  const { rows } = await pool.query(
    `select i.id, i.state, i.flapping, i.severity, count(f.subject) as open
       from alerts.incident i
       left join alerts.finding f on f.incident_id = i.id and f.resolved_at is null
      group by i.id
     having (i.state = 'resolved' and count(f.subject) > 0)
         or (i.state <> 'resolved' and not i.flapping and count(f.subject) = 0)
         or (count(f.subject) > 0 and i.severity <> (array['info', 'warning', 'critical'])[
              max(array_position(array['info', 'warning', 'critical'], f.severity))])
         or i.reopened + 1 <> (select count(*) from alerts.incident_event e
                                where e.incident_id = i.id and e.kind in ('opened', 'reopened'))`,
  );
  return rows;
}

it('keeps incidents and findings in step, in whatever order things happen', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async steps => {
      await pool.query(
        `truncate ${ALERT_TABLES}, tracker.order_event, tracker.order_state, tracker.order_alias, tracker.order_search,
           tracker.order_anomaly restart identity`,
      );
      clock.set(T0);
      await ledger.record(arrivals(ORDERS.map(orderId => anEvent({ orderId }))));
      for (const [nth, one] of steps.entries()) {
        await perform(one, nth);
        expect(await mistakes()).toEqual([]);
      }
      // One more run, long after people have resolved anything, and everything is as the orders are.
      clock.advance(MINUTE);
      await apply(pool, await seen(), clock.now());
      const { rows } = await pool.query<{ order_id: string; by_hand: boolean }>(
        `select f.order_id, bool_or(f.resolution is not distinct from 'by_hand') as by_hand from alerts.finding f
          where f.resolved_at is null or f.resolution = 'by_hand' group by f.order_id`,
      );
      const standings = await readStandings(pool, ORDERS);
      const submitted = ORDERS.filter(order => standings.get(order)?.status === 'SUBMITTED');
      const found = rows.map(({ order_id }) => order_id);
      expect(submitted.filter(order => !found.includes(order))).toEqual([]);
      const open = rows.filter(({ by_hand }) => !by_hand).map(({ order_id }) => order_id);
      expect(open.filter(order => !submitted.includes(order))).toEqual([]);
    }),
    { numRuns: 15 },
  );
}, 120_000);
