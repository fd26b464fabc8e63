import { answer, inputSchema, messageId, parameters, problems } from '../openapi-parts.ts';
import { query, requestBody } from '../requests.ts';

const body = (schema: Parameters<typeof inputSchema>[0]) => ({
  required: true,
  content: { 'application/json': { schema: inputSchema(schema) } },
});

/** The part of the document that is about messages that were not understood. */
export const quarantinePaths = {
  '/quarantine': {
    get: {
      tags: ['quarantine'],
      operationId: 'listQuarantine',
      summary: 'Messages that were not understood, newest first',
      parameters: parameters(query.quarantine),
      responses: { '200': answer('One page of messages.', 'QuarantinePage'), ...problems('400') },
    },
  },
  '/quarantine/groups': {
    get: {
      tags: ['quarantine'],
      operationId: 'listQuarantineGroups',
      summary: 'Messages that were not understood by cause, the largest group first',
      parameters: parameters(query.quarantineGroups),
      responses: { '200': answer('All groups.', 'QuarantineGroups'), ...problems('400') },
    },
  },
  '/quarantine/{id}': {
    get: {
      tags: ['quarantine'],
      operationId: 'getQuarantinedMessage',
      summary: 'One message; what is about a person is cut out of it',
      parameters: [messageId],
      responses: { '200': answer('The message.', 'QuarantinedMessage'), ...problems('400', '404') },
    },
  },
  '/quarantine/{id}/reveal': {
    post: {
      tags: ['quarantine'],
      operationId: 'revealQuarantinedMessage',
      summary: 'One message with its properties and its whole body',
      description: 'It may hold personal data: the audit log says who has looked, and why.',
      parameters: [messageId],
      requestBody: body(requestBody.revealQuarantined),
      responses: {
        '200': answer('The message.', 'QuarantinedMessageInFull'),
        ...problems('400', '404', '413', '415'),
      },
    },
  },
  '/quarantine/try': {
    post: {
      tags: ['quarantine'],
      operationId: 'tryMapping',
      summary: 'What messages would become with a mapping; no event is recorded',
      description:
        'The mapping is written as in `sources` of the configuration, in YAML or JSON. What is wrong with it comes with ' +
        'line and column.',
      requestBody: body(requestBody.tryMapping),
      responses: { '200': answer('What each would become.', 'TryResult'), ...problems('400', '413', '415') },
    },
  },
  '/quarantine/replay': {
    post: {
      tags: ['quarantine'],
      operationId: 'replayQuarantine',
      summary: 'Decode messages again and record what is understood now',
      description:
        'What is still not understood stays, with the reason of today. Replaying twice is harmless. A dry run does it and ' +
        'undoes it, two hundred messages at a time: it tells duplicates, which orders would be touched, and what people ' +
        'would be told of.',
      requestBody: body(requestBody.replay),
      responses: { '200': answer('What became of them.', 'ReplayResult'), ...problems('400', '413', '415') },
    },
  },
  '/quarantine/dismiss': {
    post: {
      tags: ['quarantine'],
      operationId: 'dismissQuarantined',
      summary: 'Take messages out of what waits, for they are not worth recording',
      description: 'Their bytes stay, and so does who decided and why. It can be taken back.',
      requestBody: body(requestBody.dismissQuarantined),
      responses: { '200': answer('How many.', 'DismissResult'), ...problems('400', '413', '415') },
    },
  },
  '/quarantine/restore': {
    post: {
      tags: ['quarantine'],
      operationId: 'restoreQuarantined',
      summary: 'Put back what was dismissed',
      requestBody: body(requestBody.restoreQuarantined),
      responses: { '200': answer('How many.', 'RestoreResult'), ...problems('400', '413', '415') },
    },
  },
};
