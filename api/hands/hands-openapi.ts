import { answer, inputSchema, orderName, parameters, problems } from '../openapi-parts.ts';
import { handsBody, handsQuery } from './hands-requests.ts';

const body = (name: keyof typeof handsBody) => ({
  required: true,
  content: { 'application/json': { schema: inputSchema(handsBody[name]) } },
});

const command = (
  name: keyof typeof handsBody,
  { operationId, summary, description }: { operationId: string; summary: string; description: string },
) => ({
  post: {
    tags: ['work'],
    operationId,
    summary,
    description,
    parameters: [orderName],
    requestBody: body(name),
    responses: {
      '200': answer('Who has it now, and what may be done with it.', 'OrderHands'),
      ...problems('400', '404', '409', '412', '413', '415'),
    },
  },
});

export const handsPaths = {
  '/work-queue': {
    get: {
      tags: ['work'],
      operationId: 'getWorkQueue',
      summary: 'What operators take next',
      description:
        'The earliest deadline first, less what an order has waited already, so that no old one is overtaken for ever. ' +
        'Frozen orders and those that somebody has in hand are not in it.',
      parameters: parameters(handsQuery.workQueue),
      responses: { '200': answer('The queue.', 'WorkQueue'), ...problems('400') },
    },
  },
  '/orders/{id}/hands': {
    get: {
      tags: ['work'],
      operationId: 'getOrderHands',
      summary: 'Who has an order in hand, whom it is given to, and where it may go next',
      parameters: [orderName],
      responses: { '200': answer('Who has it.', 'OrderHands'), ...problems('400', '404', '409') },
    },
  },
  '/orders/{id}/take': command('take', {
    operationId: 'takeOrder',
    summary: 'Begin to work on an order',
    description:
      'Of any number who ask at once one has it; the others get 409 with `holder`, who that is and since when. Again by the same: nothing changes.',
  }),
  '/orders/{id}/release': command('release', {
    operationId: 'releaseOrder',
    summary: 'Give an order back',
    description: 'Managers may give back what somebody else has.',
  }),
  '/orders/{id}/assign': command('assign', {
    operationId: 'assignOrder',
    summary: 'Give an order to somebody',
    description: 'It is theirs in lists and first in their queue. It is no claim: anybody may take it.',
  }),
  '/orders/{id}/notes': command('note', {
    operationId: 'noteOrder',
    summary: 'Write something down about an order',
    description: 'It stands in the timeline. No customer sees it.',
  }),
  '/orders/{id}/advance/preview': {
    post: {
      tags: ['work'],
      operationId: 'previewAdvance',
      summary: 'What bringing an order to its next status would do',
      description: 'Deadlines, incidents, messages: rehearsed and taken back, as the preview of a correction.',
      parameters: [orderName],
      requestBody: body('advancePreview'),
      responses: {
        '200': answer('What it would do.', 'CorrectionPreview'),
        ...problems('400', '404', '409', '413', '415'),
      },
    },
  },
  '/orders/{id}/advance': command('advance', {
    operationId: 'advanceOrder',
    summary: 'Bring an order to its next status',
    description:
      'By whoever has it in hand, or a manager, to a declared next status. It becomes an event of the source `orderwatch`; ' +
      'CRM and MES are told where the configuration says so (`decisions.publish.advances`).',
  }),
};
