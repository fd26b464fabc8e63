import { z } from 'zod';
import type { Condition } from './condition.ts';
import { anomalyRate, compileAnomalyRate } from './conditions/anomaly-rate.ts';
import { broker, compileBroker } from './conditions/broker.ts';
import { clock, compileClock } from './conditions/clock.ts';
import { compileCount, compileNoOrders, count, noOrders } from './conditions/counts.ts';
import { compileDatabase, database } from './conditions/database.ts';
import { compileDivergence, divergence } from './conditions/divergence.ts';
import { compileDwell, compileMissing, dwell, missing } from './conditions/dwell.ts';
import { compileEndpoint, endpoint } from './conditions/endpoint.ts';
import { compileOverdue, overdue } from './conditions/overdue.ts';
import { compilePartnerRate, partnerRate } from './conditions/partner-rate.ts';
import { compileProvisional, provisional } from './conditions/provisional.ts';
import { compileQuarantine, quarantine } from './conditions/quarantine.ts';
import {
  compileConsumersGone,
  compileDeadLetters,
  compileMessageAge,
  compileQueueDepth,
  consumersGone,
  deadLetters,
  messageAge,
  queueDepth,
} from './conditions/queues.ts';
import { compileSequenceGap, sequenceGap } from './conditions/sequence-gap.ts';
import { compileSilence, silence } from './conditions/silence.ts';
import { compileSql, sql } from './conditions/sql.ts';
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
    clock,
    queueDepth,
    consumersGone,
    deadLetters,
    messageAge,
    broker,
    database,
    endpoint,
    quarantine,
    count,
    noOrders,
    sql,
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
    case 'clock':
      return compileClock(declared, on);
    case 'queueDepth':
      return compileQueueDepth(declared, on);
    case 'consumersGone':
      return compileConsumersGone(declared, on);
    case 'deadLetters':
      return compileDeadLetters(declared, on);
    case 'messageAge':
      return compileMessageAge(declared, on);
    case 'broker':
      return compileBroker(declared, on);
    case 'database':
      return compileDatabase(declared, on);
    case 'endpoint':
      return compileEndpoint(declared, on);
    case 'quarantine':
      return compileQuarantine(declared, on);
    case 'count':
      return compileCount(declared, on);
    case 'noOrders':
      return compileNoOrders(declared, on);
    case 'sql':
      return compileSql(declared, on);
    default:
      return declared satisfies never;
  }
}
