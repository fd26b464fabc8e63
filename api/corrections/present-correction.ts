import type { z } from 'zod';
import { toIso } from '../../platform/clock.ts';
import type { Correction } from '../../tracker/corrections/correction.ts';
import type { Person } from '../../tracker/decisions/own-event.ts';
import type { contract } from '../contract.ts';
import { time } from '../present.ts';

export function presentCorrection(correction: Correction, person: Person): z.infer<typeof contract.Correction> {
  const { id, orderId, state, from, to, reason, notify, publish, version, proposer, decider } = correction;
  return {
    id: String(id),
    ...{ orderId, state, from, to, reason, notify, publish, version },
    occurredAt: time(correction.occurredAt),
    proposedBy: proposer.name,
    isYours: proposer.id === person.id,
    proposedAt: toIso(correction.askedAt),
    expiresAt: time(correction.expiresAt),
    decidedBy: decider?.name ?? null,
    decidedAt: time(correction.decidedAt),
    decision: correction.decision,
    eventId: correction.eventId,
  };
}
