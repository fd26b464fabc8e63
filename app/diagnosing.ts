import { createDiagnose, type Diagnose } from '../alerts/diagnosis.ts';
import { createFacts, type FactsAt } from '../alerts/evidence/facts.ts';
import { KEPT_EVIDENCE } from '../alerts/kept-evidence.ts';
import { evidenceProviders } from '../alerts/providers.ts';
import { WATCHED } from '../alerts/watched.ts';
import type { Pool } from '../platform/postgres.ts';
import { readUsualStays } from '../tracker/usual.ts';
import type { Configuration } from './configuration/sections.ts';

/** What everybody who runs on this database has seen; a process keeps it once. */
export function openFacts(on: {
  pool: Pool;
  /** As it is now. */
  configuration: () => Pick<Configuration, 'lifecycles' | 'alerts'>;
}): FactsAt {
  return createFacts({
    pool: on.pool,
    lifecycles: () => on.configuration().lifecycles,
    settings: () => on.configuration().alerts,
    watched: WATCHED,
    readers: KEPT_EVIDENCE,
    readUsualStays,
  });
}

/** Says why an order is where it is. */
export function openDiagnosis(on: {
  pool: Pool;
  facts: FactsAt;
  jaegerUrl: string | null;
  managementUrl?: () => string | null;
}): Diagnose {
  const { pool, facts, jaegerUrl, managementUrl } = on;
  const providers = evidenceProviders(pool, KEPT_EVIDENCE);
  return createDiagnose({ db: pool, facts, providers, jaegerUrl, ...(managementUrl && { managementUrl }) });
}
