import { answer, inputSchema, notificationId, parameters, problems } from '../openapi-parts.ts';
import { query, requestBody } from '../requests.ts';

/** The part of the document that is about messages to people. */
export const notificationPaths = {
  '/notifications': {
    get: {
      tags: ['notifications'],
      operationId: 'listNotifications',
      summary: 'Messages to customers, partners and staff, newest first',
      parameters: parameters(query.notifications),
      responses: { '200': answer('One page of messages.', 'NotificationPage'), ...problems('400') },
    },
  },
  '/notifications/{id}': {
    get: {
      tags: ['notifications'],
      operationId: 'getNotification',
      summary: 'One message with what became of it; of its address and text what is about no person',
      parameters: [notificationId],
      responses: { '200': answer('The message.', 'NotificationInFull'), ...problems('400', '404') },
    },
  },
  '/notifications/{id}/resend': {
    post: {
      tags: ['notifications'],
      operationId: 'resendNotification',
      summary: 'Queue a message again',
      description:
        'Before it goes out everything is looked at again: whether the order is still where it was, what the recipient ' +
        'wants. What was sent already, or may have been, or is not true any more needs `again`.',
      parameters: [notificationId],
      requestBody: { required: true, content: { 'application/json': { schema: inputSchema(requestBody.resend) } } },
      responses: {
        '200': answer('The message, queued again.', 'NotificationInFull'),
        ...problems('400', '404', '409', '413', '415'),
      },
    },
  },
  '/notifications/{id}/dismiss': {
    post: {
      tags: ['notifications'],
      operationId: 'dismissNotification',
      summary: 'Take out a message that waits or was given up',
      description: 'Nobody sends it any more, and nobody has to look at it. It can be sent again later.',
      parameters: [notificationId],
      requestBody: { required: true, content: { 'application/json': { schema: inputSchema(requestBody.dismiss) } } },
      responses: {
        '200': answer('The message, dropped.', 'NotificationInFull'),
        ...problems('400', '404', '409', '413', '415'),
      },
    },
  },
  '/notifications/summary': {
    get: {
      tags: ['notifications'],
      operationId: 'summarizeNotifications',
      summary: 'How many messages of a time are in which state, by channel',
      parameters: parameters(query.notificationSummary),
      responses: { '200': answer('The counts.', 'NotificationSummary'), ...problems('400') },
    },
  },
  '/notifications/channels': {
    get: {
      tags: ['notifications'],
      operationId: 'listChannels',
      summary: 'How each channel fares: whether its provider takes messages, since when, and what waits',
      responses: { '200': answer('All channels.', 'ChannelHealth'), ...problems('400') },
    },
  },
  '/notifications/held': {
    get: {
      tags: ['notifications'],
      operationId: 'listHeldCustomers',
      summary: 'Incidents whose customers are told of no delay before somebody says whether they are',
      description: '`POST /incidents/{id}/customers` says so.',
      responses: { '200': answer('Those of now.', 'HeldCustomers'), ...problems('400') },
    },
  },
  '/notifications/{id}/resend/preview': {
    post: {
      tags: ['notifications'],
      operationId: 'previewResend',
      summary: 'What would happen if a message were sent again: on which channel, when, with which words, or why not',
      parameters: [notificationId],
      requestBody: {
        required: true,
        content: { 'application/json': { schema: inputSchema(requestBody.resendPreview) } },
      },
      responses: { '200': answer('What would happen.', 'ResendPreview'), ...problems('400', '404', '413', '415') },
    },
  },
  '/notifications/{id}/reveal': {
    post: {
      tags: ['notifications'],
      operationId: 'revealNotification',
      summary: 'One message with its address and its whole text',
      description: 'The audit log says who has looked, and why.',
      parameters: [notificationId],
      requestBody: {
        required: true,
        content: { 'application/json': { schema: inputSchema(requestBody.revealNotification) } },
      },
      responses: { '200': answer('The message.', 'NotificationInFull'), ...problems('400', '404', '413', '415') },
    },
  },
  '/notifications/{id}/restore': {
    post: {
      tags: ['notifications'],
      operationId: 'restoreNotification',
      summary: 'Put back a message that somebody took out',
      description: 'It is what it was before, and goes out if it still may.',
      parameters: [notificationId],
      requestBody: {
        required: true,
        content: { 'application/json': { schema: inputSchema(requestBody.restoreNotification) } },
      },
      responses: {
        '200': answer('The message, put back.', 'NotificationInFull'),
        ...problems('400', '404', '409', '413', '415'),
      },
    },
  },
};
