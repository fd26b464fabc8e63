import { z } from 'zod';
import type { Condition } from '../condition.ts';
import { whyBlind } from '../fresh-sample.ts';
import type { RuleContext } from '../rule-context.ts';
import { readFirstRun } from '../run-rows.ts';
import { lengthInWords } from '../sentences.ts';
import { foundThing } from '../thing.ts';

export const broker = z
  .strictObject({
    kind: z.literal('broker').meta({
      description: 'RabbitMQ does not answer, or says that something is wrong with it.',
      examples: ['broker'],
    }),
  })
  .meta({
    description: '`broker`: RabbitMQ does not answer or raises an alarm, or nobody has looked at it for ten minutes.',
  });

/** For so long nobody may have looked. */
const UNWATCHED_MS = 10 * 60_000;
const NEVER = { en: ': is RABBITMQ_MANAGEMENT_URL set?', ru: ': задан ли RABBITMQ_MANAGEMENT_URL?' };

export function compileBroker(_: z.infer<typeof broker>, { severity, watched }: RuleContext): Condition {
  return {
    kind: 'broker',
    look: async ({ db, now }) => {
      const sample = await watched.readBroker(db);
      const found = (detail: { en: string; ru: string }, since: number) => ({
        kind: 'seen' as const,
        lookedAt: 1,
        found: [foundThing('broker:rabbitmq', { severity, since, detail })],
      });
      // Where nobody said where it is nobody ever looks, and no rule about queues would find anything, without a word.
      const unwatchedSince = sample?.sampledAt ?? (await readFirstRun(db)) ?? now;
      if (now - unwatchedSince > UNWATCHED_MS) {
        const length = lengthInWords(now - unwatchedSince);
        const hint = sample ? { en: '.', ru: '.' } : NEVER;
        return found(
          {
            en: `Nobody has looked at RabbitMQ for ${length.en}${hint.en}`,
            ru: `На RabbitMQ никто не смотрел ${length.ru}${hint.ru}`,
          },
          unwatchedSince,
        );
      }
      const why = whyBlind('RabbitMQ', sample, now);
      if (why !== null) return { kind: 'blind', why };
      const { reachable, since, alarms } = sample!;
      if (!reachable) {
        const length = lengthInWords(now - since);
        return found(
          { en: `RabbitMQ has not answered for ${length.en}.`, ru: `RabbitMQ не отвечает уже ${length.ru}.` },
          since,
        );
      }
      if (alarms.length === 0) return { kind: 'seen', lookedAt: 1, found: [] };
      const raised = alarms.join(', ');
      return found({ en: `RabbitMQ raises ${raised}.`, ru: `RabbitMQ сообщает: ${raised}.` }, since);
    },
  };
}
