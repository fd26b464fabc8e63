import { keyPaths } from './access/key-openapi.ts';
import { sessionPaths } from './access/session-openapi.ts';
import { usagePaths } from './access/usage-openapi.ts';
import { auditPaths } from './audit/audit-openapi.ts';
import { configurationPaths } from './configuration/configuration-openapi.ts';
import { correctionsPaths } from './corrections/corrections-openapi.ts';
import { customerTokenPaths } from './customer-tokens/customer-token-openapi.ts';
import { handsPaths } from './hands/hands-openapi.ts';
import { healthPaths } from './health/health-openapi.ts';
import { deskPaths } from './incidents/desk-openapi.ts';
import { insightsPaths } from './insights/insights-openapi.ts';
import { notificationPaths } from './notifications/notification-openapi.ts';
import { alertPaths } from './openapi-alerts.ts';
import {
  answer,
  customerId,
  inputSchema,
  orderName,
  parameters,
  problems,
  reference,
  schemas,
} from './openapi-parts.ts';
import { orderPaths } from './order/order-openapi.ts';
import { quarantinePaths } from './quarantine/quarantine-openapi.ts';
import { query, requestBody } from './requests.ts';
import { ruleCheckPaths } from './rules/rule-check-openapi.ts';
import { searchPaths } from './search/search-openapi.ts';
import { streamPaths } from './stream/stream-openapi.ts';
import { summaryPaths } from './summary/summary-openapi.ts';
import { templatePaths } from './templates/template-openapi.ts';
import { trackPaths } from './track/track-openapi.ts';

