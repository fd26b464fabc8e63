import { answer, parameters, problems } from '../openapi-parts.ts';
import { auditQuery } from './audit-requests.ts';

export const auditPaths = {
  '/audit': {
    get: {
      tags: ['audit'],
      operationId: 'listAudit',
      summary: 'Who did what to what, when, from where and why, newest first',
      parameters: parameters(auditQuery.audit),
      responses: {
        '200': answer('One page of the log; or all of it that passes, as text/csv.', 'AuditPage'),
        ...problems('400'),
      },
    },
  },
  '/audit/chain': {
    get: {
      tags: ['audit'],
      operationId: 'verifyAudit',
      summary: 'Whether the log is as it was written',
      description:
        'The whole chain is walked, at most once a minute. What is found wrong is told with its place. `orderwatch audit ' +
        'verify` does the same, and compares with ends that were noted before.',
      responses: { '200': answer('What was found.', 'AuditChain'), ...problems('400') },
    },
  },
};
