import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batches, recordedSet } from '../test/support/arbitrary-events.ts';
import { aRecordedEvent, DAY, HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import {
  referenceLifecycle as lifecycle,
  referenceLifecycles as lifecycles,
  referenceDefinition,
} from '../test/support/reference.ts';
import { declaredLifecycles } from './declared.ts';
import { type OrderEvent, OWN_SOURCE, OWN_TYPES } from './event.ts';
import { divergences, type Folded, fold, foldOn } from './fold.ts';
import type { LifecycleDefinition } from './lifecycle.ts';
import type { Anomaly } from './state.ts';

type Named = Parameters<typeof aRecordedEvent>[0];

/** Events of one order, a minute apart unless they say otherwise. */
function story(...named: Named[]): OrderEvent[] {
  return named.map((event, index) => aRecordedEvent({ occurredAt: T0 + index * MINUTE, ...event }));
}

function folded(...named: Named[]) {
  const { state, told } = fold(lifecycles, 'ORD-1', story(...named));
  return { ...state, anomalies: [...told, ...divergences(lifecycle, state)] };
}

const kinds = (anomalies: readonly Anomaly[]) => anomalies.map(anomaly => anomaly.kind);

describe('whose word counts', () => {
  it('moves along the declared way, confirmed by the owners', () => {
    const order = folded(
      { status: 'INITIATED' },
      { status: 'SUBMITTED' },
      { status: 'PRICE_CALCULATED', source: 'mes' },
      { status: 'MANUFACTURING_APPROVED', source: 'crm' },
    );
    expect(order).toMatchObject({ status: 'MANUFACTURING_APPROVED', confirmed: true, anomalies: [] });
    expect(order.sources).toMatchObject({ shop: { status: 'SUBMITTED' }, mes: { status: 'PRICE_CALCULATED' } });
  });

  it('takes another system at its word until the owner confirms', () => {
    const ahead: Named[] = [{}, { status: 'PRICE_CALCULATED', source: 'crm' }];
    expect(folded(...ahead)).toMatchObject({ status: 'PRICE_CALCULATED', confirmed: false });
    expect(folded(...ahead, { status: 'PRICE_CALCULATED', source: 'mes' })).toMatchObject({
      status: 'PRICE_CALCULATED',
      confirmed: true,
      statusSince: T0 + MINUTE,
    });
  });

  it('tells a gap, and takes it back when the missing ones come late', () => {
    const late: Named = { status: 'PRICE_CALCULATED', source: 'mes', occurredAt: T0 + 20_000 };
    const gap = folded({}, { status: 'MANUFACTURING_APPROVED', source: 'crm' });
    expect(gap.status).toBe('MANUFACTURING_APPROVED');
    expect(gap.anomalies).toMatchObject([
      { kind: 'gap', detail: 'crm says MANUFACTURING_APPROVED; PRICE_CALCULATED never came' },
    ]);
    expect(folded({}, { status: 'MANUFACTURING_APPROVED', source: 'crm' }, late).anomalies).toEqual([]);
  });

  it('begins at an entry without a gap, anywhere else with one', () => {
    expect(folded({ status: 'SUBMITTED' }).anomalies).toEqual([]);
    expect(folded({ status: 'PRICE_CALCULATED', source: 'mes' }).anomalies).toMatchObject([{ kind: 'gap' }]);
  });

  it('goes back for rework on the word of the owner only', () => {
    const made: Named[] = [
      { status: 'MANUFACTURING_STARTED', source: 'mes' },
      { status: 'MANUFACTURING_COMPLETED', source: 'mes' },
    ];
    expect(folded(...made, { status: 'MANUFACTURING_STARTED', source: 'crm' }).status).toBe('MANUFACTURING_COMPLETED');
    const rework = folded(...made, { status: 'MANUFACTURING_STARTED', source: 'mes' });
    expect(rework).toMatchObject({ status: 'MANUFACTURING_STARTED', confirmed: true, statusSince: T0 + 2 * MINUTE });
    expect(kinds(rework.anomalies)).toEqual(['gap']);
  });

  it('stays where it is when a claim cannot follow, and says so', () => {
    const order = folded({ status: 'CANCELLED', source: 'crm' }, { status: 'MANUFACTURING_STARTED', source: 'mes' });
    expect(order.status).toBe('CANCELLED');
    expect(order.sources).toMatchObject({ mes: { status: 'MANUFACTURING_STARTED' } });
    expect(kinds(order.anomalies)).toEqual(['gap', 'illegal_transition']);
  });

  it('calls it divergence when neither can become what the other says, and takes it back', () => {
    const apart: Named[] = [{}, { status: 'CANCELLED', source: 'crm' }, { status: 'SHIPPED', source: 'mes' }];
    expect(folded(...apart).anomalies).toContainEqual(
      expect.objectContaining({
        kind: 'divergence',
        detail: 'crm says CANCELLED, mes says SHIPPED; neither can follow the other',
      }),
    );
    expect(kinds(folded(...apart, { status: 'CLOSED', source: 'crm' }).anomalies)).not.toContain('divergence');
  });

  it('calls it divergence when a source goes back to what it said before', () => {
    const order = folded(
      {},
      { status: 'PRICE_CALCULATED', source: 'mes' },
      { status: 'SUBMITTED', source: 'crm' },
      { status: 'PRICE_CALCULATED', source: 'crm' },
      { status: 'SUBMITTED', source: 'crm' },
    );
    expect(order.status).toBe('PRICE_CALCULATED');
    expect(order.anomalies).toMatchObject([
      { kind: 'divergence', detail: 'crm says SUBMITTED again after PRICE_CALCULATED' },
    ]);
  });

  it('tells a divergence of two statuses once, however many sources say them', () => {
    const pods = Array.from({ length: 500 }, (_, number): Named => ({ status: 'CANCELLED', source: `crm-${number}` }));
    const [divergence, ...others] = folded({}, ...pods, {
      status: 'SHIPPED',
      source: 'mes',
      occurredAt: T0 + DAY,
    }).anomalies.filter(anomaly => anomaly.kind === 'divergence');
    expect(others).toEqual([]);
    expect(divergence?.detail).toBe(
      'crm-0, crm-1, crm-10 and 497 more say CANCELLED, mes says SHIPPED; neither can follow the other',
    );
  });

  it('takes a status that no lifecycle declares any more as one that cannot follow', () => {
    const order = folded({}, { status: 'ENGRAVED', source: 'mes' });
    expect(order.status).toBe('SUBMITTED');
    expect(kinds(order.anomalies)).toEqual(['illegal_transition', 'divergence']);
    expect(order.anomalies[0]!.detail).toBe(
      'mes says ENGRAVED, which is no status of the lifecycle jewellery, that of this order',
    );
  });

  it('takes a system by any name', () => {
    for (const source of ['constructor', 'toString', 'valueOf']) {
      const order = folded({ source, sequence: 1 }, { source, sequence: 2, status: null, type: 'order.note' });
      expect(order).toMatchObject({ status: 'SUBMITTED', lastEventAt: T0 + MINUTE });
    }
  });

  it('does not move by facts without a status', () => {
    const order = folded({}, { status: null, type: 'order.calculation_progress', source: 'mes' });
    expect(order).toMatchObject({ status: 'SUBMITTED', eventCount: 2, statusSince: T0, lastEventAt: T0 + MINUTE });
    expect(order.sources).not.toHaveProperty('mes');
  });
});

describe('time', () => {
  it('uses the time of arrival for an event from the future, and says so', () => {
    const order = folded({ occurredAt: T0 + HOUR, recordedAt: T0 });
    expect(order).toMatchObject({ statusSince: T0, anomalies: [{ kind: 'future_dated' }] });
  });

  it('keeps a time from long ago and says so, unless it is an import', () => {
    const long: Named = { occurredAt: T0 - 400 * DAY, recordedAt: T0 };
    expect(folded(long)).toMatchObject({ statusSince: T0 - 400 * DAY, anomalies: [{ kind: 'past_dated' }] });
    expect(folded({ ...long, historic: true }).anomalies).toEqual([]);
  });

  it('believes a clock that is five minutes ahead', () => {
    expect(folded({ occurredAt: T0 + 5 * MINUTE, recordedAt: T0 })).toMatchObject({
      statusSince: T0 + 5 * MINUTE,
      anomalies: [],
    });
  });

  it('follows the sequence of a source whose clock jumps back', () => {
    const order = folded(
      { status: 'INITIATED', sequence: 1, occurredAt: T0 + HOUR, recordedAt: T0 + HOUR },
      { status: 'SUBMITTED', sequence: 2, occurredAt: T0, recordedAt: T0 + HOUR },
    );
    expect(order).toMatchObject({ status: 'SUBMITTED', statusSince: T0 + HOUR, anomalies: [] });
  });

  it('follows the sequence within one instant, also against the rank', () => {
    const order = folded(
      { status: 'MANUFACTURING_STARTED', source: 'mes', sequence: 1, occurredAt: T0 },
      { status: 'MANUFACTURING_COMPLETED', source: 'mes', sequence: 2, occurredAt: T0 },
      { status: 'MANUFACTURING_STARTED', source: 'mes', sequence: 3, occurredAt: T0 },
    );
    expect(order.status).toBe('MANUFACTURING_STARTED');
    expect(order.memory.history.map(stay => stay.status)).toEqual([
      'MANUFACTURING_STARTED',
      'MANUFACTURING_COMPLETED',
      'MANUFACTURING_STARTED',
    ]);
  });

  it('orders several sources within one instant by the lifecycle', () => {
    const order = folded(
      { status: 'PRICE_CALCULATED', source: 'mes', occurredAt: T0 },
      { status: 'SUBMITTED', source: 'shop', sequence: 2, occurredAt: T0 },
      { status: 'INITIATED', source: 'shop', sequence: 1, occurredAt: T0 },
    );
    expect(order).toMatchObject({ status: 'PRICE_CALCULATED', anomalies: [] });
  });
});

describe('deadlines', () => {
  it('counts exact hours and calendar weeks from the beginning of the stay', () => {
    expect(folded({ status: 'SUBMITTED' })).toMatchObject({ targetAt: T0 + HOUR, dueAt: T0 + DAY });
    const making = folded({ status: 'MANUFACTURING_STARTED', source: 'mes' });
    expect(making).toMatchObject({ targetAt: T0 + 14 * DAY, dueAt: T0 + 21 * DAY });
    expect(folded({ status: 'CANCELLED', source: 'crm' })).toMatchObject({ targetAt: null, dueAt: null });
  });

  it('stand still while the order is frozen', () => {
    const frozen: Named = { source: OWN_SOURCE, type: OWN_TYPES.frozen, status: null, occurredAt: T0 + HOUR };
    const thawed: Named = { source: OWN_SOURCE, type: OWN_TYPES.unfrozen, status: null, occurredAt: T0 + 3 * HOUR };
    expect(folded({}, frozen)).toMatchObject({ frozen: true, dueAt: null, targetAt: null });
    expect(folded({}, frozen, thawed)).toMatchObject({ frozen: false, dueAt: T0 + DAY + 2 * HOUR });
  });
});

describe('a freeze by rule', () => {
  const byRule = (stay: string, occurredAt: number): Named => ({
    source: OWN_SOURCE,
    type: OWN_TYPES.frozen,
    status: null,
    data: { by: 'rule', stay, reason: 'Nothing has moved it for long' },
    occurredAt,
  });
  const byHand: Named = { source: OWN_SOURCE, type: OWN_TYPES.frozen, status: null, occurredAt: T0 + 3 * HOUR };
  const submitted: Named = { eventId: 'submitted' };
  const priced: Named = { status: 'PRICE_CALCULATED', source: 'mes', occurredAt: T0 + 4 * HOUR };

  it('ends when the order moves on, unless a person has frozen it as well', () => {
    const frozen = byRule('submitted', T0 + 2 * HOUR);
    expect(folded(submitted, frozen)).toMatchObject({ frozen: true, dueAt: null });
    expect(folded(submitted, frozen, priced)).toMatchObject({ frozen: false, dueAt: T0 + 4 * HOUR + 3 * DAY });
    expect(folded(submitted, frozen, byHand, priced)).toMatchObject({ frozen: true, dueAt: null });
    expect(folded(submitted, byHand, byRule('submitted', T0 + 3.5 * HOUR), priced)).toMatchObject({ frozen: true });
  });

  it('counts as a pause from when it began, whoever froze it besides, until somebody unfreezes it', () => {
    const thawed: Named = { source: OWN_SOURCE, type: OWN_TYPES.unfrozen, status: null, occurredAt: T0 + 5 * HOUR };
    expect(folded(submitted, byRule('submitted', T0 + 2 * HOUR), byHand, thawed)).toMatchObject({
      frozen: false,
      dueAt: T0 + DAY + 3 * HOUR,
    });
  });

  it('says nothing of another stay, be it one that came to light later', () => {
    const late: Named = { status: 'PRICE_CALCULATED', source: 'mes', occurredAt: T0 + HOUR };
    expect(folded(submitted, byRule('submitted', T0 + 2 * HOUR), late)).toMatchObject({
      status: 'PRICE_CALCULATED',
      frozen: false,
      dueAt: T0 + HOUR + 3 * DAY,
    });
  });
});

describe('what people decide', () => {
  const correction: Named = {
    source: OWN_SOURCE,
    type: OWN_TYPES.corrected,
    status: 'PACKAGING',
    occurredAt: T0 + HOUR,
  };

  it('corrects a status without asking what may follow', () => {
    expect(folded({ status: 'CANCELLED', source: 'crm' }, correction)).toMatchObject({
      status: 'PACKAGING',
      confirmed: true,
      statusSince: T0 + HOUR,
    });
  });

  it('is not undone by a late event from before', () => {
    const late: Named = { status: 'SHIPPED', source: 'mes', occurredAt: T0 + MINUTE, recordedAt: T0 + 2 * HOUR };
    expect(folded({}, correction, late).status).toBe('PACKAGING');
  });

  it('is followed by what systems say afterwards', () => {
    const later: Named = { status: 'SHIPPED', source: 'mes', occurredAt: T0 + 2 * HOUR };
    expect(folded({}, correction, later).status).toBe('SHIPPED');
  });
});

describe('the fold as a function of the set', () => {
  const byName = (anomalies: readonly Anomaly[]) =>
    anomalies.toSorted((a, b) => `${a.kind}/${a.eventId}`.localeCompare(`${b.kind}/${b.eventId}`));

  const several = declaredLifecycles(lifecycles.systems, [
    referenceDefinition,
    { ...referenceDefinition, name: 'backwards', match: { partner: ['acme'] }, statuses: backwards() },
  ]);
  it.each([
    ['one lifecycle', lifecycles],
    ['several lifecycles', several],
  ])('gives the same whatever the order of arrival and the batching, step by step or at once, with %s', (_, all) => {
    fc.assert(
      fc.property(
        recordedSet.chain(events => fc.tuple(fc.constant(events), batches(events))),
        ([events, cut]) => {
          const whole = fold(all, 'O-1', events);
          let seen: OrderEvent[] = [];
          let current: Folded = fold(all, 'O-1', []);
          for (const batch of cut) {
            seen = [...seen, ...batch];
            const next = foldOn(all, current.lifecycle, current.state, batch);
            current = next ? { ...next, told: [...current.told, ...next.told] } : fold(all, 'O-1', seen);
          }
          expect(current.state).toEqual(whole.state);
          expect(current.lifecycle).toBe(whole.lifecycle);
          expect(byName(current.told)).toEqual(byName(whole.told));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('goes on without a full fold when events come in their order', () => {
    const [first, second] = story({}, { status: 'PRICE_CALCULATED', source: 'mes' });
    const begun = fold(lifecycles, 'ORD-1', [first!]).state;
    expect(foldOn(lifecycles, lifecycle, begun, [second!])?.state).toEqual(
      fold(lifecycles, 'ORD-1', [first!, second!]).state,
    );
    expect(foldOn(lifecycles, lifecycle, fold(lifecycles, 'ORD-1', [second!]).state, [first!])).toBeNull();
  });
});

/** The same statuses with all ways the other way round: as different as a lifecycle can be. */
function backwards(): LifecycleDefinition['statuses'] {
  const all = Object.entries(referenceDefinition.statuses).reverse();
  return Object.fromEntries(
    all.map(([name, status]) => [
      name,
      { ...status, entry: true, next: all.filter(([, { next }]) => next.includes(name)).map(([before]) => before) },
    ]),
  );
}
