import type { z } from 'zod';
import { nameOf } from '../../alerts/event-words.ts';
import { gatherHandover } from '../../alerts/handover.ts';
import type { HandedIncident, Some } from '../../alerts/handover-rows.ts';
import type { OnCallShift } from '../../alerts/on-call.ts';
import type { AlertSettings } from '../../alerts/settings.ts';
import { type Clock, type Instant, toIso } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import type { Vault } from '../../tracker/personal-data.ts';
import type { contract } from '../contract.ts';
import { readQuery } from '../parameters.ts';
import { presentHolder, type Reader } from '../present-incident.ts';
import { presentMessage } from '../present-message.ts';
import { badField, Refused } from '../problem.ts';
import { query } from '../requests.ts';

export type HandoverDeps = { reads: Db; clock: Clock; vault: Vault; alerts: () => AlertSettings };

type Handover = z.infer<typeof contract.Handover>;

const HOUR_MS = 3_600_000;
const LONGEST_MS = 31 * 24 * HOUR_MS;

/** What whoever goes tells whoever comes, for `who`. Throws Refused. */
export async function handoverAsked(
  { reads, clock, vault, alerts }: HandoverDeps,
  asked: unknown,
  who: string,
): Promise<Handover> {
  const now = clock.now();
  const settings = alerts();
  const { to = now, rotation, ...named } = readQuery(query.handover, asked);
  const from = named.from ?? beganAt(settings, rotation, to);
  if (from >= to) throw new Refused(badField('from', 'must lie before `to`'));
  if (to - from > LONGEST_MS) throw new Refused(badField('from', 'must lie at most 31 days before `to`'));
  const handover = await gatherHandover(reads, settings, { from, to }, vault, now);
  const some = (incidents: Some<HandedIncident>) => presentSome(incidents, { settings, who });
  const shift = (one: OnCallShift | null) =>
    one && {
      person: one.person,
      name: one.person && nameOf(settings.people, one.person),
      from: toIso(one.from),
      to: toIso(one.to),
    };
  return {
    from: toIso(from),
    to: toIso(to),
    at: toIso(now),
    opened: some(handover.opened),
    closed: some(handover.closed),
    acknowledged: some(handover.taken),
    oldestOpen: some(handover.oldestOpen),
    notes: handover.notes.map(({ incident, title, state, at, by, text, isPromise }) => ({
      incident: String(incident),
      ...{ title, state, at: toIso(at), by, text, promise: isPromise },
    })),
    orderNotes: handover.orderNotes.map(({ orderId, at, by, text, isPromise }) => ({
      ...{ orderId, at: toIso(at), by, text, promise: isPromise },
    })),
    silencesEnding: handover.silencesEnding.map(({ id, author, reason, until, match }) => ({
      id: String(id),
      ...{ author, reason, until: toIso(until), about: Object.values(match).flat() },
    })),
    failedMessages: {
      byChannel: [...handover.failed.byChannel],
      first: handover.failed.first.map(presentMessage),
    },
    onCall: handover.onCall.map(one => ({ ...one, now: shift(one.now), next: shift(one.next) })),
  };
}

/** Throws Refused. */
function beganAt({ rotations }: AlertSettings, rotation: string | undefined, to: Instant): Instant {
  if (rotation === undefined) return to - 12 * HOUR_MS;
  if (!Object.hasOwn(rotations, rotation)) {
    throw new Refused(badField('rotation', `must be one of ${Object.keys(rotations).join(', ')}`));
  }
  // At the instant of a handover it is the shift that ends.
  return rotations[rotation]!.shiftAt(to - 1).from;
}

function presentSome({ count, first }: Some<HandedIncident>, reader: Reader): Handover['opened'] {
  return {
    count,
    first: first.map(({ id, openedAt, acknowledgedBy, acknowledgedAt, until, resolvedAt, ...row }) => ({
      ...row,
      id: String(id),
      openedAt: toIso(openedAt),
      ...presentHolder(acknowledgedBy, reader),
      acknowledgedAt: time(acknowledgedAt),
      until: time(until),
      resolvedAt: time(resolvedAt),
    })),
  };
}

function time(instant: Instant | null): string | null {
  return instant === null ? null : toIso(instant);
}
