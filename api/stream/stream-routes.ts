import { type Response, Router } from 'express';
import { ownOrdersOf } from '../access/own-orders.ts';
import type { Principal } from '../access/principal.ts';
import { principalOf } from '../authentication.ts';
import { otherMethods } from '../error-handler.ts';
import { readQuery } from '../parameters.ts';
import { badField, Refused, tooManyStreams } from '../problem.ts';
import { answeredAlready } from '../request-metrics.ts';
import { query } from '../requests.ts';
import type { View } from './frames.ts';
import { MOST_OF_ONE, type Stream } from './stream.ts';
import { OPEN_TOPICS, TOPICS, type Topic } from './topics.ts';

/** After so long a client comes back whose connection was lost; each after another time, lest all come at once. */
const RETRY_MS = 1_000;
const RETRY_SPREAD_MS = 2_000;

export function streamRoutes({ stream }: { stream: Stream }): Router {
  const routes = Router();
  routes
    .route('/')
    .get((req, res) => {
      const { topics, order = null, partner = null, lastEventId } = readQuery(query.stream, req.query);
      const principal = principalOf(res);
      const view = viewOf(principal, { topics, order, partner });
      if (stream.isFull() || stream.openOf(principal) >= MOST_OF_ONE) {
        res.set('Retry-After', '30');
        throw new Refused(
          tooManyStreams(
            `${principal.name} has ${MOST_OF_ONE} streams open here already, or all others have too many.`,
          ),
        );
      }
      openStream(res);
      stream.add(req, res, { principal, view, since: req.get('last-event-id') || lastEventId || null });
    })
    .all(otherMethods('GET'));
  return routes;
}

function openStream(res: Response): void {
  res.status(200).set({
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    // nginx would keep it back until there is more of it.
    'X-Accel-Buffering': 'no',
  });
  // The end of the connection is the end of the answer: chunks would cost three writes instead of one.
  res.useChunkedEncodingByDefault = false;
  res.flushHeaders();
  // The first line goes out by itself.
  res.write(`retry: ${Math.round(RETRY_MS + Math.random() * RETRY_SPREAD_MS)}\n\n`);
  answeredAlready(res);
}

/** Partners and customers see their own orders; of all else there is nothing for them. */
export function viewOf(
  principal: Pick<Principal, 'role' | 'partner' | 'customer'>,
  asked: { topics: readonly Topic[] | undefined; order: string | null; partner: string | null },
): View {
  const own = ownOrdersOf(principal);
  const open: readonly Topic[] = own ? OPEN_TOPICS : TOPICS;
  const refused = asked.topics?.find(topic => !open.includes(topic));
  if (refused !== undefined) {
    throw new Refused(badField('topics', `${refused} is not told to a ${principal.role}`));
  }
  return {
    topics: new Set(asked.topics ?? open),
    order: asked.order,
    partners: [asked.partner, own && 'partner' in own ? own.partner : null].filter(partner => partner !== null),
    customer: own && 'customer' in own ? own.customer : null,
    limits: principal.role !== 'customer',
  };
}
