import { z } from 'zod';
import { groupQuarantine, type QuarantineGroup } from '../../collector/quarantine-groups.ts';
import type { Condition } from '../condition.ts';
import type { Found } from '../finding.ts';
import { numberLevels } from '../lengths.ts';
import { worstPassed } from '../levels.ts';
import { quarantineInWords } from '../quarantine-words.ts';
import type { RuleContext } from '../rule-context.ts';
import type { Severity } from '../severity.ts';
import { foundThing } from '../thing.ts';
import { number } from '../written-limits.ts';

export const quarantine = z
  .strictObject({
    kind: z.literal('quarantine').meta({ description: 'Messages could not be understood.', examples: ['quarantine'] }),
    over: number('So many may wait that are there for the same reason.', 0),
  })
  .meta({
    description: '`quarantine`: messages that could not be understood wait for somebody; each reason by itself.',
  });

/** Of more reasons at once, those that came last are one matter: somebody sends nonsense. */
const MOST_REASONS = 20;

export function compileQuarantine({ over }: z.infer<typeof quarantine>, on: RuleContext): Condition {
  const levels = numberLevels(over, on);
  const severityOf = (count: number) => worstPassed(levels, level => count > level.over)?.severity;
  return {
    kind: 'quarantine',
    look: async ({ db }) => {
      const groups = await groupQuarantine(db);
      const found = groups.slice(0, MOST_REASONS).flatMap((group): Found | [] => {
        const severity = severityOf(group.count);
        if (severity === undefined) return [];
        return foundThing(`quarantine:${group.fingerprint}`, {
          severity,
          since: group.firstAt,
          detail: quarantineInWords(group),
        });
      });
      const others = groups.slice(MOST_REASONS);
      const severity = severityOf(sumOf(others));
      if (severity !== undefined) found.push(foundOthers(others, severity));
      return { kind: 'seen', lookedAt: sumOf(groups), found };
    },
  };
}

function foundOthers(groups: readonly QuarantineGroup[], severity: Severity): Found {
  const count = sumOf(groups);
  const detail = {
    en: `${count} messages can't be read for ${groups.length} other reasons.`,
    ru: `По другим причинам (${groups.length}) не прочитать сообщений: ${count}.`,
  };
  return foundThing('quarantine:others', { severity, since: groups[0]!.firstAt, detail });
}

function sumOf(groups: readonly QuarantineGroup[]): number {
  return groups.reduce((sum, { count }) => sum + count, 0);
}
