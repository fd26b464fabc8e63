import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OUTBOX_TABLES } from '../notifier/outbox-under-test.ts';
import { manualClock } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { referenceLifecycles } from '../test/support/reference.ts';
import { plainVault } from '../tracker/personal-data.ts';
import { createLedger } from '../tracker/record.ts';
import { createCauses } from './causes-job.ts';
import { aCause, judgeOf } from './causes-under-test.ts';
import { aChain, aStep, escalatorOf, settingsWith, whereItNotes } from './escalation-under-test.ts';
import type { Found } from './finding.ts';
import { resolve } from './incident-commands.ts';
import { createIncidentListener } from './incident-listener.ts';
import { ALERT_TABLES } from './incident-rows-under-test.ts';
import { aFoundOrder, aFoundQueue, apply, readOpen } from './incidents-under-test.ts';
import { ruleThatSees } from './settings-under-test.ts';

const { pool } = await testDatabase();

const RULES = ['one', 'two', 'three'] as const;
const CAUSES = ['consumers:mes.inbox', 'flood:acme'] as const;
const ORDERS = ['ORD-1', 'ORD-2', 'ORD-3', 'ORD-4', 'ORD-5', 'ORD-6'];
const rules = RULES.map(name => ruleThatSees({ now: [] }, { name }));
const settings = settingsWith(aChain([aStep([{ kind: 'person', person: 'olga' }])]), { rules });
const clock = manualClock(T0);
const lifecycles = () => referenceLifecycles;
const listeners = [createIncidentListener({ settings: () => settings, lifecycles, clock })];
const ledger = createLedger({ pool, lifecycles, clock, vault: plainVault, listeners });

type Step =
  | { kind: 'look'; rule: (typeof RULES)[number]; sees: readonly number[]; queue: boolean }
  | { kind: 'cause'; order: number; cause: number | null }
  | { kind: 'turn'; cause: number; over: boolean }
  | { kind: 'move'; order: number }
  | { kind: 'resolve'; incident: number }
  | { kind: 'review' }
  | { kind: 'tell' };

const order = fc.nat(ORDERS.length - 1);
const cause = fc.nat(CAUSES.length - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('look' as const),
      rule: fc.constantFrom(...RULES),
      sees: fc.uniqueArray(order),
      queue: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cause' as const), order, cause: fc.option(cause) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('turn' as const), cause, over: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('move' as const), order }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('resolve' as const), incident: fc.integer({ min: 1, max: 5 }) }),
  },
  { weight: 3, arbitrary: fc.constant({ kind: 'review' as const }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'tell' as const }) },
);

/** Several things at a time, one after the other. */
const course = fc.array(
  fc.tuple(fc.array(step, { minLength: 1, maxLength: 4 }), fc.constantFrom(MINUTE, 20 * MINUTE, 2 * HOUR)),
  {
    minLength: 3,
    maxLength: 12,
  },
);

const TRACKER = `tracker.order_event, tracker.order_state, tracker.order_alias, tracker.order_search, tracker.order_anomaly`;

async function aWorld() {
  await pool.query(`truncate ${ALERT_TABLES}, ${OUTBOX_TABLES}, ${TRACKER} restart identity`);
  clock.set(T0);
  await ledger.record(arrivals(ORDERS.map(orderId => anEvent({ orderId }))));
  const judge = judgeOf({ 'queue:mes.inbox': CAUSES[0] });
  const causes = createCauses({ pool, judge, settings: () => settings });
  const moved = new Set<number>();

  const take = async (one: Step, now: number): Promise<unknown> => {
    switch (one.kind) {
      case 'look': {
        const seen: Found[] = one.sees.filter(nth => !moved.has(nth)).map(nth => aFoundOrder(ORDERS[nth]!));
        if (one.queue) seen.push(aFoundQueue('mes.inbox'));
        const judgements = await judge.judge(seen, now);
        return apply(pool, seen, now, { rule: rules.find(({ name }) => name === one.rule)!, settings, judgements });
      }
      case 'cause': {
        const subject = `order:${ORDERS[one.order]}`;
        if (one.cause === null) return judge.causes.delete(subject);
        return judge.causes.set(subject, aCause(CAUSES[one.cause]!));
      }
      case 'turn':
        return one.over ? judge.over.add(CAUSES[one.cause]!) : judge.over.delete(CAUSES[one.cause]!);
      case 'move':
        moved.add(one.order);
        return ledger.record(
          arrivals([
            anEvent({ orderId: ORDERS[one.order]!, status: 'PRICE_CALCULATED', source: 'mes', occurredAt: T0 + HOUR }),
          ]),
        );
      case 'resolve':
        return resolve(pool, one.incident, { by: 'anna', reason: 'done' }, { now, settings });
      case 'review':
        return causes.runOnce(now);
      case 'tell':
        return escalatorOf(pool, settings).runOnce(now);
      default:
        return one satisfies never;
    }
  };
  return { take, review: (now: number) => causes.runOnce(now), judge };
}

