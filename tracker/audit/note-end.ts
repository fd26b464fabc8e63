import type { Log } from '../../platform/log.ts';
import type { Pool } from '../../platform/postgres.ts';
import { readAuditHead } from './audit-rows.ts';

/**
 * Logs where the chain ends whenever it has grown, so that its end stands where whoever can write to the database can't:
 * `orderwatch audit verify --noted` compares with it.
 */
export function noteEnd(pool: Pool, log: Log): () => Promise<void> {
  let last = 0;
  return async () => {
    const head = await readAuditHead(pool);
    if (head.sequence === last) return;
    log.info({ audit: `${head.sequence}:${head.hash}` }, 'the audit log ends here');
    last = head.sequence;
  };
}
