import { createDiagnose, type Diagnose } from '../alerts/diagnosis.ts';
import { createFacts } from '../alerts/evidence/facts.ts';
import type { EvidenceReaders } from '../alerts/evidence-readers.ts';
import { evidenceProviders } from '../alerts/providers.ts';
import { WATCHED } from '../alerts/watched.ts';
import type { Pool } from '../platform/postgres.ts';
import { NO_USUAL_STAYS } from '../tracker/usual.ts';
import type { Configuration } from './configuration/sections.ts';

/** Says why an order is where it is, by what everybody who runs on this database has seen. */
export function openDiagnosis({
  pool,
  configuration,
  jaegerUrl,
}: {
  pool: Pool;
  /** As it is now. */
  configuration: () => Pick<Configuration, 'lifecycles' | 'alerts'>;
  jaegerUrl: string | null;
}): Diagnose {
  const facts = createFacts({
    pool,
    lifecycles: () => configuration().lifecycles,
    settings: () => configuration().alerts,
    watched: WATCHED,
    readers: NOTHING_KEPT,
    readUsualStays: async () => NO_USUAL_STAYS,
  });
  return createDiagnose({ db: pool, facts, providers: evidenceProviders(pool, NOTHING_KEPT), jaegerUrl });
}

/** Nobody keeps these yet. */
const NOTHING_KEPT: EvidenceReaders = {
  readDeadLetters: async () => [],
  readDeadLetterQueues: async () => [],
  readQuarantined: async () => [],
  groupQuarantine: async () => [],
  readDeploys: async () => [],
  readClockOffsets: async () => [],
};
