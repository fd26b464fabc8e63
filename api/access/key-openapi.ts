import { answer, inputSchema, parameters, problems } from '../openapi-parts.ts';
import { query, requestBody } from '../requests.ts';

/** What the OpenAPI document says of the keys of programs. */

const keyId = {
  name: 'id',
  in: 'path',
  required: true,
  description: 'Id of the key, which is not the key.',
  schema: { type: 'string' },
};

const body = (schema: Parameters<typeof inputSchema>[0]) => ({
  required: true,
  content: { 'application/json': { schema: inputSchema(schema) } },
});

export const keyPaths = {
  '/keys': {
    get: {
      tags: ['keys'],
      operationId: 'listKeys',
      summary: 'The keys of programs, newest first',
      parameters: parameters(query.keys),
      responses: { '200': answer('One page of keys.', 'KeyPage'), ...problems('400') },
    },
    post: {
      tags: ['keys'],
      operationId: 'createKey',
      summary: 'Give a program a key',
      description: 'The answer is the only place where it is ever shown: here it is kept by its SHA-256.',
      requestBody: body(requestBody.key),
      responses: { '201': answer('The key.', 'CreatedKey'), ...problems('400', '409', '413', '415') },
    },
  },
  '/keys/{id}': {
    get: {
      tags: ['keys'],
      operationId: 'getKey',
      summary: 'A key: whose it is, what it may, when it was last used',
      parameters: [keyId],
      responses: { '200': answer('The key.', 'Key'), ...problems('400', '404') },
    },
    patch: {
      tags: ['keys'],
      operationId: 'changeKey',
      summary: 'Change what a key may, how often, or how long',
      parameters: [keyId],
      requestBody: body(requestBody.keyChange),
      responses: {
        '200': answer('The key as it is now.', 'Key'),
        ...problems('400', '404', '409', '412', '413', '415'),
      },
    },
    delete: {
      tags: ['keys'],
      operationId: 'revokeKey',
      summary: 'Revoke a key',
      description: 'It is refused from then on, for ever.',
      parameters: [keyId],
      responses: { '200': answer('The key, revoked.', 'Key'), ...problems('400', '404', '412') },
    },
  },
};
