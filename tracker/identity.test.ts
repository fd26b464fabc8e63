import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isProvisional } from './event.ts';
import { type Claim, type Decisions, MAX_CLAIMANTS, resolveIdentities } from './identity.ts';

function resolve(pairs: [alias: string, key: string][], decisions: [string, string | null][] = []) {
  return resolveIdentities(
    pairs.map(([alias, key]) => ({ alias, key })),
    new Map(decisions),
  );
}

describe('who is who', () => {
  it('joins a provisional order to the one order that its names lead to', () => {
    const { joinedInto, conflicts } = resolve([
      ['~corr:C', 'O-1'],
      ['~corr:C', '~mes:M'],
      ['~mes:M', '~mes:M'],
    ]);
    expect(joinedInto).toEqual(new Map([['~mes:M', 'O-1']]));
    expect(conflicts).toEqual([]);
  });

  it('walks over several names and provisional orders', () => {
    const { joinedInto } = resolve([
      ['~corr:A', 'O-1'],
      ['~corr:A', '~crm:K'],
      ['~crm:K', '~crm:K'],
      ['~crm:K', '~mes:M'],
      ['~mes:M', '~mes:M'],
    ]);
    expect(joinedInto.get('~mes:M')).toBe('O-1');
  });

  it('leaves it open without an order, and that is no conflict', () => {
    const { joinedInto, conflicts } = resolve([['~mes:M', '~mes:M']]);
    expect(joinedInto.get('~mes:M')).toBeNull();
    expect(conflicts).toEqual([]);
  });

  it('does not believe a name that two orders claim, and tells all of them when it was needed', () => {
    const { joinedInto, conflicts } = resolve([
      ['~corr:cart', 'O-1'],
      ['~corr:cart', 'O-2'],
      ['~corr:cart', '~corr:cart'],
    ]);
    expect(joinedInto.get('~corr:cart')).toBeNull();
    expect(conflicts).toEqual([{ provisional: '~corr:cart', claimants: ['O-1', 'O-2'] }]);
  });

  it('minds no shared name when another one tells', () => {
    const { joinedInto, conflicts } = resolve([
      ['~corr:cart', 'O-1'],
      ['~corr:cart', 'O-2'],
      ['~corr:cart', '~mes:M'],
      ['~mes:M', '~mes:M'],
      ['~mes:M', 'O-2'],
    ]);
    expect(joinedInto.get('~mes:M')).toBe('O-2');
    expect(conflicts).toEqual([]);
  });

  it('undoes a join when a second claimant comes', () => {
    const joined: [string, string][] = [
      ['~corr:C', 'O-1'],
      ['~corr:C', '~mes:M'],
    ];
    expect(resolve(joined).joinedInto.get('~mes:M')).toBe('O-1');
    expect(resolve([...joined, ['~corr:C', 'O-2']]).joinedInto.get('~mes:M')).toBeNull();
  });

  it('follows what a person decided, and lets a decided order link nobody else', () => {
    const bridge: [string, string][] = [
      ['~corr:A', 'O-1'],
      ['~corr:A', '~mes:M'],
      ['~corr:B', '~mes:M'],
      ['~corr:B', 'O-2'],
      ['~corr:A', '~crm:K'],
    ];
    expect(resolve(bridge).joinedInto).toEqual(
      new Map([
        ['~mes:M', null],
        ['~crm:K', null],
      ]),
    );
    expect(resolve(bridge, [['~mes:M', 'O-2']]).joinedInto).toEqual(
      new Map([
        ['~mes:M', 'O-2'],
        ['~crm:K', 'O-1'],
      ]),
    );
    expect(resolve(bridge, [['~mes:M', null]]).joinedInto.get('~mes:M')).toBeNull();
  });

  it('gives up on a name that the whole world claims', () => {
    const crowd = Array.from({ length: MAX_CLAIMANTS }, (_, n): [string, string] => ['~corr:default', `~mes:${n}`]);
    expect(resolve([['~corr:default', 'O-1'], ...crowd]).joinedInto.get('~mes:1')).toBeNull();
    expect(resolve([['~corr:default', 'O-1'], ...crowd.slice(1)]).joinedInto.get('~mes:1')).toBe('O-1');
  });
});

describe('who is who, by definition', () => {
  const alias = fc.constantFrom('~a', '~b', '~c', '~d', '~e', '~f');
  const key = fc.constantFrom('O-1', 'O-2', 'O-3', '~p', '~q', '~r', '~s', '~t');
  const claims = fc.array(fc.record({ alias, key }), { maxLength: 24 });
  const decisions = fc
    .array(fc.tuple(fc.constantFrom('~p', '~q'), fc.option(fc.constantFrom('O-1', 'O-9'))), { maxLength: 1 })
    .map((pairs): Decisions => new Map(pairs));

  it('is the order alone in the connected component', () => {
    fc.assert(
      fc.property(claims, decisions, (stated, decided) => {
        const { joinedInto } = resolveIdentities(stated, decided);
        for (const { key: provisional } of stated.filter(claim => isProvisional(claim.key))) {
          const orders = [...reachable(stated, decided, provisional)].filter(name => !isProvisional(name));
          const expected = decided.has(provisional) ? decided.get(provisional) : orders.length === 1 ? orders[0] : null;
          expect(joinedInto.get(provisional)).toBe(expected);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  /** The component by the plainest means: keep adding whoever shares a telling name, until nobody is added. */
  function reachable(stated: readonly Claim[], decided: Decisions, from: string): Set<string> {
    const direct = (name: string) => new Set(stated.filter(claim => claim.alias === name).map(claim => claim.key));
    const tells = (name: string) => [...direct(name)].filter(claimant => !isProvisional(claimant)).length < 2;
    const component = new Set([from]);
    for (let size = 0; size < component.size; ) {
      size = component.size;
      for (const claim of stated) {
        if (!component.has(claim.key) || !tells(claim.alias) || decided.has(claim.key)) continue;
        for (const claimant of direct(claim.alias)) if (!decided.has(claimant)) component.add(claimant);
      }
    }
    return component;
  }
});
