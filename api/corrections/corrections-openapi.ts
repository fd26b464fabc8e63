import { answer, inputSchema, orderName, parameters, problems } from '../openapi-parts.ts';
import { correctionsBody, correctionsQuery } from './corrections-requests.ts';

const body = (name: keyof typeof correctionsBody) => ({
  required: true,
  content: { 'application/json': { schema: inputSchema(correctionsBody[name]) } },
});

const correctionId = {
  name: 'id',
  in: 'path',
  required: true,
  description: 'Id of the correction.',
  schema: { type: 'string' },
};

const decision = (operationId: string, summary: string, description: string) => ({
  post: {
    tags: ['corrections'],
    operationId,
    summary,
    description,
    parameters: [correctionId],
    requestBody: body('correctionDecision'),
    responses: {
      '200': answer('The correction as it is now.', 'Correction'),
      ...problems('400', '404', '409', '412', '413', '415'),
    },
  },
});

export const correctionsPaths = {
  '/orders/{id}/corrections': {
    post: {
      tags: ['corrections'],
      operationId: 'correctOrder',
      summary: 'Say in which status an order is',
      description:
        'It becomes an event of the source `orderwatch`, which wins over everything from before it and over nothing after it. ' +
        'What the lifecycle does not allow is only proposed (202), and done when another person agrees.',
      parameters: [orderName],
      requestBody: body('correction'),
      responses: {
        '200': answer('With `dryRun`: what it would do.', 'CorrectionPreview'),
        '201': answer('It is done.', 'Correction'),
        '202': answer('It waits for a second person.', 'Correction'),
        ...problems('400', '404', '409', '412', '413', '415'),
      },
    },
  },
  '/orders/{id}/corrections/preview': {
    post: {
      tags: ['corrections'],
      operationId: 'previewCorrection',
      summary: 'What a correction would do: deadlines, incidents, messages',
      description: 'It is done and taken back in one transaction, so that nothing of it is guessed and nothing stays.',
      parameters: [orderName],
      requestBody: body('correctionPreview'),
      responses: {
        '200': answer('What it would do.', 'CorrectionPreview'),
        ...problems('400', '404', '409', '413', '415'),
      },
    },
  },
  '/corrections': {
    get: {
      tags: ['corrections'],
      operationId: 'listCorrections',
      summary: 'Corrections, newest first',
      parameters: parameters(correctionsQuery.corrections),
      responses: { '200': answer('One page of corrections.', 'CorrectionPage'), ...problems('400') },
    },
  },
  '/corrections/{id}/approve': decision(
    'approveCorrection',
    'Agree to a correction that somebody else has proposed, so that it is done',
    'Not by whoever proposed it, and not when the order has changed since: then it is overtaken (412).',
  ),
  '/corrections/{id}/reject': decision('rejectCorrection', 'Do not agree', 'Not by whoever proposed it.'),
  '/corrections/{id}/withdraw': decision('withdrawCorrection', 'Think better of it', 'By whoever proposed it.'),
};
