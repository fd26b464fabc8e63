import { z } from 'zod';
import { findProvisional } from '../../tracker/provisional-orders.ts';
import type { Condition } from '../condition.ts';
import { foundWaiting } from '../found-waiting.ts';
import { lengthLevels } from '../lengths.ts';
import type { RuleContext } from '../rule-context.ts';
import { lengthInWords } from '../sentences.ts';
import { duration } from '../written-limits.ts';

export const provisional = z
  .strictObject({
    kind: z
      .literal('provisional')
      .meta({ description: 'An order is known by nothing better than the id of a system.', examples: ['provisional'] }),
    for: duration('How long that may be so.', 'PT15M'),
    without: z
      .array(z.string())
      .min(1)
      .exactOptional()
      .meta({ description: 'Only orders that have no id of any of these systems.', examples: [['crm']] }),
    except: z
      .array(z.string())
      .min(1)
      .exactOptional()
      .meta({
        description: 'Statuses in which nobody expects an order id yet, such as that of a cart.',
        examples: [['INITIATED']],
      }),
    past: z
      .literal('target')
      .exactOptional()
      .meta({
        description:
          'Only orders that are past the target of their status as well: what is on its usual way gets its id in time.',
        examples: ['target'],
      }),
  })
  .meta({ description: '`provisional`: an order has had no order id for too long.' });

export function compileProvisional(declared: z.infer<typeof provisional>, on: RuleContext): Condition {
  const levels = lengthLevels(declared.for, on);
  const [first] = levels;
  return {
    kind: 'provisional',
    look: async ({ db, now }) => {
      const by = now - first!.over.ms;
      const orders = await findProvisional(
        db,
        {
          by,
          without: declared.without ?? [],
          except: declared.except ?? [],
          pastTargetAt: declared.past ? now : null,
        },
        on.scope,
      );
      const found = orders.map(({ orderId, since, sources }) => {
        const length = lengthInWords(now - since);
        const detail = {
          en: `Known only to ${sources.join(', ')}, for ${length.en}.`,
          ru: `Знает только ${sources.join(', ')}, уже ${length.ru}.`,
        };
        return foundWaiting(orderId, { since, owner: null, detail }, levels, now);
      });
      return { kind: 'seen', lookedAt: orders.length, found };
    },
  };
}
