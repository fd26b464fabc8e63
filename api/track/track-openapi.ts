import { answer, inputSchema, orderName, problems } from '../openapi-parts.ts';
import { requestBody } from '../requests.ts';

const refusals = problems('400', '404', '409', '413', '415');

/** What the OpenAPI document says of links to the customer's page. */
export const trackPaths = {
  '/orders/{id}/tracking-link': {
    post: {
      tags: ['orders'],
      operationId: 'makeTrackingLink',
      summary: 'A link by which the customer follows the order',
      description:
        'Messages to customers bring one of their own. Each link shows the same page, which has no personal data, for 180 days.',
      parameters: [orderName],
      requestBody: {
        required: true,
        content: { 'application/json': { schema: inputSchema(requestBody.trackingLink) } },
      },
      responses: { '201': answer('The link.', 'TrackingLink'), ...refusals },
    },
  },
  '/orders/{id}/tracking-link/revoke': {
    post: {
      tags: ['orders'],
      operationId: 'revokeTrackingLinks',
      summary: 'Take back all links to the customer’s page of the order',
      description: 'Those in messages, too. New ones work.',
      parameters: [orderName],
      requestBody: {
        required: true,
        content: { 'application/json': { schema: inputSchema(requestBody.trackingRevoke) } },
      },
      responses: { '200': answer('What is taken back.', 'TrackingRevoked'), ...refusals },
    },
  },
};
