import { parameters, problems } from '../openapi-parts.ts';
import { query } from '../requests.ts';

/** What the OpenAPI document says of the stream. */
export const streamPaths = {
  '/stream': {
    get: {
      tags: ['live'],
      operationId: 'listen',
      summary: 'What changes, as it changes (server-sent events)',
      description:
        'Events: `open`, then `order` (StreamOrder), `orders`, `queue`, `incident`, `quarantine`, `notification`, `rule`, ' +
        '`on-call` (StreamChange), `summary` (Summary), `asOf` (AsOf); `resync` and `end` (StreamNotice). Whoever comes ' +
        'back within an hour with the last `id` as `Last-Event-ID` is told all that was missed, by whichever process; ' +
        'later, `resync` says that it has to ask anew for what it shows. Nothing is lost; what was sent just before a ' +
        'connection broke may come twice. A client that does not read is let go with `resync`. Partners and customers ' +
        'hear of their own orders. The stream ends with the session or key, and when its role changes.',
      parameters: [
        ...parameters(query.stream),
        {
          name: 'Last-Event-ID',
          in: 'header',
          description: 'The last `id` that was received, as browsers send it by themselves.',
          schema: { type: 'string' },
        },
      ],
      responses: {
        '200': {
          description: 'Events until either side ends it. A comment every 15 seconds is a sign of life.',
          content: { 'text/event-stream': { schema: { type: 'string' } } },
        },
        ...problems('400', '429'),
      },
    },
  },
};
