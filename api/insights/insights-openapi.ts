import { answer, parameters, problems } from '../openapi-parts.ts';
import { query } from '../requests.ts';

/** What the OpenAPI document says of what many orders tell. */
export const insightsPaths = {
  '/insights': {
    get: {
      tags: ['insights'],
      operationId: 'getInsights',
      summary: 'How long orders took, which ways they went, who was late, and what rules found',
      description:
        'Made of the newest 20,000 orders of which something was heard within the time. `rules` are of that time, ' +
        'whatever the other filters are.',
      parameters: parameters(query.insights),
      responses: { '200': answer('The figures.', 'Insights'), ...problems('400') },
    },
  },
  '/insights/orders': {
    get: {
      tags: ['insights'],
      operationId: 'listOrdersOfFigure',
      summary: 'The orders behind a figure, the longest first',
      parameters: parameters(query.insightsOrders),
      responses: { '200': answer('One page of them.', 'InsightsOrderPage'), ...problems('400') },
    },
  },
};
