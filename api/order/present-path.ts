import type { z } from 'zod';
import { type Instant, toIso } from '../../platform/clock.ts';
import { inSeconds } from '../../tracker/iso-duration.ts';
import type { Lifecycle } from '../../tracker/lifecycle.ts';
import type { OrderPath, PathStep } from '../../tracker/order-path.ts';
import type { Order } from '../../tracker/orders.ts';
import type { contract } from '../contract.ts';
import { time } from '../present.ts';

type PathContract = z.infer<typeof contract.OrderPath>;

export function presentPath(
  { orderId, status }: Pick<Order, 'orderId' | 'status'>,
  lifecycle: Lifecycle,
  { begunAt, steps }: OrderPath,
  now: Instant,
): PathContract {
  return {
    orderId,
    status,
    asOf: toIso(now),
    begunAt: time(begunAt),
    steps: steps.map(step => presentStep(lifecycle, step)),
  };
}

function presentStep(lifecycle: Lifecycle, step: PathStep): PathContract['steps'][number] {
  const { status, owner, place, target, limit, business, isLate, usual, expected, dwellMs } = step;
  return {
    status,
    label: lifecycle.status(status)?.label ?? null,
    owner,
    place,
    entered: time(step.entered),
    left: time(step.left),
    dwell: dwellMs === null ? null : inSeconds(dwellMs),
    target,
    limit,
    business,
    targetAt: time(step.targetAt),
    dueAt: time(step.dueAt),
    late: isLate,
    usual: usual && {
      p50: inSeconds(usual.p50Ms),
      p90: inSeconds(usual.p90Ms),
      samples: usual.samples,
      basis: usual.basis,
    },
    expected: expected && { from: toIso(expected.from), to: toIso(expected.to) },
  };
}