/** The OpenAPI 3.1 document, made from the contract's schemas; paths and words are added here. */
export const openApiDocument = {
  openapi: '3.1.0',
  info: {
    title: 'Orderwatch',
    version: '1',
    description:
      'Where every order is, and why. Times are ISO 8601 in UTC. Lists come in pages: give `nextCursor` as `cursor` ' +
      'for the next one. Errors are RFC 9457 problem details.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: '/api/v1' }],
  security: [{ apiKey: [] }, { session: [] }],
  tags: [
    { name: 'orders' },
    { name: 'incidents' },
    { name: 'rules' },
    { name: 'silences' },
    { name: 'on-call' },
    { name: 'notifications' },
    { name: 'events' },
    { name: 'customers' },
    { name: 'quarantine' },
    { name: 'deploys' },
    { name: 'corrections' },
    { name: 'work' },
    { name: 'audit' },
    { name: 'views' },
    { name: 'configuration' },
    { name: 'live' },
    { name: 'insights' },
    { name: 'session' },
    { name: 'users' },
    { name: 'keys' },
  ],
  paths: {
    '/orders': {
      get: {
        tags: ['orders'],
        operationId: 'listOrders',
        summary: 'Orders that pass all given filters',
        parameters: parameters(query.orders),
        responses: {
          '200': {
            description: 'One page of orders, or all of them as CSV.',
            content: {
              'application/json': { schema: { $ref: reference('OrderPage') } },
              'text/csv': { schema: { type: 'string' } },
            },
          },
          ...problems('400'),
        },
      },
    },
    '/orders/{id}': {
      get: {
        tags: ['orders'],
        operationId: 'getOrder',
        summary: 'One order by any of its names',
        parameters: [orderName],
        responses: { '200': answer('The order.', 'Order'), ...problems('400', '404', '409') },
      },
    },
    '/orders/{id}/timeline': {
      get: {
        tags: ['orders'],
        operationId: 'getTimeline',
        summary: 'What happened to an order, oldest first',
        parameters: [orderName, ...parameters(query.timeline)],
        responses: { '200': answer('One page of the timeline.', 'TimelinePage'), ...problems('400', '404', '409') },
      },
    },
    '/orders/{id}/diagnosis': {
      get: {
        tags: ['orders'],
        operationId: 'getDiagnosis',
        summary: 'Why an order is where it is',
        description:
          'Everything that can be seen of it, what explains most first, each with a link to where it can be looked at. ' +
          'What many orders share is looked up at most every 15 seconds. Of an order that is in time, frozen or at its ' +
          'end no cause is claimed.',
        parameters: [orderName],
        responses: { '200': answer('The diagnosis.', 'Diagnosis'), ...problems('400', '404', '409') },
      },
    },
    '/orders/{id}/freeze': {
      post: {
        tags: ['orders'],
        operationId: 'freezeOrder',
        summary: 'Stop the deadline of an order',
        description:
          'It stays frozen, also when it moves, until somebody lets it go on: then with what was left. The timeline tells of it.',
        parameters: [orderName],
        requestBody: { required: true, content: { 'application/json': { schema: inputSchema(requestBody.freeze) } } },
        responses: {
          '200': answer('The order as it is now.', 'Order'),
          ...problems('400', '404', '409', '412', '413', '415'),
        },
      },
    },
    '/orders/{id}/unfreeze': {
      post: {
        tags: ['orders'],
        operationId: 'unfreezeOrder',
        summary: 'Let the deadline of a frozen order run again',
        description: 'With what was left when it was frozen, by a person or by the rule of its status.',
        parameters: [orderName],
        requestBody: { required: true, content: { 'application/json': { schema: inputSchema(requestBody.freeze) } } },
        responses: {
          '200': answer('The order as it is now.', 'Order'),
          ...problems('400', '404', '409', '412', '413', '415'),
        },
      },
    },
    ...orderPaths,
    ...trackPaths,
    ...customerTokenPaths,
    ...alertPaths,
    ...insightsPaths,
    ...summaryPaths,
    ...streamPaths,
    ...deskPaths,
    ...sessionPaths,
    ...keyPaths,
    ...usagePaths,
    ...auditPaths,
    ...correctionsPaths,
    ...handsPaths,
    ...notificationPaths,
    ...templatePaths,
    ...ruleCheckPaths,
    ...configurationPaths,
    ...healthPaths,
    ...searchPaths,
    '/events': {
      post: {
        tags: ['events'],
        operationId: 'postEvents',
        summary: 'Record one event or an array of up to 1,000',
        description:
          'The same event, the same checks and the same ledger as by RabbitMQ. Sending an event again is harmless. ' +
          'What is not understood is kept in quarantine, also when it is not JSON at all. A `traceparent` header ' +
          'connects the events with the trace of the caller. At most 16 MiB a request and 1 MiB an event.',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                anyOf: [
                  { $ref: reference('Event') },
                  { type: 'array', maxItems: 1_000, items: { $ref: reference('Event') } },
                ],
              },
            },
          },
        },
        responses: {
          '202': {
            description: 'Recorded: one event, or every event of an array.',
            content: {
              'application/json': {
                schema: { anyOf: [{ $ref: reference('EventOutcome') }, { $ref: reference('EventOutcomes') }] },
              },
            },
          },
          '207': answer('Some events of the array are in quarantine, the others are recorded.', 'EventOutcomes'),
          ...problems('400', '413', '415', '422'),
        },
      },
    },
    '/events/validate': {
      post: {
        tags: ['events'],
        operationId: 'validateEvent',
        summary: 'What would become of a message, and why; nothing is recorded',
        description:
          'Either a bare event, as it would be posted to `/events`, or a message described with the exchange, routing ' +
          'key, headers and properties with which it would come: then the declared sources are asked first.',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { anyOf: [inputSchema(requestBody.sample), { $ref: reference('Event') }] },
              examples: {
                described: {
                  value: {
                    exchange: 'crm.events',
                    routingKey: 'order.1042.status',
                    headers: { 'x-kind': 'order' },
                    bodyText: '<order number="1042"><state>NEW</state></order>',
                  },
                },
                bare: { value: { orderId: 'ORD-1042', status: 'SUBMITTED', source: 'shop' } },
              },
            },
          },
        },
        responses: {
          '200': answer('What became of it, also when it was not understood.', 'Examination'),
          ...problems('400', '413', '415'),
        },
      },
    },
    '/customers/{id}/preferences': {
      get: {
        tags: ['customers'],
        operationId: 'getPreferences',
        summary: 'How a customer wants to be told of their orders, and where they do not',
        description: 'Of a customer who has said nothing, everything is null: the configuration counts.',
        parameters: [customerId],
        responses: { '200': answer('The preferences.', 'Preferences'), ...problems('400') },
      },
      put: {
        tags: ['customers'],
        operationId: 'putPreferences',
        summary: 'Take down what a customer wants, in the place of what they said before',
        description:
          'What is left out counts as null. A channel that is named ends an opt-out of the customer there; bounces and ' +
          'complaints stay.',
        parameters: [customerId],
        requestBody: {
          required: true,
          content: { 'application/json': { schema: inputSchema(requestBody.preferences) } },
        },
        responses: {
          '200': answer('The preferences as they are now.', 'Preferences'),
          ...problems('400', '413', '415'),
        },
      },
    },
    ...quarantinePaths,
    '/deploys': {
      get: {
        tags: ['deploys'],
        operationId: 'listDeploys',
        summary: 'New versions of systems and runs of their tests, newest first',
        parameters: parameters(query.deploys),
        responses: { '200': answer('One page of deploys and test runs.', 'DeployPage'), ...problems('400') },
      },
      post: {
        tags: ['deploys'],
        operationId: 'postDeploy',
        summary: 'Tell of a new version of a system, or of a run of its tests',
        description:
          'For the last step of a pipeline. What goes wrong right afterwards is told together with it. The same version, or suite, ' +
          'of the same system in the same environment within the same minute is the same deploy: telling of it again is ' +
          'harmless, and what is told last counts.',
        requestBody: { required: true, content: { 'application/json': { schema: inputSchema(requestBody.deploy) } } },
        responses: { '201': answer('The deploy as it is kept.', 'Deploy'), ...problems('400', '413', '415') },
      },
    },
    '/lifecycles': {
      get: {
        tags: ['configuration'],
        operationId: 'listLifecycles',
        summary: 'The declared lifecycles: statuses with their words in Russian and English, limits and calendars',
        description:
          'As the configuration has them now, in the order in which they are declared: an order has the first whose ' +
          '`match` holds. They come on one page.',
        responses: { '200': answer('All lifecycles.', 'LifecyclePage'), ...problems('400') },
      },
    },
  },
  components: {
    securitySchemes: {
      apiKey: { type: 'http', scheme: 'bearer', description: 'An API key.' },
      session: {
        type: 'apiKey',
        in: 'cookie',
        name: 'orderwatch',
        description:
          'Of somebody who has signed in, for pages of the same origin only; over TLS it is called `__Host-orderwatch`. ' +
          'Whatever changes something needs the header `X-CSRF-Token`, too, which `GET /session` tells.',
      },
    },
    schemas: schemas(),
  },
};
