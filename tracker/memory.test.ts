import fc from 'fast-check';
import { expect, it } from 'vitest';
import { recordedSet } from '../test/support/arbitrary-events.ts';
import { referenceLifecycles } from '../test/support/reference.ts';
import { fold } from './fold.ts';
import { decodeMemory, encodeMemory } from './memory.ts';

it('brings back what the fold remembers, whatever the events were', () => {
  fc.assert(
    fc.property(recordedSet, events => {
      const { memory, sources } = fold(referenceLifecycles, 'O-1', events).state;
      const shown = Object.fromEntries(Object.entries(sources).map(([name, { status, at }]) => [name, { status, at }]));
      expect(decodeMemory(encodeMemory(memory, sources), shown)).toEqual({
        memory: { ...memory, decided: null },
        views: sources,
      });
    }),
    { numRuns: 500 },
  );
});

it('holds each text once', () => {
  const history = ['SUBMITTED', 'CANCELLED', 'SUBMITTED'].map((status, at) => ({ status, at, eventId: 'the event' }));
  const { memory } = fold(referenceLifecycles, 'O-1', []).state;
  expect(encodeMemory({ ...memory, history }, {}).match(/SUBMITTED|the event/g)).toHaveLength(2);
});
