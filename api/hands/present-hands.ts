import type { z } from 'zod';
import { toIso } from '../../platform/clock.ts';
import type { Person } from '../../tracker/decisions/own-event.ts';
import type { OrderHands } from '../../tracker/hands/hand-rows.ts';
import type { QueueItem } from '../../tracker/work-queue/work-queue.ts';
import type { contract } from '../contract.ts';
import { time } from '../present.ts';

type Asked = { person: Person; claimForMs: number };

export function presentHands(
  { order, hands, version, next }: QueueItem,
  asked: Asked,
): z.infer<typeof contract.OrderHands> {
  return {
    orderId: order.orderId,
    status: order.status,
    version,
    next: [...next],
    ...presentInHand(hands, asked),
  };
}

function presentInHand({ claim, assignment }: OrderHands, { person, claimForMs }: Asked) {
  return {
    claim: claim && {
      by: claim.holder.name,
      isYours: claim.holder.id === person.id,
      takenAt: toIso(claim.takenAt),
      actedAt: toIso(claim.actedAt),
      endsAt: toIso(claim.actedAt + claimForMs),
    },
    assignment: assignment && {
      to: assignment.assignee,
      by: assignment.assignedBy,
      at: toIso(assignment.assignedAt),
    },
  };
}

export function presentQueued(item: QueueItem, asked: Asked): z.infer<typeof contract.QueuedOrder> {
  const { order, reasons } = item;
  return {
    ...presentHands(item, asked),
    lifecycle: order.lifecycle,
    partner: order.partner,
    statusSince: time(order.statusSince),
    targetAt: time(order.targetAt),
    dueAt: time(order.dueAt),
    promisedAt: time(order.promisedAt),
    frozen: order.frozen,
    why: reasons.map(reason => ({ kind: reason.kind, ms: 'ms' in reason ? reason.ms : null })),
  };
}
