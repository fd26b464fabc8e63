import { type Request, Router, raw } from 'express';
import type { z } from 'zod';
import { type AcceptDeps, accept, type Outcome } from '../collector/accept.ts';
import type { Examination } from '../collector/envelope/decode.ts';
import { fromHttp, type InboundMessage } from '../collector/message.ts';
import { isOwnFinding } from '../collector/own-finding.ts';
import type { contract } from './contract.ts';
import { otherMethods } from './error-handler.ts';
import { splitJsonArray } from './json-array.ts';
import { jsonOnly } from './json-only.ts';
import { readQuery } from './parameters.ts';
import { presentExamination } from './present.ts';
import { badEvent, badRequest, Refused, tooLarge } from './problem.ts';
import { query } from './requests.ts';
import { describedMessage } from './sample.ts';

const MAX_EVENTS = 1_000;
const MAX_REQUEST_BYTES = 16 * 1024 * 1024;

// A body of the largest size in base64, and what stands around it.
const MAX_SAMPLE_BYTES = 2 * 1024 * 1024;

/** `examine`: what would become of a message under the configuration of the moment. */
export type EventDeps = AcceptDeps & { examine: (message: InboundMessage) => Examination | Promise<Examination> };

/** The same way into the ledger as from the queue; the body stays bytes, so that nothing is changed before it is kept. */
export function eventRoutes(deps: EventDeps): Router {
  const events = Router();

  events
    .route('/')
    .post(jsonOnly, raw({ type: () => true, limit: MAX_REQUEST_BYTES }), async (req, res) => {
      readQuery(query.none, req.query);
      const body: Buffer = req.body ?? Buffer.alloc(0);
      const elements = splitJsonArray(body, MAX_EVENTS);
      if (elements === null) {
        const [outcome] = await take(req, [body]);
        res.status(202).json(presentSingle(outcome!));
        return;
      }
      if (elements === 'too_many') {
        throw new Refused(tooLarge(`At most ${MAX_EVENTS} events are taken in one request, and these are more.`));
      }
      const outcomes = await take(req, elements);
      const allGood = outcomes.every(outcome => outcome.outcome !== 'quarantined');
      res.status(allGood ? 202 : 207).json({ items: outcomes.map(presentOutcome) });
    })
    .all(otherMethods('POST'));

  events
    .route('/validate')
    .post(jsonOnly, raw({ type: () => true, limit: MAX_SAMPLE_BYTES }), async (req, res) => {
      readQuery(query.none, req.query);
      const body: Buffer = req.body ?? Buffer.alloc(0);
      const message = describedMessage(body, req.get('content-type') ?? null, deps.clock.now());
      res.json(presentExamination(await deps.examine(message)));
    })
    .all(otherMethods('POST'));

  async function take(req: Request, bodies: readonly Buffer[]): Promise<Outcome[]> {
    const now = deps.clock.now();
    const traceparent = req.get('traceparent');
    const properties = {
      contentType: req.get('content-type') ?? null,
      headers: traceparent === undefined ? {} : { traceparent },
    };
    const messages = bodies.map(body => fromHttp(body, now, properties));
    if (messages.some(isOwnFinding)) {
      throw new Refused(badRequest(400, 'This is a finding of Orderwatch itself; it is not taken in as an event.'));
    }
    const decoded = messages.map(async message => {
      return { message, verdict: await deps.decode(message, { historic: false }) };
    });
    return (await accept(deps, await Promise.all(decoded))).outcomes;
  }

  return events;
}

function presentSingle(outcome: Outcome): z.infer<typeof contract.EventOutcome> {
  const presented = presentOutcome(outcome);
  if (presented.outcome !== 'quarantined') return presented;
  throw new Refused(badEvent(presented.reason, presented.quarantineId, presented.reasonKind));
}

function presentOutcome(outcome: Outcome): z.infer<typeof contract.EventOutcomes>['items'][number] {
  if (outcome.outcome !== 'quarantined') {
    return { outcome: outcome.outcome, orderId: outcome.orderKey, eventId: outcome.eventId };
  }
  const { id, kind, reason } = outcome;
  return { outcome: 'quarantined', quarantineId: id, reasonKind: kind, reason };
}
