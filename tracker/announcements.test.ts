import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { announce, type History } from './announcements.ts';
import type { Stay } from './state.ts';

const stays = (...names: string[]): Stay[] =>
  names.map((name, at) => ({ status: name.toUpperCase(), at, eventId: name }));
const never = () => false;
const nothing: History = { stays: [], revoked: [] };

describe('announcing what changed', () => {
  it('tells each move with where it came from, and which one is current', () => {
    const { announcements } = announce('O-1', nothing, stays('a', 'b'), never);
    expect(announcements).toMatchObject([
      { eventId: 'a', from: null, to: 'A', current: false, late: false, provisional: false, historic: false },
      { eventId: 'b', from: 'A', to: 'B', current: true, late: false },
    ]);
  });

  it('calls a move late that comes to light after a later one', () => {
    const { announcements } = announce('O-1', { stays: stays('a', 'c'), revoked: [] }, stays('a', 'b', 'c'), never);
    expect(announcements).toMatchObject([{ eventId: 'b', current: false, late: true }]);
  });

  it('revokes a move that no longer holds, and does not tell it again when it holds after all', () => {
    const gone = announce('O-1', { stays: stays('a', 'b'), revoked: [] }, stays('a'), never);
    expect(gone).toMatchObject({ announcements: [], revoked: [{ orderId: 'O-1', eventId: 'b' }] });
    const back = announce('O-1', gone.history, stays('a', 'b'), never);
    expect(back).toEqual({ announcements: [], revoked: [], history: { stays: stays('a', 'b'), revoked: [] } });
  });

  it('marks what is provisional or historic', () => {
    const [first] = announce('~mes:M', nothing, stays('a'), () => true).announcements;
    expect(first).toMatchObject({ provisional: true, historic: true });
  });

  it('tells every fact exactly once, however history is rewritten', () => {
    const history = fc.shuffledSubarray(['a', 'b', 'c', 'd', 'e']).map(names => stays(...names));
    fc.assert(
      fc.property(fc.array(history, { minLength: 1, maxLength: 8 }), rewritings => {
        const told: string[] = [];
        let known = nothing;
        for (const after of rewritings) {
          const result = announce('O-1', known, after, never);
          told.push(...result.announcements.map(announcement => announcement.eventId));
          known = result.history;
        }
        expect(told.toSorted()).toEqual([...new Set(rewritings.flat().map(stay => stay.eventId))].sort());
      }),
    );
  });
});
