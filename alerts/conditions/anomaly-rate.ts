import { z } from 'zod';
import { countAnomalous } from '../../tracker/arrival-counts.ts';
import { mustBe } from '../../tracker/calendar-section.ts';
import { isDuration } from '../../tracker/iso-duration.ts';
import { ANOMALY_KINDS } from '../../tracker/state.ts';
import type { Condition } from '../condition.ts';
import { countDuplicates } from '../duplicate-rows.ts';
import { lengthOf, numberLevels } from '../lengths.ts';
import { worstPassed } from '../levels.ts';
import type { RuleContext } from '../rule-context.ts';
import { lengthInWords, shareInWords } from '../sentences.ts';
import { foundThing } from '../thing.ts';
import { HOUR_MS } from '../usual.ts';
import { number } from '../written-limits.ts';

export const anomalyRate = z
  .strictObject({
    kind: z
      .literal('anomalyRate')
      .meta({ description: 'Too many of the events that come are odd.', examples: ['anomalyRate'] }),
    anomaly: z
      .enum([...ANOMALY_KINDS, 'duplicate'])
      .meta({ description: 'In which way. `duplicate`: known already.', examples: ['duplicate'] }),
    over: z
      .number()
      .refine(share => share >= 0 && share < 1, mustBe('a share from 0 to below 1 such as 0.05'))
      .meta({ description: 'The share of all events that is still right.', examples: [0.05] }),
    within: z
      .string()
      .refine(
        text => isDuration(text) && lengthOf(text).ms <= 24 * HOUR_MS,
        mustBe('a duration of at most PT24H, such as PT1H'),
      )
      .exactOptional()
      .meta({ description: 'Of the events of how long.', format: 'duration', default: 'PT1H', examples: ['PT1H'] }),
    atLeast: number('Of fewer events nothing is concluded.', 20).exactOptional().meta({ default: 20 }),
  })
  .meta({ description: '`anomalyRate`: too many of the events that come are odd in some way.' });

export function compileAnomalyRate(declared: z.infer<typeof anomalyRate>, on: RuleContext): Condition {
  const { anomaly, over, within = 'PT1H', atLeast = 20 } = declared;
  const withinMs = lengthOf(within).ms;
  const levels = numberLevels(over, on);
  return {
    kind: 'anomalyRate',
    look: async ({ db, now }) => {
      const window = { after: now - withinMs, upTo: now };
      const counted = await countAnomalous(db, window, anomaly === 'duplicate' ? null : anomaly);
      // What was known already was not recorded again.
      const duplicates = anomaly === 'duplicate' ? await countDuplicates(db, window) : 0;
      const all = counted.events + duplicates;
      const odd = anomaly === 'duplicate' ? duplicates : counted.anomalous;
      const level = all < atLeast ? null : worstPassed(levels, level => odd / all > level.over);
      if (!level) return { kind: 'seen', lookedAt: all, found: [] };
      const length = lengthInWords(withinMs);
      const found = foundThing(`anomaly:${anomaly}`, {
        severity: level.severity,
        detail: {
          en: `${odd} of ${all} events within ${length.en} (${shareInWords(odd / all)}); right is ${shareInWords(level.over)}.`,
          ru: `${odd} из ${all} событий за ${length.ru} (${shareInWords(odd / all)}); допустимо ${shareInWords(level.over)}.`,
        },
      });
      return { kind: 'seen', lookedAt: all, found: [found] };
    },
  };
}
