import { answer, problems } from '../openapi-parts.ts';

/** What the OpenAPI document says of how things are as a whole. */
export const summaryPaths = {
  '/metrics/summary': {
    get: {
      tags: ['live'],
      operationId: 'getSummary',
      summary: 'How things are: orders by status, the flow of the last hour, and how old all this is',
      description: 'Counted once for all who ask; a few seconds old at most, or more where counting takes long.',
      responses: { '200': answer('How things are.', 'Summary'), ...problems('400') },
    },
  },
};
