import type { Pool } from '../platform/postgres.ts';
import { referenceLifecycles } from '../test/support/reference.ts';
import { NO_USUAL_STAYS, type UsualStays } from '../tracker/usual.ts';
import { createFacts } from './evidence/facts.ts';
import { readersThatRead } from './evidence/facts-under-test.ts';
import type { EvidenceReaders } from './evidence-readers.ts';
import { createJudge } from './judge.ts';
import { evidenceProviders } from './providers.ts';
import { alertSettings } from './settings-under-test.ts';
import { WATCHED } from './watched.ts';

/** The judge on the test's database, and the statements that it has sent. */
export function aJudge(
  pool: Pool,
  { readers = {}, usual = NO_USUAL_STAYS }: { readers?: Partial<EvidenceReaders>; usual?: UsualStays } = {},
) {
  const statements: { text: string; values: unknown[] }[] = [];
  const query = (text: string, values: unknown[] = []) => {
    statements.push({ text, values });
    return pool.query(text, values);
  };
  const counted = { query } as unknown as Pool;
  const all = { ...readersThatRead(), ...readers };
  const facts = createFacts({
    pool: counted,
    lifecycles: () => referenceLifecycles,
    settings: alertSettings,
    watched: WATCHED,
    readers: all,
    readUsualStays: async () => usual,
  });
  return { statements, facts, ...createJudge({ pool: counted, facts, providers: evidenceProviders(counted, all) }) };
}
