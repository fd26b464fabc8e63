import { answer, inputSchema, problems } from '../openapi-parts.ts';
import { ruleCheckBody } from './rule-check-requests.ts';

const ruleName = {
  name: 'name',
  in: 'path',
  required: true,
  description: 'Name of the rule.',
  schema: { type: 'string' },
};

export const ruleCheckPaths = {
  '/rules/{name}/text': {
    get: {
      tags: ['rules'],
      operationId: 'getRuleText',
      summary: 'A rule as it is written in the configuration, with its comments',
      parameters: [ruleName],
      responses: { '200': answer('The rule.', 'RuleText'), ...problems('400', '404') },
    },
  },
  '/rules/check': {
    post: {
      tags: ['rules'],
      operationId: 'checkRules',
      summary: 'Whether rules are right, when they would run, who would be told, and what they would find now',
      description:
        'They are checked as a part of the configuration that counts, which stays as it is. They look at the database for a few ' +
        'seconds at most, reading only; one check runs at a time.',
      requestBody: {
        required: true,
        content: { 'application/json': { schema: inputSchema(ruleCheckBody.ruleCheck) } },
      },
      responses: { '200': answer('What was found out.', 'RuleCheck'), ...problems('400', '409', '413', '415') },
    },
  },
};
