import { answer, problems } from '../openapi-parts.ts';

export const usagePaths = {
  '/usage': {
    get: {
      tags: ['keys'],
      operationId: 'getUsage',
      summary: 'How much whoever asks may ask, and has asked',
      responses: { '200': answer('Of the key or the user.', 'Usage'), ...problems('400') },
    },
  },
};
