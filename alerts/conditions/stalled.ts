import { z } from 'zod';
import { findStalled } from '../../tracker/stalled-orders.ts';
import type { Condition } from '../condition.ts';
import { stayOf } from '../finding.ts';
import { foundWaiting } from '../found-waiting.ts';
import { lengthLevels } from '../lengths.ts';
import { type Age, ordersToLookAt } from '../look-window.ts';
import { type Patience, patienceOf, readPatience } from '../patience.ts';
import type { RuleContext } from '../rule-context.ts';
import { lengthInWords } from '../sentences.ts';
import { agesOfStalled, stalledAfter } from '../stalled-after.ts';
import { learnsUsualReports } from '../usual-reports.ts';
import { duration, name } from '../written-limits.ts';
import { nextOwner } from './dwell.ts';

export const stalled = z
  .strictObject({
    kind: z
      .literal('stalled')
      .meta({ description: 'Work on an order has begun and goes on no more.', examples: ['stalled'] }),
    status: name('The status in which the order is.', 'SUBMITTED'),
    type: name('Type of the events that tell of progress.', 'order.calculation_progress'),
    for: duration('How long nothing may have come after the last of them.', 'PT10M'),
  })
  .meta({ description: '`stalled`: events that told of progress come no more, and the order is still in its status.' });

export function compileStalled(declared: z.infer<typeof stalled>, on: RuleContext): Condition {
  const { status, type } = declared;
  const levels = lengthLevels(declared.for, on);
  const learned = learnsUsualReports(declared);
  return {
    kind: 'stalled',
    look: async look => {
      const { db, now } = look;
      const declaredMs = levels[0]!.over.ms;
      const patience = await readPatience(db, declaredMs);
      const candidates = await ordersToLookAt(db, look, agesAt(declaredMs, patience), { type });
      const by = { usual: now - declaredMs, bySource: new Map() };
      const stopped = await findStalled(db, candidates, { status, type, by }, on.scope);
      const isSometimesLate = stopped.some(({ source }) => patience.bySource.has(source));
      const usual = isSometimesLate ? await learned(db, now) : null;
      const found = stopped.flatMap(order => {
        const { orderId, lifecycle, since, lastAt, source } = order;
        const dueAt = lastAt + stalledAfter(order, { declaredMs, lateMs: patienceOf(patience, source), usual });
        if (dueAt > now) return [];
        const declaredAs = on.lifecycles.named(lifecycle);
        const length = lengthInWords(now - lastAt);
        const owner = declaredAs && nextOwner(declaredAs, status);
        const detail = { en: `No ${type} for ${length.en}.`, ru: `Нет ${type} уже ${length.ru}.` };
        const waiting = { since: lastAt, stay: stayOf(status, since), status, owner, detail };
        const found = foundWaiting(orderId, waiting, levels, now);
        return { ...found, limitAt: Math.max(found.limitAt!, dueAt) };
      });
      return { kind: 'seen', lookedAt: candidates.length, found };
    },
  };
}

/** What was held to be late until the last measurement counts at the last look. */
function agesAt(declaredMs: number, { bySource }: Patience): Age[] {
  const declared: Age = { ms: declaredMs, beforeMs: declaredMs };
  const learned = [...bySource.values()].flatMap(({ ms, beforeMs }) =>
    agesOfStalled({ declaredMs, lateMs: ms }).map(age => (age === ms ? { ms, beforeMs } : { ms: age, beforeMs: age })),
  );
  return [declared, ...learned.filter(({ ms }) => ms > declaredMs)];
}
