import { z } from 'zod';

const time = z.iso.datetime().meta({ description: 'ISO 8601 in UTC.' });
const milliseconds = z.int().min(0).meta({ description: 'Milliseconds.' });

const claim = z.strictObject({
  by: z.string(),
  isYours: z.boolean(),
  takenAt: time,
  actedAt: time.meta({ description: 'When they last did something with it.' }),
  endsAt: time.meta({ description: 'When it is forgotten, if nothing is done with it until then.' }),
});

const assignment = z.strictObject({ to: z.string(), by: z.string(), at: time });

/** Who has an order in hand, and what they may do with it. */
export const orderHands = z.strictObject({
  orderId: z.string(),
  status: z.string().nullable(),
  version: z.string().meta({ description: 'Of the order, for whoever decides something about it; also as ETag.' }),
  next: z.array(z.string()).meta({ description: 'The statuses to which it may be brought.' }),
  claim: claim.nullable(),
  assignment: assignment.nullable(),
});

const reason = z
  .strictObject({
    kind: z.enum(['late', 'promiseBroken', 'due', 'promised', 'noLimit', 'old', 'assignedToYou']),
    ms: milliseconds.nullable(),
  })
  .meta({
    description:
      'late, promiseBroken: past its limit, or what was promised, for so long. due, promised: comes to that in so long. ' +
      'noLimit: has none. old: under way for so long that it comes before some whose limit is sooner. assignedToYou.',
  });

const queued = orderHands.extend({
  lifecycle: z.string(),
  partner: z.string().nullable(),
  statusSince: time.nullable(),
  targetAt: time.nullable(),
  dueAt: time.nullable(),
  promisedAt: time.nullable(),
  frozen: z.boolean(),
  why: z.array(reason).meta({ description: 'Why it stands where it stands, what weighs most first.' }),
});

const load = z.strictObject({
  by: z.string(),
  isYou: z.boolean(),
  orders: z.int().min(1),
  since: time.meta({ description: 'When they took the one that they have had longest.' }),
});

export const queuedOrder = queued;
export const workQueue = z.strictObject({
  asOf: time,
  mine: z
    .array(queued)
    .meta({ description: 'What you have in hand, the one taken first first; also what has moved on.' }),
  items: z.array(queued).meta({ description: 'What nobody has in hand, what is to be done next first.' }),
  nextCursor: z.string().nullable(),
  counts: z.strictObject({
    waiting: z.int().min(0),
    late: z.int().min(0).meta({ description: 'Of those, past their limit.' }),
    held: z.int().min(0).meta({ description: 'In somebody’s hands.' }),
  }),
  load: z.array(load).meta({ description: 'Who has how many orders in hand, most first.' }),
  claimFor: z.string().meta({ description: 'After so long without a word an order is everybody’s again, ISO 8601.' }),
});
