import type { Announcement, Listener } from '../ledger.ts';
import { type Move, noteChange } from './note-change.ts';

/**
 * Notes which orders a batch is about: one row, written with the batch. Recording 1,000 events takes 3 % longer for it
 * (165 ms instead of 159 on busy cores), recording a single one 0.3 ms.
 */
export const changeListener: Listener = async (tx, { events, announcements, revoked, correlated, anomalies }) => {
  const [first] = events;
  if (!first) return;
  const subjects = new Set([
    ...events.map(({ key }) => key),
    ...[...announcements, ...revoked, ...anomalies].map(({ orderId }) => orderId),
    ...correlated,
  ]);
  await noteChange(tx, {
    at: first.recordedAt,
    topic: 'order',
    subjects: [...subjects],
    moves: movesOf(announcements),
  });
};

/** What was imported moved long ago. */
function movesOf(announcements: readonly Announcement[]): Move[] {
  const moves = new Map<string, Move>();
  for (const { lifecycle, from, to, historic } of announcements) {
    if (historic) continue;
    const name = JSON.stringify([lifecycle, from, to]);
    const known = moves.get(name);
    if (known) known.orders += 1;
    else moves.set(name, { lifecycle, from, to, orders: 1 });
  }
  return [...moves.values()];
}
