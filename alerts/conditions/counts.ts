import { z } from 'zod';
import { calendar } from '../../tracker/calendar.ts';
import { countInStatus, hasOpenOrders } from '../../tracker/status-count.ts';
import type { Condition } from '../condition.ts';
import { numberLevels } from '../lengths.ts';
import { worstPassed } from '../levels.ts';
import type { RuleContext } from '../rule-context.ts';
import { foundThing } from '../thing.ts';
import { name, number } from '../written-limits.ts';

export const count = z
  .strictObject({
    kind: z.literal('count').meta({ description: 'Too many orders are in a status.', examples: ['count'] }),
    status: name('The status.', 'MANUFACTURING_APPROVED'),
    over: number('So many orders are still right.', 200),
  })
  .meta({ description: '`count`: too many orders are in a status at the same time.' });

export const noOrders = z
  .strictObject({
    kind: z.literal('noOrders').meta({ description: 'There is not one order under way.', examples: ['noOrders'] }),
    calendar: name('Only while this calendar is open.', 'workshop').exactOptional(),
  })
  .meta({
    description: '`noOrders`: there is not one order under way, so whoever looks for stuck ones looks at nothing.',
  });

export function compileCount({ status, over }: z.infer<typeof count>, on: RuleContext): Condition {
  const levels = numberLevels(over, on);
  const enough = levels.at(-1)!.over + 1;
  return {
    kind: 'count',
    look: async ({ db }) => {
      const orders = await countInStatus(db, status, enough, on.scope);
      const level = worstPassed(levels, level => orders > level.over);
      if (!level) return { kind: 'seen', lookedAt: orders, found: [] };
      const detail = {
        en: `More than ${level.over} orders are in ${status}.`,
        ru: `В статусе ${status} больше ${level.over} заказов.`,
      };
      const found = foundThing(`status:${status}`, { severity: level.severity, detail });
      return { kind: 'seen', lookedAt: orders, found: [found] };
    },
  };
}

const A_MOMENT_MS = 1_000;

export function compileNoOrders(declared: z.infer<typeof noOrders>, on: RuleContext): Condition {
  const hours = declared.calendar === undefined ? null : calendar(on.calendars[declared.calendar]!);
  return {
    kind: 'noOrders',
    look: async ({ db, now }) => {
      const isOpen = hours === null || hours.openBetween(now - A_MOMENT_MS, now) > 0;
      if (!isOpen || (await hasOpenOrders(db))) return { kind: 'seen', lookedAt: 1, found: [] };
      const detail = { en: 'There is not one order under way.', ru: 'В работе нет ни одного заказа.' };
      return { kind: 'seen', lookedAt: 1, found: [foundThing('orders', { severity: on.severity, detail })] };
    },
  };
}
