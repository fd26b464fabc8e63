import { answer, inputSchema, problems } from '../openapi-parts.ts';
import { requestBody } from '../requests.ts';

/** What the OpenAPI document says of tokens of customers. */
export const customerTokenPaths = {
  '/customer-tokens': {
    post: {
      tags: ['customers'],
      operationId: 'makeCustomerToken',
      summary: 'A token by which one customer sees their own orders',
      description:
        'For the backend of a shop, which knows who has signed in there. The token is made for a browser: it reads the ' +
        'orders of that customer, without contacts and without what is known inside the company, and nothing else. It ends ' +
        'with its time, or with the key that asked for it.',
      requestBody: {
        required: true,
        content: { 'application/json': { schema: inputSchema(requestBody.customerToken) } },
      },
      responses: { '201': answer('The token.', 'CustomerToken'), ...problems('400', '409', '413', '415') },
    },
  },
};
