import type { Instant } from '../platform/clock.ts';
import type { Said } from './course.ts';
import { MINUTE } from './hours.ts';
import { canFollow, isAhead, isRework, OWNERS, rank, type Status, type System } from './process.ts';

/** What a careful person makes of everything that was said about one order. */
export type Reading = { status: Status | null; since: Instant | null; disagrees: boolean };

/**
 * The rules of such a person, where the words alone leave it open:
 *
 * - The time is the producer's word. A time of more than five minutes after the message came can't be true: then it is
 *   the time when it came. A clock that is behind can't be told from a message that is late, so it is believed.
 * - Who counts its messages says by that in which order they belong, whatever its clock says.
 * - Whoever says what leads further is believed. Going back to be made again is believed of the owner of that status
 *   only, for of all others it can't be told from an old status repeated late.
 * - Two disagree when what one says last can't become what the other says last. One disagrees with itself that goes
 *   back to what it said before.
 */
export function read(words: readonly Said[]): Reading {
  const reading: Reading = { status: null, since: null, disagrees: false };
  const been = new Set<Status>();
  const last = new Map<System, Status>();
  const everSaid = new Map<System, Set<Status>>();
  for (const { at, source, status } of inOrder(words)) {
    if (status === null) continue;
    const before = last.get(source);
    const said = everSaid.get(source) ?? new Set();
    if (before !== undefined && before !== status && said.has(status) && !canFollow(before, status)) {
      reading.disagrees = true;
    }
    last.set(source, status);
    everSaid.set(source, said.add(status));
    if (!moves(reading.status, been, source, status)) continue;
    been.add(status);
    reading.status = status;
    reading.since = at;
  }
  const views = [...last.values()];
  const apart = views.some(one =>
    views.some(other => one !== other && !canFollow(one, other) && !canFollow(other, one)),
  );
  return { ...reading, disagrees: reading.disagrees || apart };
}

function moves(present: Status | null, been: ReadonlySet<Status>, source: System, status: Status): boolean {
  if (present === null) return true;
  const isOwner = OWNERS[status] === source;
  if (been.has(status) && !isOwner) return false;
  return isAhead(present, status) || isRework(present, status);
}

const FUTURE_MS = 5 * MINUTE;

type Word = Said & { at: Instant };

function inOrder(words: readonly Said[]): Word[] {
  const dated = words.map(word => ({ ...word, at: cameTrue(word) }));
  const latest = new Map<System, Instant>();
  for (const word of dated.filter(({ sequence }) => sequence !== null).sort((a, b) => a.sequence! - b.sequence!)) {
    word.at = Math.max(word.at, latest.get(word.source) ?? word.at);
    latest.set(word.source, word.at);
  }
  return dated.sort((a, b) => a.at - b.at || byCount(a, b));
}

/** An estimate of a clock that can't be trusted beyond what has come. */
function cameTrue({ occurredAt, arrivesAt }: Said): Instant {
  return occurredAt > arrivesAt + FUTURE_MS ? arrivesAt : occurredAt;
}

function byCount(a: Word, b: Word): number {
  if (a.source === b.source && a.sequence !== null && b.sequence !== null) return a.sequence - b.sequence;
  return (a.status === null ? -1 : rank(a.status)) - (b.status === null ? -1 : rank(b.status));
}
