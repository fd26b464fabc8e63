import { answer, problems } from '../openapi-parts.ts';

export const healthPaths = {
  '/health': {
    get: {
      tags: ['configuration'],
      operationId: 'getHealth',
      summary: 'How everything is that Orderwatch leans on',
      description:
        'As the process that answers sees it, and as the watchers saw it last. For load balancers there is `/readyz`.',
      responses: { '200': answer('How things are.', 'Health'), ...problems('400') },
    },
  },
};
