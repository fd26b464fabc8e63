import { describe, expect, it } from 'vitest';
import { addDuration, lifecycle } from './lifecycle.ts';
import { referenceLifecycle } from './reference-lifecycle.ts';

describe('a lifecycle', () => {
  it('knows the shortest declared way between statuses', () => {
    expect(referenceLifecycle.path('SUBMITTED', 'MANUFACTURING_APPROVED')).toEqual([
      'PRICE_CALCULATED',
      'MANUFACTURING_APPROVED',
    ]);
    expect(referenceLifecycle.path('MANUFACTURING_COMPLETED', 'MANUFACTURING_STARTED')).toEqual([
      'MANUFACTURING_STARTED',
    ]);
    expect(referenceLifecycle.path('SHIPPED', 'CANCELLED')).toBeNull();
    expect(referenceLifecycle.path('CLOSED', 'SHIPPED')).toBeNull();
  });

  it('lets every status before SHIPPED be cancelled', () => {
    const cancellable = referenceLifecycle.names.filter(
      name => referenceLifecycle.path(name, 'CANCELLED')?.length === 1,
    );
    expect(cancellable).toEqual([
      'INITIATED',
      'SUBMITTED',
      'PRICE_CALCULATED',
      'MANUFACTURING_APPROVED',
      'MANUFACTURING_STARTED',
      'MANUFACTURING_COMPLETED',
      'PACKAGING',
    ]);
  });

  it('gives every status but the last ones a limit', () => {
    const unlimited = referenceLifecycle.names.filter(name => referenceLifecycle.deadlines(name, 0, []) === null);
    expect(unlimited).toEqual(['CLOSED', 'CANCELLED']);
    expect(unlimited.every(name => referenceLifecycle.isTerminal(name))).toBe(true);
  });

  it('refuses a next status that does not exist', () => {
    const statuses = { NEW: { owner: 'shop', next: ['DONE'] } };
    expect(() => lifecycle({ name: 'broken', zone: 'UTC', statuses }, '')).toThrow(
      'Lifecycle broken has no status DONE',
    );
  });
});

describe('durations', () => {
  // Berlin puts its clocks back in the night to 26 October 2025: that day has 25 hours.
  const evening = Date.parse('2025-10-25T20:00:00+02:00');

  it('adds days by the calendar of the zone and hours exactly', () => {
    expect(addDuration(evening, 'P1D', 'Europe/Berlin')).toBe(Date.parse('2025-10-26T20:00:00+01:00'));
    expect(addDuration(evening, 'PT24H', 'Europe/Berlin')).toBe(Date.parse('2025-10-26T19:00:00+01:00'));
  });
});
