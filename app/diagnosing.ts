import { createDiagnose, type Diagnose } from '../alerts/diagnosis.ts';
import { createFacts } from '../alerts/evidence/facts.ts';
import { KEPT_EVIDENCE } from '../alerts/kept-evidence.ts';
import { evidenceProviders } from '../alerts/providers.ts';
import { WATCHED } from '../alerts/watched.ts';
import type { Pool } from '../platform/postgres.ts';
import { readUsualStays } from '../tracker/usual.ts';
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
    readers: KEPT_EVIDENCE,
    readUsualStays,
  });
  return createDiagnose({ db: pool, facts, providers: evidenceProviders(pool, KEPT_EVIDENCE), jaegerUrl });
}
