import { z } from 'zod';
import { type ClockOffset, readClockOffsets } from '../../tracker/clock-offsets.ts';
import type { Condition } from '../condition.ts';
import type { Found, OpenFinding } from '../finding.ts';
import { lengthLevels } from '../lengths.ts';
import { worstPassed } from '../levels.ts';
import type { RuleContext } from '../rule-context.ts';
import { lengthInWords } from '../sentences.ts';
import { foundThing } from '../thing.ts';
import { duration, name } from '../written-limits.ts';

export const clock = z
  .strictObject({
    kind: z.literal('clock').meta({ description: 'The clock of a source is wrong.', examples: ['clock'] }),
    source: name('A source of events; "*": each of them.', 'mes'),
    over: duration('So much is still right.', 'PT1M'),
  })
  .meta({ description: '`clock`: what a source says happens in the future, or is always late by the same.' });

const MINUTE_MS = 60_000;

export function compileClock({ source, over }: z.infer<typeof clock>, on: RuleContext): Condition {
  const levels = lengthLevels(over, on);

  const foundOf = ({ source, aheadMs, since }: ClockOffset, known: OpenFinding | undefined): Found | null => {
    const level = worstPassed(levels, ({ over }) => Math.abs(aheadMs) > over.ms);
    if (!level) return null;
    return foundThing(subjectOf(source), {
      severity: level.severity,
      // What was recorded lately shows that it is so, and not since when.
      since: known?.since ?? since,
      limit: level.over.iso,
      detail: clockInWords(source, aheadMs),
    });
  };

  return {
    kind: 'clock',
    look: async ({ db, now, open }) => {
      const offsets = await readClockOffsets(db, now);
      const heard = new Set(offsets.map(one => subjectOf(one.source)));
      const found = offsets.flatMap(one => {
        if (source !== '*' && source !== one.source) return [];
        return (
          foundOf(
            one,
            open.find(({ subject }) => subject === subjectOf(one.source)),
          ) ?? []
        );
      });
      // Who says nothing has not set the clock, as far as anybody knows.
      const unheard = open.filter(({ subject }) => !heard.has(subject)).map(known => foundThing(known.subject, known));
      return { kind: 'seen', lookedAt: offsets.length, found: [...found, ...unheard] };
    },
  };
}

/** `The clock of mes is 25 min behind.` */
export function clockInWords(source: string, aheadMs: number) {
  const length = lengthInWords(rounded(Math.abs(aheadMs)));
  const isAhead = aheadMs > 0;
  return {
    en: `The clock of ${source} is ${length.en} ${isAhead ? 'ahead' : 'behind'}.`,
    ru: `Часы ${source} ${isAhead ? 'спешат' : 'отстают'} на ${length.ru}.`,
  };
}

/** What is on its way for longer or shorter makes no other clock of it. */
function rounded(ms: number): number {
  const unit = ms >= 5 * MINUTE_MS ? MINUTE_MS : MINUTE_MS / 6;
  return Math.round(ms / unit) * unit;
}

function subjectOf(source: string): string {
  return `clock:${source}`;
}
