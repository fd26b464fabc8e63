import fc from 'fast-check';
import { expect, it } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import { batches, eventSet, ownEvent, systemEvent } from '../test/support/arbitrary-events.ts';
import { testDatabase } from '../test/support/database.ts';
import { arrivals, DAY, T0 } from '../test/support/factory.ts';
import { referenceDefinition } from '../test/support/reference.ts';
import { expectedStates, readStates } from '../test/support/verify-ledger.ts';
import { declaredLifecycles } from '../tracker/declared.ts';
import type { Customer, OrderEvent, StatedEvent } from '../tracker/event.ts';
import { readEvents } from '../tracker/event-rows.ts';
import { freezeDue } from '../tracker/freeze-due.ts';
import type { Listener } from '../tracker/ledger.ts';
import type { LifecycleDefinition } from '../tracker/lifecycle.ts';
import { contactOf, vaultOf } from '../tracker/personal-data.ts';
import { rebuild } from '../tracker/rebuild.ts';
import { createLedger } from '../tracker/record.ts';
import { renew } from '../tracker/renew.ts';
import { FORGOTTEN_TYPE, forget } from './forget.ts';

const { pool } = await testDatabase();
await pool.query('create table public.announced (order_id text, event_id text)');
const announced: Listener = async (tx, { announcements }) => {
  for (const { orderId, eventId } of announcements) {
    await tx.query('insert into public.announced values ($1, $2)', [orderId, eventId]);
  }
};
const listeners = [announced];
// Long after all that is said, so that the freeze rules have work.
const clock = manualClock(T0 + 60 * DAY);
const vault = vaultOf(Buffer.alloc(32, 7));

const systems = ['shop', 'crm', 'mes'];
const one = declaredLifecycles(systems, [referenceDefinition]);
const { SUBMITTED, CLOSED } = referenceDefinition.statuses;
const shortcut: LifecycleDefinition = {
  ...referenceDefinition,
  statuses: {
    ...referenceDefinition.statuses,
    SUBMITTED: { ...SUBMITTED!, next: [...SUBMITTED!.next, 'CLOSED'] },
    CLOSED: { ...CLOSED!, next: ['SUBMITTED'] },
  },
};
const other = declaredLifecycles(systems, [shortcut, { ...shortcut, name: 'acme', match: { partner: ['acme'] } }]);
let turns = 0;
const inTurn = () => (turns++ % 2 === 0 ? one : other);
const ledgers = [() => one, () => other, inTurn].map(lifecycles =>
  createLedger({ pool, lifecycles, clock, listeners, vault }),
);

async function empty() {
  await pool.query(
    `truncate tracker.order_event, tracker.order_state, tracker.order_alias, tracker.order_search,
              tracker.order_anomaly, tracker.order_source, tracker.source, public.announced`,
  );
}

const customer = fc.option(fc.constantFrom('K-100', 'K-200')).map((id): Customer | null => {
  return id === null ? null : { id, name: `Name of ${id}`, email: `${id}@example.com` };
});
const said = eventSet(
  fc.tuple(systemEvent, customer).map(([event, whose]) => ({ ...event, customer: whose })),
  30,
);
const decided = fc
  .array(ownEvent, { maxLength: 4 })
  .map(events => events.map((event, index) => ({ ...event, eventId: `own-${index}` })));
const arriving = fc
  .tuple(said, decided)
  .map(all => all.flat())
  .chain(events =>
    fc.tuple(fc.constant(events), batches([...events, ...events.slice(0, 6)]), batches(events), batches(events)),
  );

const renewUnder = (lifecycles: typeof one) =>
  renew({ pool, lifecycles, clock, listeners, vault, signal: new AbortController().signal });
const freezer = freezeDue({ pool, ledger: ledgers[2]!, lifecycles: inTurn });
const forgetOne = () =>
  forget({ pool, ledger: ledgers[0]!, clock, vault, hands: { by: 'olga' } }, { customerIds: ['K-100'], orderIds: [] });

it('is exact with three trackers at odds over the lifecycles, while orders are renewed, frozen and forgotten', async () => {
  await fc.assert(
    fc
      .asyncProperty(arriving, async ([events, ...feeds]) => {
        let isOver = false;
        const beside = async (work: () => Promise<unknown>) => {
          while (!isOver) await work();
        };
        const others = [() => renewUnder(inTurn()), () => freezer.runOnce(clock.now()), forgetOne].map(beside);
        await Promise.all(feeds.map((feed, place) => record(place, feed))).finally(() => {
          isOver = true;
        });
        await Promise.all(others);
        await renewUnder(one);
        await forgetOne();
        await verify(events, feeds.flat(2).length - events.length);
        expect(await rebuild({ pool, lifecycles: one, clock, vault })).toMatchObject({ changed: 0 });
      })
      .beforeEach(empty),
    { numRuns: 6 },
  );
}, 120_000);

async function record(place: number, feed: readonly StatedEvent[][]) {
  for (const batch of feed) await ledgers[place]!.record(arrivals(batch));
}

async function verify(events: readonly StatedEvent[], duplicates: number) {
  const { rows: keys } = await pool.query<{ key: string }>('select distinct order_id as key from tracker.order_event');
  const ledger = await readEvents(
    pool,
    keys.map(({ key }) => key),
  );
  const fed = ledger.filter(({ eventId, type }) => !eventId.startsWith('frozen:') && type !== FORGOTTEN_TYPE);
  expect(fed.map(event => event.eventId).sort()).toEqual(events.map(event => event.eventId).sort());

  const expected = expectedStates(one, ledger);
  const states = await readStates(pool);
  for (const [key, shown] of states) if (shown.event_count === 0 && !expected.has(key)) states.delete(key);
  expect(states).toEqual(expected);
  const { rows: counted } = await pool.query('select sum(duplicate_count)::integer as sum from tracker.order_state');
  expect(counted).toEqual([{ sum: duplicates }]);

  const { rows: facts } = await pool.query<{ fact: string }>(
    `select order_id || ' ' || event_id as fact from public.announced`,
  );
  const told = facts.map(({ fact }) => fact);
  expect(told.length).toBe(new Set(told).size);
  for (const [key, { history, joined_into }] of expected) {
    if (joined_into === null) for (const eventId of history) expect(told).toContain(`${key} ${eventId}`);
  }

  for (const event of ledger) if (event.customer?.id === 'K-100') expect(event.customer).toEqual({ id: 'K-100' });
  await verifyContacts(
    [...expected].map(([key, { members }]) => [
      key,
      ledger.filter(event => event.key === key || members.includes(event.key)),
    ]),
  );
}

async function verifyContacts(orders: readonly (readonly [key: string, events: readonly OrderEvent[]])[]) {
  const { rows } = await pool.query<{ key: string; hashes: Buffer[] | null }>(
    'select order_id as key, contact_hashes as hashes from tracker.order_search where contact_hashes is not null',
  );
  const found = new Map(rows.map(({ key, hashes }) => [key, hashes]));
  for (const [key, events] of orders) expect(found.get(key) ?? null).toEqual(contactOf(vault, events).hashes);
}
