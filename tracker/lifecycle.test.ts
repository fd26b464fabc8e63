import { describe, expect, it } from 'vitest';
import { referenceDefinition, referenceLifecycle } from '../test/support/reference.ts';
import { type LifecycleDefinition, lifecycle, lifecycles, type Match } from './lifecycle.ts';

const DAY = 24 * 3_600_000;

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

  it('refuses business time without a calendar', () => {
    const statuses: LifecycleDefinition['statuses'] = {
      NEW: { owner: 'shop', next: [], serviceLevel: { target: 'PT1H', breach: 'PT2H', time: 'business' } },
    };
    expect(() => lifecycle({ name: 'broken', zone: 'UTC', statuses }, '')).toThrow(
      'Lifecycle broken has no calendar for the business time of NEW',
    );
  });

  it('refuses to freeze where no limit runs', () => {
    const statuses: LifecycleDefinition['statuses'] = { NEW: { owner: 'shop', next: [], freeze: { after: 'P14D' } } };
    expect(() => lifecycle({ name: 'broken', zone: 'UTC', statuses }, '')).toThrow(
      'Lifecycle broken freezes in NEW, which has no service level',
    );
  });

  it('counts business time where a status says so', () => {
    const friday = Date.parse('2026-11-20T15:00+03:00');
    expect(referenceLifecycle.deadlines('MANUFACTURING_APPROVED', friday, [])).toEqual({
      targetAt: Date.parse('2026-11-23T15:00+03:00'),
      dueAt: Date.parse('2026-11-24T15:00+03:00'),
    });
    expect(referenceLifecycle.deadlines('PACKAGING', friday, [])).toEqual({
      targetAt: friday + DAY,
      dueAt: friday + 2 * DAY,
    });
  });

  it('says when an order is to be frozen, frozen stretches not counted', () => {
    expect(referenceLifecycle.freezeAt('PRICE_CALCULATED', 0, [])).toBe(14 * DAY);
    expect(referenceLifecycle.freezeAt('PRICE_CALCULATED', 0, [[DAY, 3 * DAY]])).toBe(16 * DAY);
    expect(referenceLifecycle.freezeAt('SUBMITTED', 0, [])).toBeNull();
  });

  it('says of a status what was declared', () => {
    expect(referenceLifecycle.status('SHIPPED')).toMatchObject({
      owner: 'mes',
      label: { ru: 'Отправлен' },
      customerLabel: { en: 'On its way to you' },
      notice: 'order-shipped',
    });
    expect(referenceLifecycle.status('constructor')).toBeNull();
  });
});

describe('several lifecycles', () => {
  const named = (name: string, match?: Match) =>
    lifecycle({ ...referenceDefinition, name, ...(match && { match }) }, name);
  const all = lifecycles(
    ['shop'],
    [
      named('acme rings', { partner: ['acme'], productClass: ['ring', 'signet'] }),
      named('usual'),
      named('rings', { productClass: ['ring'] }),
      named('partners', { partner: ['acme', 'globex'] }),
    ],
  );

  it.each([
    [null, null, 'usual'],
    ['acme', 'ring', 'acme rings'],
    ['acme', 'signet', 'acme rings'],
    ['globex', 'ring', 'rings'],
    ['acme', 'chain', 'partners'],
    ['acme', null, 'partners'],
    [null, 'ring', 'rings'],
    ['initech', 'chain', 'usual'],
  ])('partner %s and product class %s have %s', (partner, productClass, name) => {
    const chosen = all.choose({ partner, productClass });
    expect(chosen.name).toBe(name);
    expect(chosen).toBe(all.named(name));
  });

  it('must have exactly one for all other orders, and no name twice', () => {
    const match = { partner: ['acme'] };
    expect(() => lifecycles([], [named('a', match)])).toThrow('Exactly one lifecycle must be without a match');
    expect(() => lifecycles([], [named('a'), named('b')])).toThrow('Exactly one lifecycle must be without a match');
    expect(() => lifecycles([], [named('a'), named('a', match)])).toThrow('Two lifecycles have the same name');
  });
});
