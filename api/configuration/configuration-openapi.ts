import { answer, inputSchema, problems } from '../openapi-parts.ts';
import { configurationBody } from './configuration-requests.ts';

export const configurationPaths = {
  '/configuration': {
    get: {
      tags: ['configuration'],
      operationId: 'getConfiguration',
      summary: 'The configuration that counts, and what was refused of its file since',
      responses: { '200': answer('The configuration.', 'Configuration'), ...problems('400') },
    },
  },
  '/configuration/check': {
    post: {
      tags: ['configuration'],
      operationId: 'checkConfiguration',
      summary: 'What is wrong with another configuration, or what would be different with it',
      description:
        'Nothing is taken over: the file belongs to whoever runs Orderwatch. Files that it names are not opened.',
      requestBody: {
        required: true,
        content: { 'application/json': { schema: inputSchema(configurationBody.configurationCheck) } },
      },
      responses: { '200': answer('What was found out.', 'ConfigurationCheck'), ...problems('400', '413', '415') },
    },
  },
};
