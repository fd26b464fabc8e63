import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { announce, type History } from './announcements.ts';
import type { Stay } from './state.ts';

const stays = (...names: string[]): Stay[] =>
  names.map((name, at) => ({ status: name.toUpperCase(), at, eventId: name }));
const order = { orderId: 'O-1', lifecycle: 'jewellery' };
const never = () => false;
const nothing: History = { stays: [], revoked: [] };

describe('announcing what changed', () => {
  it('tells each move with where it came from, and which one is current', () => {
    const { announcements } = announce(order, nothing, stays('a', 'b'), never);
    expect(announcements).toMatchObject([
      {
        lifecycle: 'jewellery',
        eventId: 'a',
        from: null,
        since: null,
        to: 'A',
        current: false,
        late: false,
        provisional: false,
        historic: false,
      },
      { eventId: 'b', from: 'A', since: 0, to: 'B', at: 1, current: true, late: false },
    ]);
  });

  it('calls a move late that comes to light after a later one', () => {
    const { announcements } = announce(order, { stays: stays('a', 'c'), revoked: [] }, stays('a', 'b', 'c'), never);
    expect(announcements).toMatchObject([{ eventId: 'b', current: false, late: true }]);
  });

  it('revokes a move that no longer holds, and does not tell it again when it holds after all', () => {
    const gone = announce(order, { stays: stays('a', 'b'), revoked: [] }, stays('a'), never);
    expect(gone).toMatchObject({ announcements: [], revoked: [{ orderId: 'O-1', eventId: 'b' }] });
    const back = announce(order, gone.history, stays('a', 'b'), never);
    expect(back).toEqual({ announcements: [], revoked: [], history: { stays: stays('a', 'b'), revoked: [] } });
  });

  it('marks what is provisional or historic', () => {
    const [first] = announce({ ...order, orderId: '~mes:M' }, nothing, stays('a'), () => true).announcements;
    expect(first).toMatchObject({ provisional: true, historic: true });
  });

  it('tells every fact exactly once, however history is rewritten', () => {
    const history = fc.shuffledSubarray(['a', 'b', 'c', 'd', 'e']).map(names => stays(...names));
    fc.assert(
      fc.property(fc.array(history, { minLength: 1, maxLength: 8 }), rewritings => {
        const told: string[] = [];
        let known = nothing;
        for (const after of rewritings) {
          const result = announce(order, known, after, never);
          told.push(...result.announcements.map(announcement => announcement.eventId));
          known = result.history;
        }
        expect(told.toSorted()).toEqual([...new Set(rewritings.flat().map(stay => stay.eventId))].sort());
      }),
    );
  });
});
