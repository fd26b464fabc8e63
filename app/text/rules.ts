import type { z } from 'zod';
import type { contract } from '../../api/contract.ts';
import type { Instant } from '../../platform/clock.ts';
import { printable } from './printable.ts';
import { table } from './table.ts';
import { distance, moment } from './time.ts';

type Contract = { [Name in keyof typeof contract]: z.infer<(typeof contract)[Name]> };

export function describeRules({ items }: Contract['RulePage'], now: Instant): string {
  if (items.length === 0) return 'The configuration declares no rule.';
  const rows = items.map(rule => [
    rule.name,
    rule.severity,
    rule.shadow ? 'on trial' : (rule.route ?? 'nobody'),
    rule.condition,
    rule.lastRun === null ? 'never' : `${distance(Date.parse(rule.lastRun.startedAt), now)}${outcome(rule.lastRun)}`,
    realInWords(rule.precision),
    rule.nextRun ?? 'never',
  ]);
  const failing = Map.groupBy(
    items.filter(rule => rule.failing),
    ({ lastRun }) => lastRun!.why ?? '',
  );
  const reasons = [...failing].map(
    ([why, rules]) => `  ${rules.map(({ name }) => name).join(', ')}\n    ${printable(why)}`,
  );
  return [
    table([['RULE', 'SEVERITY', 'TOLD BY', 'LOOKS FOR', 'LAST RUN', 'REAL', 'NEXT RUN'], ...rows]),
    ...(reasons.length === 0 ? [] : [`These could not look\n${reasons.join('\n')}`]),
  ].join('\n\n');
}

export function describeRuns({ items, nextCursor }: Contract['RunPage']): string {
  if (items.length === 0) return 'It has not run yet.';
  const rows = items.map(run => [
    moment(Date.parse(run.dueAt)),
    run.endedAt === null ? '' : `${Date.parse(run.endedAt) - Date.parse(run.startedAt)} ms`,
    run.missed === 0 ? '' : String(run.missed),
    run.outcome,
    ...[run.lookedAt, run.found, run.opened, run.resolved].map(count => (count === null ? '-' : String(count))),
    run.why ?? '',
  ]);
  const head = ['DUE (UTC)', 'TOOK', 'MISSED', 'OUTCOME', 'LOOKED AT', 'FOUND', 'NEW', 'OVER', 'WHY'];
  const list = table([head, ...rows]);
  return nextCursor === null ? list : `${list}\n\nThere are more: add --cursor ${nextCursor}`;
}

/** Of those of which somebody has said whether they were. */
function realInWords({ real, notReal, ourData }: Contract['Rule']['precision']): string {
  const said = real + notReal + ourData;
  return said === 0 ? '-' : `${real} of ${said}`;
}

function outcome({ outcome, found }: Contract['Run']): string {
  return outcome === 'looked' ? `, found ${found ?? 0}` : `, ${outcome}`;
}
