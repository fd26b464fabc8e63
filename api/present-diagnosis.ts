import type { z } from 'zod';
import type { Diagnosis } from '../alerts/diagnosis.ts';
import { usualInWords } from '../alerts/usual-words.ts';
import { toIso } from '../platform/clock.ts';
import type { contract } from './contract.ts';
import { presentExpected, time } from './present.ts';

export type DiagnosisContract = z.infer<typeof contract.Diagnosis>;

export function presentDiagnosis(diagnosis: Diagnosis): DiagnosisContract {
  const { order, asOf, verdict, cause, suspect, usual, evidence } = diagnosis;
  const { orderId, status, statusSince, expected } = order;
  return {
    orderId,
    status,
    since: time(statusSince),
    asOf: toIso(asOf),
    verdict,
    cause: cause && { key: cause.key, text: cause.text, shared: cause.isShared },
    suspect,
    usual: usual && {
      p50: isoDuration(usual.p50Ms),
      p90: isoDuration(usual.p90Ms),
      samples: usual.samples,
      basis: usual.basis,
      inWords: usualInWords(usual, asOf - (order.statusSince ?? asOf)),
    },
    expected: presentExpected(expected),
    evidence: evidence.map(({ kind, weight, at, text, link, cause: speaksFor }) => ({
      kind,
      weight,
      at: at === null ? null : toIso(at),
      text,
      link,
      cause: speaksFor?.key ?? null,
    })),
    noEvidence: cause === null,
  };
}

/** Exact, in seconds: what was measured is no number of days. */
function isoDuration(ms: number): string {
  return `PT${Math.round(ms / 1_000)}S`;
}
