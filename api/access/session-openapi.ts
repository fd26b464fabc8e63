import { answer, inputSchema, parameters, problems } from '../openapi-parts.ts';
import { query, requestBody } from '../requests.ts';

/** What the OpenAPI document says of those who sign in. */

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

const signIn = (
  operationId: string,
  summary: string,
  schema: Parameters<typeof body>[0],
  ...more: ('409' | '410')[]
) => ({
  post: {
    tags: ['session'],
    operationId,
    summary,
    description: 'For pages of the same origin only. The session is in a cookie that no script can read.',
    security: [],
    requestBody: body(schema),
    responses: {
      '200': answer('Who has signed in.', 'SessionState'),
      ...problems('400', '403', ...more, '413', '415', '429'),
    },
  },
});

const signedIn = [{ session: [] }];

export const sessionPaths = {
  '/session': {
    get: {
      tags: ['session'],
      operationId: 'getSession',
      summary: 'Who has signed in, and how one signs in here',
      security: [],
      responses: { '200': answer('Who has signed in, if anybody.', 'SessionState'), ...problems('400') },
    },
    post: signIn('signIn', 'Sign in with a name and a password', requestBody.signIn).post,
    delete: {
      tags: ['session'],
      operationId: 'signOut',
      summary: 'Sign out',
      security: [],
      responses: { '204': { description: 'Nobody has signed in.' }, ...problems('400', '403') },
    },
  },
  '/session/first-admin': signIn(
    'becomeFirstAdmin',
    'Become the first admin, by the link that is shown at the start',
    requestBody.firstAdmin,
    '409',
    '410',
  ),
  '/session/password': signIn('setPassword', 'Set a password, by a link that opens once', requestBody.password, '410'),
  '/session/profile': {
    patch: {
      tags: ['session'],
      operationId: 'changeProfile',
      summary: 'Change what is shown of oneself, the language, or the password',
      security: signedIn,
      requestBody: body(requestBody.profile),
      responses: { '200': answer('Who has signed in.', 'SessionState'), ...problems('400', '413', '415', '429') },
    },
  },
  '/session/sessions': {
    get: {
      tags: ['session'],
      operationId: 'listOwnSessions',
      summary: 'Where one has signed in, the last used first',
      description: 'They come on one page.',
      security: signedIn,
      responses: { '200': answer('All that hold.', 'UserSessionPage'), ...problems('400') },
    },
  },
  '/session/sessions/{id}': {
    delete: {
      tags: ['session'],
      operationId: 'endOwnSession',
      summary: 'Sign out somewhere else',
      security: signedIn,
      parameters: [id('Id of the session.')],
      responses: { '204': { description: 'It has ended.' }, ...problems('400', '404') },
    },
  },
  '/users': {
    get: {
      tags: ['users'],
      operationId: 'listUsers',
      summary: 'Those who sign in, by name',
      parameters: parameters(query.users),
      responses: { '200': answer('One page of users.', 'UserPage'), ...problems('400') },
    },
    post: {
      tags: ['users'],
      operationId: 'createUser',
      summary: 'Let somebody sign in',
      description: 'With a link that opens once, by which they set their password.',
      requestBody: body(requestBody.user),
      responses: { '201': answer('The user.', 'CreatedUser'), ...problems('400', '409', '413', '415') },
    },
  },
  '/users/{id}': {
    get: {
      tags: ['users'],
      operationId: 'getUser',
      summary: 'Somebody who signs in',
      parameters: [id('Id of the user.')],
      responses: { '200': answer('The user.', 'User'), ...problems('400', '404') },
    },
    patch: {
      tags: ['users'],
      operationId: 'changeUser',
      summary: 'Change what somebody is called, where they are reached, what they may, or whether at all',
      description: 'Whoever gets another role or is disabled is signed out everywhere.',
      parameters: [id('Id of the user.')],
      requestBody: body(requestBody.userChange),
      responses: {
        '200': answer('The user as they are now.', 'User'),
        ...problems('400', '404', '409', '412', '413', '415'),
      },
    },
  },
  '/users/{id}/password-link': {
    post: {
      tags: ['users'],
      operationId: 'createPasswordLink',
      summary: 'A link by which somebody sets a new password',
      description: 'It opens once within three days; one made before does not open any more.',
      parameters: [id('Id of the user.')],
      responses: { '201': answer('The link.', 'PasswordLink'), ...problems('400', '404', '409') },
    },
  },
};
