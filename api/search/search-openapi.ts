import { answer, inputSchema, problems } from '../openapi-parts.ts';
import { searchBody } from './search-requests.ts';

const viewId = {
  name: 'id',
  in: 'path',
  required: true,
  description: 'Id of the saved view.',
  schema: { type: 'string' },
};

const viewBody = { required: true, content: { 'application/json': { schema: inputSchema(searchBody.view) } } };

export const searchPaths = {
  '/orders/summary': {
    get: {
      tags: ['orders'],
      operationId: 'summarizeOrders',
      summary: 'How all orders stand, in a few numbers',
      description: 'Part of `GET /metrics/summary`, with since when orders are stuck and what most of them share.',
      responses: { '200': answer('The numbers.', 'OrderSummary'), ...problems('400') },
    },
  },
  '/views': {
    get: {
      tags: ['views'],
      operationId: 'listViews',
      summary: 'Your saved views and those that are shared, by name',
      responses: { '200': answer('All of them, on one page.', 'SavedViewPage'), ...problems('400') },
    },
    post: {
      tags: ['views'],
      operationId: 'saveView',
      summary: 'Save a view of the list of orders',
      requestBody: viewBody,
      responses: {
        '201': answer('The view.', 'SavedView'),
        ...problems('400', '409', '413', '415'),
      },
    },
  },
  '/views/{id}': {
    put: {
      tags: ['views'],
      operationId: 'changeView',
      summary: 'Change a view of your own',
      parameters: [viewId],
      requestBody: viewBody,
      responses: {
        '200': answer('The view as it is now.', 'SavedView'),
        ...problems('400', '404', '409', '413', '415'),
      },
    },
    delete: {
      tags: ['views'],
      operationId: 'removeView',
      summary: 'Remove a view of your own',
      parameters: [viewId],
      responses: { '204': { description: 'It is gone.' }, ...problems('400', '404') },
    },
  },
};
