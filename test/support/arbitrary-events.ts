import fc from 'fast-check';
import { type OrderEvent, OWN_SOURCE, OWN_TYPES, orderKey, type StatedEvent } from '../../tracker/event.ts';
import { anEvent, MINUTE, T0 } from './factory.ts';
import { referenceLifecycle, referenceLifecycles } from './reference.ts';

// Few of everything, so that events meet: same instants, same names, sequences in each other's way.
const statuses = referenceLifecycle.names;
const instant = fc.integer({ min: 0, max: 12 }).map(step => T0 + step * 60_000);
const orderId = fc.constantFrom('O-1', 'O-2', 'O-3');
const named = fc.record({
  orderId: fc.option(orderId, { freq: 2 }),
  mes: fc.option(fc.constantFrom('M-1', 'M-2', 'M-3')),
  crm: fc.option(fc.constantFrom('K-1', 'K-2'), { freq: 4 }),
  correlationId: fc.option(fc.constantFrom('C-1', 'C-2', 'C-3', 'C-4')),
});

const claimed = fc.record({
  names: named,
  source: fc.constantFrom('shop', 'crm', 'mes'),
  status: fc.option(fc.constantFrom(...statuses), { freq: 6 }),
  occurredAt: fc.option(instant, { freq: 10 }),
  sequence: fc.option(fc.integer({ min: 0, max: 8 })),
  partner: fc.option(fc.constantFrom('acme', 'globex')),
});

const decided = fc.record({
  names: named,
  type: fc.constantFrom(...Object.values(OWN_TYPES)),
  status: fc.constantFrom(...statuses),
  occurredAt: instant,
  order: fc.option(orderId),
  // Of a freeze: the stay that a rule has frozen; a person freezes whatever it is in.
  stay: fc.option(fc.nat(11).map(index => `e-${index}`)),
});

type Names = { orderId: string | null; mes: string | null; crm: string | null; correlationId: string | null };

function naming({ orderId, mes, crm, correlationId }: Names) {
  const ids = { ...(mes === null ? {} : { mes }), ...(crm === null ? {} : { crm }) };
  const nothing = orderId === null && mes === null && crm === null && correlationId === null;
  const known = { orderId: nothing ? 'O-1' : orderId, ids, correlationId };
  return { ...known, key: orderKey(known, referenceLifecycles.systems)! };
}

/** What systems say: claims of statuses and facts, about orders that they name in all possible ways. */
export const systemEvent: fc.Arbitrary<StatedEvent> = claimed.map(({ names, ...said }) =>
  anEvent({ ...naming(names), ...said, type: said.status === null ? 'order.note' : 'order.status_changed' }),
);

/** What people decide here: corrections, freezes, identities. */
export const ownEvent: fc.Arbitrary<StatedEvent> = decided.map(({ names, type, status, occurredAt, order, stay }) => {
  const who = type === OWN_TYPES.identityDecided ? { ...names, orderId: null } : names;
  return anEvent({
    ...naming(who),
    type,
    source: OWN_SOURCE,
    status: type === OWN_TYPES.corrected ? status : null,
    occurredAt,
    data: decision(type, order, stay),
  });
});

function decision(type: string, order: string | null, stay: string | null) {
  if (type === OWN_TYPES.identityDecided) return { order };
  return type === OWN_TYPES.frozen && stay !== null ? { by: 'rule', stay } : null;
}

export const anyEvent = fc.oneof({ weight: 9, arbitrary: systemEvent }, { weight: 1, arbitrary: ownEvent });

/** A set of events: every id once. */
export function eventSet(arbitrary: fc.Arbitrary<StatedEvent> = anyEvent, maxLength = 24): fc.Arbitrary<StatedEvent[]> {
  return fc
    .array(arbitrary, { minLength: 1, maxLength })
    .map(events => events.map((event, index) => ({ ...event, eventId: `e-${index}` })));
}

/** The same, all of one order, as they stand in the ledger. */
export const recordedSet = eventSet().map(events =>
  events.map((event): OrderEvent => ({ ...event, key: 'O-1', recordedAt: T0 + 3 * MINUTE, digest: event.eventId })),
);

/** The same items in another order, cut into batches. */
export function batches<T>(items: readonly T[]): fc.Arbitrary<T[][]> {
  return fc
    .tuple(
      fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length }),
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: items.length, maxLength: items.length }),
    )
    .map(([shuffled, sizes]) => {
      const cut: T[][] = [];
      let from = 0;
      for (const size of sizes) {
        if (from >= shuffled.length) break;
        cut.push(shuffled.slice(from, from + size));
        from += size;
      }
      return cut;
    });
}
