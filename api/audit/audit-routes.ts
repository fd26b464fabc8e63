import { once } from 'node:events';
import { type Response, Router } from 'express';
import type { z } from 'zod';
import { type Clock, type Instant, toIso } from '../../platform/clock.ts';
import type { Db, Pool } from '../../platform/postgres.ts';
import { type AuditFilter, everyAudited } from '../../tracker/audit/list.ts';
import { verifyAudit } from '../../tracker/audit/verify.ts';
import type { contract } from '../contract.ts';
import { otherMethods } from '../error-handler.ts';
import { readQuery } from '../parameters.ts';
import { query } from '../requests.ts';
import { AUDIT_CSV_HEAD, auditCsv } from './audit-csv.ts';
import { auditPage } from './audit-page.ts';

/** `reads`: for lists, perhaps a replica that is behind. */
type AuditDeps = { pool: Pool; reads: Db; clock: Clock };

const VERIFIED_FOR_MS = 60_000;

export function auditRoutes({ pool, reads, clock }: AuditDeps): Router {
  const audit = Router();
  const verified = verifiedLately(pool, clock);

  audit
    .route('/')
    .get(async (req, res) => {
      const asked = readQuery(query.audit, req.query);
      res.vary('Accept');
      const format = asked.format ?? (req.accepts(['json', 'csv']) === 'csv' ? 'csv' : 'json');
      if (format === 'json') res.json(await auditPage(reads, asked));
      else await sendCsv(res, reads, asked);
    })
    .all(otherMethods('GET'));

  audit
    .route('/chain')
    .get(async (req, res) => {
      readQuery(query.none, req.query);
      res.json(await verified());
    })
    .all(otherMethods('GET'));

  return audit;
}

/** One walk for all who ask within a minute: it reads the whole log. */
function verifiedLately(pool: Pool, clock: Clock): () => Promise<z.infer<typeof contract.AuditChain>> {
  let last: { at: Instant; walk: Promise<z.infer<typeof contract.AuditChain>> } | null = null;
  return () => {
    const now = clock.now();
    if (last && now - last.at < VERIFIED_FOR_MS) return last.walk;
    const walk = verifyAudit(pool).then(({ rows, head, faults }) => ({
      verifiedAt: toIso(now),
      rows,
      head,
      intact: faults.length === 0,
      faults,
    }));
    last = { at: now, walk };
    walk.catch(() => {
      last = null;
    });
    return walk;
  };
}

async function sendCsv(res: Response, db: Db, filter: AuditFilter): Promise<void> {
  res.type('text/csv').set('Content-Disposition', 'attachment; filename="audit.csv"');
  res.write(AUDIT_CSV_HEAD);
  for await (const rows of everyAudited(db, filter)) {
    if (res.closed) return;
    if (!res.write(auditCsv(rows))) await Promise.race([once(res, 'drain'), once(res, 'close')]);
  }
  res.end();
}
