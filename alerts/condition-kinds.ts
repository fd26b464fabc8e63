import { z } from 'zod';
import type { Condition } from './condition.ts';
import { anomalyRate, compileAnomalyRate } from './conditions/anomaly-rate.ts';
import { compileDivergence, divergence } from './conditions/divergence.ts';
import { compileDwell, compileMissing, dwell, missing } from './conditions/dwell.ts';
import { compileOverdue, overdue } from './conditions/overdue.ts';
import { compilePartnerRate, partnerRate } from './conditions/partner-rate.ts';
import { compileProvisional, provisional } from './conditions/provisional.ts';
import { compileSequenceGap, sequenceGap } from './conditions/sequence-gap.ts';
import { compileSilence, silence } from './conditions/silence.ts';
import { compileStalled, stalled } from './conditions/stalled.ts';
import type { RuleContext } from './rule-context.ts';

/** Every kind of condition: its form here, what it does in conditions/. */
export const condition = z
  .discriminatedUnion('kind', [
    dwell,
    missing,
    overdue,
    provisional,
    divergence,
    stalled,
    sequenceGap,
    silence,
    partnerRate,
    anomalyRate,
  ])
  .meta({
    description: 'What is looked for.',
    examples: [{ kind: 'dwell', status: 'SUBMITTED', over: 'breach' }],
  });

export type ConditionDeclaration = z.output<typeof condition>;

export function compileCondition(declared: ConditionDeclaration, on: RuleContext): Condition {
  switch (declared.kind) {
    case 'dwell':
      return compileDwell(declared, on);
    case 'missing':
      return compileMissing(declared, on);
    case 'overdue':
      return compileOverdue(declared, on);
    case 'provisional':
      return compileProvisional(declared, on);
    case 'divergence':
      return compileDivergence(declared, on);
    case 'stalled':
      return compileStalled(declared, on);
    case 'sequenceGap':
      return compileSequenceGap(declared, on);
    case 'silence':
      return compileSilence(declared, on);
    case 'partnerRate':
      return compilePartnerRate(declared, on);
    case 'anomalyRate':
      return compileAnomalyRate(declared, on);
    default:
      return declared satisfies never;
  }
}
