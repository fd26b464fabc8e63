import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createAcknowledger } from './acknowledger.ts';

it('acknowledges up to the lowest that is not done, whatever the order in which batches end', () => {
  const tags = fc.integer({ min: 1, max: 60 }).map(count => Array.from({ length: count }, (_, at) => at + 1));
  const ended = tags.chain(all =>
    fc.tuple(fc.shuffledSubarray(all, { minLength: all.length }), fc.integer({ min: 1, max: 7 })),
  );
  fc.assert(
    fc.property(ended, ([order, size]) => {
      const { finish } = createAcknowledger();
      const done = new Set<number>();
      let last = 0;
      for (let at = 0; at < order.length; at += size) {
        const batch = order.slice(at, at + size);
        for (const tag of batch) done.add(tag);
        const lowestOpen = Array.from({ length: order.length + 1 }, (_, tag) => tag + 1).find(tag => !done.has(tag))!;
        expect(finish(batch)).toBe(lowestOpen - 1 > last ? lowestOpen - 1 : null);
        last = lowestOpen - 1;
      }
      expect(last).toBe(order.length);
    }),
  );
});
