import type { Db } from '../platform/postgres.ts';
import { brokerGone } from './evidence/broker-gone.ts';
import { clockOff } from './evidence/clock-off.ts';
import { consumersGone } from './evidence/consumers-gone.ts';
import { deadLetters } from './evidence/dead-letters.ts';
import { deploys } from './evidence/deploys.ts';
import { endpointDown } from './evidence/endpoint-down.ts';
import { failedTests } from './evidence/failed-tests.ts';
import { flowStopped } from './evidence/flow-stopped.ts';
import { messageLost } from './evidence/message-lost.ts';
import { overtaken } from './evidence/overtaken.ts';
import { ownLag } from './evidence/own-lag.ts';
import { ownProgress } from './evidence/own-progress.ts';
import { partnerFlood } from './evidence/partner-flood.ts';
import { quarantined } from './evidence/quarantined.ts';
import { sequenceGap } from './evidence/sequence-gap.ts';
import { sourceSilent } from './evidence/source-silent.ts';
import { startedTogether } from './evidence/started-together.ts';
import type { EvidenceProvider } from './evidence-provider.ts';
import type { EvidenceReaders } from './evidence-readers.ts';

/** Everything by which it is found out why an order is stuck: a file each, and a line here. */
export function evidenceProviders(db: Db, readers: EvidenceReaders): readonly EvidenceProvider[] {
  return [...sharedCauses(db, readers), ownProgress(db), sequenceGap(db), messageLost(db)];
}

/** What many orders may be stuck behind; the others are about each order by itself. */
export function sharedCauses(db: Db, readers: EvidenceReaders): readonly EvidenceProvider[] {
  return [
    ownLag,
    brokerGone,
    consumersGone,
    deadLetters(db, readers),
    quarantined(db, readers),
    endpointDown,
    sourceSilent,
    deploys,
    failedTests,
    partnerFlood,
    clockOff,
    flowStopped,
    overtaken,
    startedTogether,
  ];
}
