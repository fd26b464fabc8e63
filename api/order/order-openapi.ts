import { answer, inputSchema, orderName, problems } from '../openapi-parts.ts';
import { orderBody } from './order-requests.ts';

const eventId = {
  name: 'eventId',
  in: 'path',
  required: true,
  description: 'Of the event, as the timeline has it.',
  schema: { type: 'string' },
};

/** What the OpenAPI document says of one order beside the order itself. */
export const orderPaths = {
  '/orders/{id}/path': {
    get: {
      tags: ['orders'],
      operationId: 'getPath',
      summary: 'The way of an order: how long it was where, beside limits and what is usual, and what is ahead',
      description:
        'What is ahead is the way that orders usually take from here. When it comes to each status is the time until its ' +
        'expected end, shared out by how long each status usually takes.',
      parameters: [orderName],
      responses: { '200': answer('The way.', 'OrderPath'), ...problems('400', '404', '409') },
    },
  },
  '/orders/{id}/related': {
    get: {
      tags: ['orders'],
      operationId: 'getRelated',
      summary: 'Other orders of the customer, the incidents that it is in, and where logs and traces can be looked at',
      parameters: [orderName],
      responses: { '200': answer('What belongs to it.', 'RelatedOrders'), ...problems('400', '404', '409') },
    },
  },
  '/orders/{id}/events/{eventId}/raw': {
    get: {
      tags: ['orders'],
      operationId: 'getRawEvent',
      summary: 'The message of an event as it came: headers, properties, bytes',
      description:
        'Kept for a configured time. For people, and for keys that may not read contacts, without headers and body: ' +
        '`POST /orders/{id}/reveal` shows them.',
      parameters: [orderName, eventId],
      responses: { '200': answer('The message.', 'RawEvent'), ...problems('400', '404', '409') },
    },
  },
  '/orders/{id}/reveal': {
    post: {
      tags: ['orders'],
      operationId: 'revealOrder',
      summary: 'Look at what is masked: who the customer is, or a message as it came',
      description: 'The audit log tells who looked at what, and why where a reason is given.',
      parameters: [orderName],
      requestBody: { required: true, content: { 'application/json': { schema: inputSchema(orderBody.reveal) } } },
      responses: {
        '200': answer('What was masked.', 'Revealed'),
        ...problems('400', '404', '409', '413', '415'),
      },
    },
  },
};
