import { describe, expect, it } from 'vitest';
import { referenceDefinition } from '../test/support/reference.ts';
import { declaredLifecycles } from './declared.ts';
import type { LifecycleDefinition, StatusDefinition } from './lifecycle.ts';

const hashes = (...definitions: LifecycleDefinition[]) =>
  declaredLifecycles(['shop'], definitions).all.map(({ hash }) => hash);
const [usual] = hashes(referenceDefinition);

function withStatus(name: string, changes: Partial<StatusDefinition>): LifecycleDefinition {
  const { statuses } = referenceDefinition;
  return { ...referenceDefinition, statuses: { ...statuses, [name]: { ...statuses[name]!, ...changes } } };
}

describe('the hash of a lifecycle', () => {
  const { statuses, calendar } = referenceDefinition;
  it.each<[string, LifecycleDefinition]>([
    ['the owner', withStatus('SHIPPED', { owner: 'crm' })],
    ['what may follow', withStatus('SHIPPED', { next: ['CLOSED', 'CANCELLED'] })],
    ['where orders begin', withStatus('PRICE_CALCULATED', { entry: true })],
    ['a target', withStatus('SUBMITTED', { serviceLevel: { target: 'PT2H', breach: 'PT24H' } })],
    ['a breach', withStatus('SUBMITTED', { serviceLevel: { target: 'PT1H', breach: 'PT25H' } })],
    [
      'its kind of time',
      withStatus('SUBMITTED', { serviceLevel: { target: 'PT1H', breach: 'PT24H', time: 'business' } }),
    ],
    [
      'the order of names',
      { ...referenceDefinition, statuses: Object.fromEntries(Object.entries(statuses).reverse()) },
    ],
    ['the zone', { ...referenceDefinition, zone: 'Europe/Berlin' }],
    ['the hours', { ...referenceDefinition, calendar: { ...calendar!, hours: { mon: ['09:00-18:00'] } } }],
    ['a holiday', { ...referenceDefinition, calendar: { ...calendar!, holidays: [] } }],
    ['a closure', { ...referenceDefinition, calendar: { ...calendar!, closures: [] } }],
  ])('changes with %s', (_what, changed) => {
    expect(hashes(changed)).not.toEqual([usual]);
  });

  it.each<[string, LifecycleDefinition]>([
    [
      'labels',
      withStatus('SHIPPED', { label: { en: 'Gone', ru: 'Уехал' }, customerLabel: { en: 'Gone', ru: 'Уехал' } }),
    ],
    ['notices', withStatus('SHIPPED', { notice: 'gone' })],
    ['freezing, which is an event', withStatus('SUBMITTED', { freeze: { after: 'P30D' } })],
    [
      'calendar time said aloud',
      withStatus('SUBMITTED', { serviceLevel: { target: 'PT1H', breach: 'PT24H', time: 'calendar' } }),
    ],
    [
      'the reason of a closure',
      {
        ...referenceDefinition,
        calendar: { ...calendar!, closures: calendar!.closures!.map(closure => ({ ...closure, reason: 'Snow' })) },
      },
    ],
  ])('does not change with %s', (_what, changed) => {
    expect(hashes(changed)).toEqual([usual]);
  });

  it('does not change with a calendar that no status counts by', () => {
    const withoutBusiness = withStatus('MANUFACTURING_APPROVED', { serviceLevel: { target: 'P1D', breach: 'P2D' } });
    const { calendar: _closed, ...without } = withoutBusiness;
    expect(hashes(without)).toEqual(hashes(withoutBusiness));
  });

  it('changes with every match, of this one and of the others, and with their order', () => {
    const other = (name: string, partner: string): LifecycleDefinition => ({
      ...referenceDefinition,
      name,
      match: { partner: [partner] },
    });
    const [before] = hashes(referenceDefinition, other('rings', 'acme'), other('chains', 'acme'));
    expect(before).not.toBe(usual);
    expect(hashes(referenceDefinition, other('rings', 'globex'), other('chains', 'acme'))[0]).not.toBe(before);
    expect(hashes(referenceDefinition, other('chains', 'acme'), other('rings', 'acme'))[0]).not.toBe(before);
    expect(hashes(other('rings', 'acme'), referenceDefinition, other('chains', 'acme'))[1]).toBe(before);
  });
});
