import type { Db } from '../platform/postgres.ts';
import { expectedNext } from './evidence/expected-next.ts';
import { inIncidents } from './evidence/in-incidents.ts';
import { lastEvent } from './evidence/last-event.ts';
import { messageLost } from './evidence/message-lost.ts';
import { ownProgress } from './evidence/own-progress.ts';
import { queueServed } from './evidence/queue-served.ts';
import { sequenceGap } from './evidence/sequence-gap.ts';
import { sharedBy } from './evidence/shared-by.ts';
import { sourceSpeaks } from './evidence/source-speaks.ts';
import { trace } from './evidence/trace.ts';
import { usualStay } from './evidence/usual-stay.ts';
import type { EvidenceProvider } from './evidence-provider.ts';

/** Causes that are the matter of one order. */
export function causesOfOneOrder(db: Db): EvidenceProvider[] {
  return [ownProgress(db), sequenceGap(db), messageLost(db)];
}

/** What is known of any order, whether it is late or not. */
export function aboutAnyOrder(db: Db, jaegerUrl: string | null): EvidenceProvider[] {
  return [lastEvent(db), expectedNext, usualStay, ...(jaegerUrl === null ? [] : [trace(db, jaegerUrl)])];
}

/** What helps to understand why one is late. */
export function aroundLateOrder(db: Db): EvidenceProvider[] {
  return [inIncidents(db), sharedBy, queueServed, sourceSpeaks];
}
