import { answer, inputSchema, parameters, problems } from '../openapi-parts.ts';
import { query, requestBody } from '../requests.ts';

const templateName = {
  name: 'name',
  in: 'path',
  required: true,
  description: 'Name of the template.',
  schema: { type: 'string' },
};

/** The part of the document that is about the templates of messages. */
export const templatePaths = {
  '/templates': {
    get: {
      tags: ['notifications'],
      operationId: 'listTemplates',
      summary: 'The templates of messages, with their locales and channels',
      responses: { '200': answer('All templates.', 'TemplateList'), ...problems('400') },
    },
  },
  '/templates/preview': {
    post: {
      tags: ['notifications'],
      operationId: 'previewTemplate',
      summary: 'Messages made of a template, with a sample or an order; nothing is sent',
      description: 'The name of the customer of an order is cut short.',
      requestBody: {
        required: true,
        content: { 'application/json': { schema: inputSchema(requestBody.templatePreview) } },
      },
      responses: { '200': answer('What it makes.', 'TemplatePreview'), ...problems('400', '404', '413', '415') },
    },
  },
  '/templates/{name}/frame': {
    get: {
      tags: ['notifications'],
      operationId: 'frameTemplate',
      summary: 'The HTML of an e-mail made of a template, to be framed by a page of ours; nothing runs in it',
      parameters: [templateName, ...parameters(query.templateFrame)],
      responses: {
        '200': { description: 'The e-mail.', content: { 'text/html': { schema: { type: 'string' } } } },
        ...problems('400', '404'),
      },
    },
  },
};
