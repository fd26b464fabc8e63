import { readDeadLetterQueues } from '../collector/dead-letters/dead-letter-queues.ts';
import { readDeadLetters } from '../collector/dead-letters/dead-letter-rows.ts';
import { readDeploys, readTestRuns } from '../collector/deploys.ts';
import { groupQuarantine, readQuarantined } from '../collector/quarantine-groups.ts';
import { readClockOffsets } from '../tracker/clock-offsets.ts';
import type { EvidenceReaders } from './evidence-readers.ts';

/** What the rooms keep that may explain why an order is stuck. */
export const KEPT_EVIDENCE: EvidenceReaders = {
  readDeadLetters,
  readDeadLetterQueues,
  readQuarantined,
  groupQuarantine,
  readDeploys,
  readTestRuns,
  readClockOffsets,
};
