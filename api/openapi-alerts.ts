import { answer, inputSchema, parameters, problems } from './openapi-parts.ts';
import { query, requestBody } from './requests.ts';

/** What the OpenAPI document says of incidents and of those who are told. */

const rowId = (description: string) => ({
  name: 'id',
  in: 'path',
  required: true,
  description,
  schema: { type: 'string' },
});

const incidentId = rowId('Id of the incident.');

const ruleName = {
  name: 'name',
  in: 'path',
  required: true,
  description: 'Name of the rule.',
  schema: { type: 'string' },
};

const body = (schema: Parameters<typeof inputSchema>[0]) => ({
  required: true,
  content: { 'application/json': { schema: inputSchema(schema) } },
});

const command = (operationId: string, summary: string, description: string, schema: Parameters<typeof body>[0]) => ({
  post: {
    tags: ['incidents'],
    operationId,
    summary,
    description,
    parameters: [incidentId],
    requestBody: body(schema),
    responses: {
      '200': answer('The incident as it is now.', 'IncidentInFull'),
      ...problems('400', '404', '409', '413', '415'),
    },
  },
});

const override = (operationId: string, summary: string, schema: Parameters<typeof body>[0]) => ({
  post: {
    tags: ['on-call'],
    operationId,
    summary,
    requestBody: body(schema),
    responses: { '201': answer('What was entered.', 'OnCallOverride'), ...problems('400', '409', '413', '415') },
  },
});

const overrideEnd = (operationId: string, summary: string) => ({
  delete: {
    tags: ['on-call'],
    operationId,
    summary,
    parameters: [rowId('Id of what was entered.')],
    responses: { '200': answer('What was entered, ended.', 'OnCallOverride'), ...problems('400', '404', '409') },
  },
});

export const alertPaths = {
  '/incidents': {
    get: {
      tags: ['incidents'],
      operationId: 'listIncidents',
      summary: 'What is or was wrong',
      parameters: parameters(query.incidents),
      responses: { '200': answer('One page of incidents.', 'IncidentPage'), ...problems('400') },
    },
  },
  '/incidents/{id}': {
    get: {
      tags: ['incidents'],
      operationId: 'getIncident',
      summary: 'One incident with its history and who is told of it next',
      parameters: [incidentId],
      responses: { '200': answer('The incident.', 'IncidentInFull'), ...problems('400', '404') },
    },
  },
  '/incidents/{id}/orders': {
    get: {
      tags: ['incidents'],
      operationId: 'listIncidentOrders',
      summary: 'The orders of an incident with what was found of each, longest first',
      description: 'An order that came back in another stay stands here once for each.',
      parameters: [incidentId, ...parameters(query.page)],
      responses: { '200': answer('One page of orders.', 'IncidentOrderPage'), ...problems('400', '404') },
    },
  },
  '/incidents/{id}/acknowledge': command(
    'acknowledgeIncident',
    'Take an incident on',
    'Nobody is told any more until it ends: then it opens again at the same level. Without an end, the one that the ' +
      'configuration says. What somebody else has is taken over.',
    requestBody.acknowledge,
  ),
  '/incidents/{id}/unacknowledge': command(
    'unacknowledgeIncident',
    'Give an incident back',
    'It opens again, and people are told.',
    requestBody.unacknowledge,
  ),
  '/incidents/{id}/snooze': command(
    'snoozeIncident',
    'Put an incident off',
    'Nobody is told until then, and nobody has it.',
    requestBody.snooze,
  ),
  '/incidents/{id}/resolve': command(
    'resolveIncident',
    'Say that an incident is over',
    'Those who were told of it are told so. What its rule still finds opens no other one for the same stay.',
    requestBody.resolve,
  ),
  '/incidents/{id}/verdict': command(
    'sayIncidentVerdict',
    'Say whether an incident was real',
    'Also of one that is resolved. The last word counts, and the history keeps all; `GET /rules` counts them by rule.',
    requestBody.verdict,
  ),
  '/incidents/{id}/customers': command(
    'tellCustomersOfIncident',
    'Say whether customers are told of delays of the orders of an incident',
    'Of a storm, and of one that holds many orders, they are told only when somebody says so.',
    requestBody.customers,
  ),
  '/incidents/{id}/notes': command(
    'noteIncident',
    'Note something in the history of an incident',
    'Also of one that is resolved.',
    requestBody.incidentNote,
  ),
  '/rules': {
    get: {
      tags: ['rules'],
      operationId: 'listRules',
      summary: 'The declared rules, when each runs next, and how it fared when it last ran',
      description: 'As the configuration has them now. They come on one page.',
      responses: { '200': answer('All rules.', 'RulePage'), ...problems('400') },
    },
  },
  '/rules/{name}/runs': {
    get: {
      tags: ['rules'],
      operationId: 'listRuns',
      summary: 'The runs of a rule, newest first',
      description: 'They are kept for a week.',
      parameters: [ruleName, ...parameters(query.page)],
      responses: { '200': answer('One page of runs.', 'RunPage'), ...problems('400', '404') },
    },
  },
  '/rules/backtest': {
    post: {
      tags: ['rules'],
      operationId: 'backtestRule',
      summary: 'What a rule would have raised in the past, as it is and as you would have it',
      description:
        'By what was known when. It reads the whole stretch of the ledger, which takes seconds to a minute, and one runs at ' +
        'a time.',
      requestBody: body(requestBody.backtest),
      responses: {
        '200': answer('What it would have raised, both ways.', 'Backtest'),
        ...problems('400', '404', '409', '413', '415'),
      },
    },
  },
  '/silences': {
    get: {
      tags: ['silences'],
      operationId: 'listSilences',
      summary: 'What nobody is told of, now or later',
      description: 'They come on one page.',
      responses: { '200': answer('All silences that hold or will.', 'SilencePage'), ...problems('400') },
    },
    post: {
      tags: ['silences'],
      operationId: 'createSilence',
      summary: 'Tell nobody of something for a while',
      description:
        'At most 90 days. An incident that is still open at its end is told then. The author is told an hour before a ' +
        'silence of more than 4 hours ends.',
      requestBody: body(requestBody.silence),
      responses: { '201': answer('The silence.', 'Silence'), ...problems('400', '409', '413', '415') },
    },
  },
  '/silences/{id}': {
    delete: {
      tags: ['silences'],
      operationId: 'endSilence',
      summary: 'End a silence before its time',
      parameters: [rowId('Id of the silence.')],
      responses: { '200': answer('The silence, ended.', 'Silence'), ...problems('400', '404', '409') },
    },
  },
  '/on-call': {
    get: {
      tags: ['on-call'],
      operationId: 'getOnCall',
      summary: 'Who is on call, and who comes next',
      parameters: parameters(query.onCall),
      responses: { '200': answer('Who is on call in each rotation.', 'OnCall'), ...problems('400') },
    },
  },
  '/on-call/overrides': override(
    'createOverride',
    'Let somebody stand in for whoever is on call',
    requestBody.override,
  ),
  '/on-call/overrides/{id}': overrideEnd('endOverride', 'Nobody stands in any more'),
  '/on-call/away': override('createAbsence', 'Somebody is away: the next in the rotation is told', requestBody.away),
  '/on-call/away/{id}': overrideEnd('endAbsence', 'Somebody is back'),
};
