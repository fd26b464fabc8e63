import { expect, test } from 'vitest';
import { gatherEvents } from './gather-events.ts';
import type { IncidentEvent } from './incident.ts';

const event = (at: number, kind: IncidentEvent['kind'], detail: IncidentEvent['detail'] = {}): IncidentEvent => ({
  incidentId: 1,
  at,
  kind,
  by: null,
  detail,
});

test('orders that move on one after the other are one line, and what happened in between parts them', () => {
  const some = (first: string, orders: number) => ({ first, orders });
  expect(
    gatherEvents([
      event(1, 'opened', some('ORD-1', 5)),
      event(2, 'left', some('ORD-1', 1)),
      event(3, 'left', some('ORD-2', 2)),
      event(4, 'acknowledged'),
      event(5, 'left', some('ORD-4', 1)),
      event(6, 'note', { text: 'one' }),
      event(7, 'note', { text: 'other' }),
    ]),
  ).toEqual([
    event(1, 'opened', some('ORD-1', 5)),
    event(3, 'left', some('ORD-1', 3)),
    event(4, 'acknowledged'),
    event(5, 'left', some('ORD-4', 1)),
    event(6, 'note', { text: 'one' }),
    event(7, 'note', { text: 'other' }),
  ]);
});