async function expectWhole() {
  const { rows: homeless } = await pool.query(
    `select f.rule, f.subject, i.state from alerts.finding f join alerts.incident i on i.id = f.incident_id
      where f.resolved_at is null and i.state = 'resolved'`,
  );
  expect(homeless).toEqual([]);
  const { rows: empty } = await pool.query(
    `select i.id, i.state, i.flapping from alerts.incident i
      where i.state <> 'resolved' and not i.flapping
        and not exists (select from alerts.finding f where f.incident_id = i.id and f.resolved_at is null)`,
  );
  expect(empty).toEqual([]);
  const { rows: milder } = await pool.query(
    `select i.id from alerts.incident i
      where i.state <> 'resolved' and exists (
        select from alerts.finding f where f.incident_id = i.id and f.resolved_at is null and f.suspect is not null) <> i.suspect`,
  );
  expect(milder).toEqual([]);
}

test('whatever happens at the same time, what is open is in one incident that stands, and none stands for nothing', async () => {
  await fc.assert(
    fc.asyncProperty(course, async steps => {
      const world = await aWorld();
      let now = T0 + HOUR;
      for (const [together, pause] of steps) {
        clock.set(now);
        await Promise.all(together.map(one => world.take(one, now)));
        await expectWhole();
        now += pause;
      }
      // Once everything has been thought of again, no two tell of the same cause.
      await world.review(now);
      await world.review(now + MINUTE);
      const { rows: twice } = await pool.query(
        `select i.cause_key, count(*) as count from alerts.incident i
          where i.state <> 'resolved' and i.cause_key is not null and not i.flapping group by i.cause_key having count(*) > 1`,
      );
      expect(twice).toEqual([]);
      await expectWhole();
    }),
    { numRuns: 15 },
  );
}, 240_000);

test('what has a cause from the beginning is told of once for each cause, in whatever order it is found', async () => {
  const finding = fc.tuple(fc.constantFrom(...RULES), order);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(finding, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 8 }),
      fc.array(fc.nat(CAUSES.length), { minLength: ORDERS.length, maxLength: ORDERS.length }),
      async (looks, causesOf) => {
        const world = await aWorld();
        const keys = ORDERS.map((orderId, nth) => CAUSES[causesOf[nth]!] ?? `lost:${orderId}`);
        for (const [nth, orderId] of ORDERS.entries()) world.judge.causes.set(`order:${orderId}`, aCause(keys[nth]!));
        const seen = new Map(RULES.map(rule => [rule, new Set<number>()]));
        let now = T0 + HOUR;
        for (const together of looks) {
          for (const [rule, nth] of together) seen.get(rule)!.add(nth);
          await Promise.all(
            RULES.map(rule => world.take({ kind: 'look', rule, sees: [...seen.get(rule)!], queue: false }, now)),
          );
          await world.review(now);
          await escalatorOf(pool, settings).runOnce(now);
          now += 15 * MINUTE;
        }
        const found = new Set([...seen.values()].flatMap(some => [...some]).map(nth => keys[nth]!));
        const { rows } = await pool.query<{ pages: number; causes: string[] }>(
          `select (select count(*) from notifier.message where template = 'incident') as pages,
                  (select array_agg(cause_key order by cause_key) from alerts.incident) as causes`,
        );
        expect(rows[0]).toEqual({ pages: found.size, causes: [...found].sort() });
      },
    ),
    { numRuns: 8 },
  );
}, 240_000);

test('an order that moves while its finding goes from one incident to another ends it there', async () => {
  const world = await aWorld();
  const look = (rule: (typeof RULES)[number], sees: number[], queue = false) =>
    world.take({ kind: 'look', rule, sees, queue }, T0 + HOUR);
  await look('one', [0, 1]);
  await look('two', [], true);
  for (const nth of [0, 1]) world.judge.causes.set(`order:${ORDERS[nth]}`, aCause(CAUSES[0]));
  clock.set(T0 + 2 * HOUR);
  let moving: Promise<unknown> | null = null;
  const busy = whereItNotes(pool, async note => {
    moving ??= world.take({ kind: 'move', order: 0 }, T0 + 2 * HOUR);
    moving.catch(() => {});
    await somebodyWaits();
    return note();
  });
  // The one with the orders was opened later, as people see it: it goes into the other one.
  await pool.query(`update alerts.incident set opened_at = opened_at - interval '1 hour' where id = 2`);
  await createCauses({ pool: busy, judge: world.judge, settings: () => settings }).runOnce(T0 + 2 * HOUR);
  await moving;
  expect(await readOpen(pool)).toEqual(['order:ORD-2 2', 'queue:mes.inbox 2']);
  await expectWhole();
});

/** Resolves when somebody waits for a lock. */
async function somebodyWaits(): Promise<void> {
  const waiting = `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
  while ((await pool.query(waiting)).rowCount === 0);
}
