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
  '/usage/keys': {
    get: {
      tags: ['keys'],
      operationId: 'getPartnerKeys',
      summary: 'The keys of the partner that asks, and how much is asked with each',
      description: 'By name and end: nobody is told a key again.',
      responses: { '200': answer('Those that are valid.', 'PartnerKeys'), ...problems('400') },
    },
  },
};
