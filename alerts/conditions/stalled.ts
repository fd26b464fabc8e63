import { z } from 'zod';
import { findStalled, type StalledOrder } from '../../tracker/stalled-orders.ts';
import type { Condition } from '../condition.ts';
import { stayOf } from '../finding.ts';
import { foundWaiting } from '../found-waiting.ts';
import { lengthLevels } from '../lengths.ts';
import { ordersToLookAt } from '../look-window.ts';
import { agesOf, patienceOf, readPatience, waitedFor } from '../patience.ts';
import type { RuleContext } from '../rule-context.ts';
import { lengthInWords } from '../sentences.ts';
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
      const patience = await readPatience(db, levels[0]!.over.ms);
      const candidates = await ordersToLookAt(db, look, agesOf(patience), { type });
      const by = { usual: now - levels[0]!.over.ms, bySource: new Map() };
      const stopped = await findStalled(db, candidates, { status, type, by }, on.scope);
      const usual = stopped.some(({ source }) => patience.bySource.has(source)) ? await learned(db, now) : null;
      const mayBeLate = ({ reports }: StalledOrder) => usual === null || reports >= usual;
      const orders = stopped.filter(
        order => !mayBeLate(order) || order.lastAt <= now - patienceOf(patience, order.source),
      );
      const found = orders.map(order => {
        const { orderId, lifecycle, since, lastAt, source } = order;
        const declaredAs = on.lifecycles.named(lifecycle);
        const length = lengthInWords(now - lastAt);
        const owner = declaredAs && nextOwner(declaredAs, status);
        const detail = { en: `No ${type} for ${length.en}.`, ru: `Нет ${type} уже ${length.ru}.` };
        const waiting = { since: lastAt, stay: stayOf(status, since), status, owner, detail };
        const found = foundWaiting(orderId, waiting, levels, now);
        return mayBeLate(order) ? waitedFor(patience, source, found) : found;
      });
      return { kind: 'seen', lookedAt: candidates.length, found };
    },
  };
}
