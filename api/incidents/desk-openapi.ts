import { answer, inputSchema, parameters, problems } from '../openapi-parts.ts';
import { query, requestBody } from '../requests.ts';

/** What the OpenAPI document says of several incidents at once, of the rota's coming days, and of handing over. */

const id = (description: string) => ({
  name: 'id',
  in: 'path',
  required: true,
  description,
  schema: { type: 'string' },
});

const body = (schema: Parameters<typeof inputSchema>[0]) => ({
  required: true,
  content: { 'application/json': { schema: inputSchema(schema) } },
});

export const deskPaths = {
  '/incidents/bulk': {
    post: {
      tags: ['incidents'],
      operationId: 'actOnIncidents',
      summary: 'Acknowledge, snooze or resolve several incidents at once, or see what would happen',
      description:
        'All in one transaction. What can’t be done of one is said of that one, and holds up no other: it is over, or ' +
        'somebody else has taken it on. With `dryRun` nothing is done: the answer says what would be, which steps of ' +
        'escalations would not go out and to whom, and whose customers wait for a word.',
      requestBody: body(requestBody.bulk),
      responses: {
        '200': answer('What became of each, or would.', 'BulkOutcome'),
        ...problems('400', '404', '409', '413', '415'),
      },
    },
  },
  '/incidents/{id}/context': {
    get: {
      tags: ['incidents'],
      operationId: 'getIncidentContext',
      summary: 'How the escalation of an incident has come and would go on, what came before it, where to look further',
      parameters: [id('Id of the incident.')],
      responses: { '200': answer('What stands around it.', 'IncidentContext'), ...problems('400', '404') },
    },
  },
  '/on-call/calendar': {
    get: {
      tags: ['on-call'],
      operationId: 'getOnCallCalendar',
      summary: 'Who is on call in the coming days, with who stands in and who is away',
      parameters: parameters(query.onCallCalendar),
      responses: { '200': answer('The calendar.', 'OnCallCalendar'), ...problems('400') },
    },
  },
  '/on-call/away/me': {
    post: {
      tags: ['on-call'],
      operationId: 'createOwnAbsence',
      summary: 'Whoever asks is away: the next in the rotation is told',
      description: 'Of people only whom the configuration declares, by their name or e-mail address.',
      requestBody: body(requestBody.ownAbsence),
      responses: { '201': answer('What was entered.', 'OnCallOverride'), ...problems('400', '409', '413', '415') },
    },
    delete: {
      tags: ['on-call'],
      operationId: 'endOwnAbsence',
      summary: 'Whoever asks is back',
      responses: { '200': answer('What was ended.', 'OnCallOverridePage'), ...problems('400', '409') },
    },
  },
  '/silences/preview': {
    post: {
      tags: ['silences'],
      operationId: 'previewSilence',
      summary: 'What a silence would have kept quiet in the last seven days, and what it would now',
      requestBody: body(requestBody.silencePreview),
      responses: { '200': answer('What it would be about.', 'SilencePreview'), ...problems('400', '413', '415') },
    },
  },
  '/silences/{id}/end': {
    post: {
      tags: ['silences'],
      operationId: 'moveSilenceEnd',
      summary: 'Let a silence end later, or sooner',
      description: 'At most 90 days after it began. Its author is reminded of the new end.',
      parameters: [id('Id of the silence.')],
      requestBody: body(requestBody.silenceEnd),
      responses: {
        '200': answer('The silence with its new end.', 'Silence'),
        ...problems('400', '404', '409', '413', '415'),
      },
    },
  },
  '/handover': {
    get: {
      tags: ['on-call'],
      operationId: 'getHandover',
      summary: 'What whoever goes tells whoever comes',
      description:
        'What opened, was closed and was taken on in a stretch of time, what people wrote and promised in notes on incidents and orders, and which ' +
        'messages failed; and at this moment what has been open the longest, which silences end, and who comes next.',
      parameters: parameters(query.handover),
      responses: { '200': answer('The handover.', 'Handover'), ...problems('400') },
    },
  },
};
