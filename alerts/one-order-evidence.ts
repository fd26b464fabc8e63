import type { Db } from '../platform/postgres.ts';
import { expectedNext } from './evidence/expected-next.ts';
import { inIncidents } from './evidence/in-incidents.ts';
import { lastEvent } from './evidence/last-event.ts';
import { queueServed } from './evidence/queue-served.ts';
import { saysOtherwise } from './evidence/says-otherwise.ts';
import { sharedBy } from './evidence/shared-by.ts';
import { sourceSpeaks } from './evidence/source-speaks.ts';
import { usualStay } from './evidence/usual-stay.ts';
import type { EvidenceProvider } from './evidence-provider.ts';

/** What no finding is judged by, and a person who looks at one order wants to know beside the causes (providers.ts). */

/** Whether it is late or not. */
export function aboutAnyOrder(db: Db, jaegerUrl: string | null): EvidenceProvider[] {
  return [lastEvent(db, jaegerUrl), expectedNext, usualStay];
}

export function aroundLateOrder(db: Db): EvidenceProvider[] {
  return [saysOtherwise, inIncidents(db), sharedBy, queueServed, sourceSpeaks];
}
