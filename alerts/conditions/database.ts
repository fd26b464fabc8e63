import { z } from 'zod';
import type { WatchedDatabase } from '../../collector/watch/watched-database.ts';
import type { Condition } from '../condition.ts';
import { whyBlind } from '../fresh-sample.ts';
import { lengthLevels, numberLevels } from '../lengths.ts';
import { worstPassed } from '../levels.ts';
import type { RuleContext } from '../rule-context.ts';
import { lengthInWords, shareInWords } from '../sentences.ts';
import { foundThing } from '../thing.ts';

export const database = z
  .strictObject({
    kind: z.literal('database').meta({ description: 'PostgreSQL is slow, full, or behind.', examples: ['database'] }),
    test: z.enum(['slowQueries', 'connections', 'locks', 'replicationLag']).meta({
      description:
        '`slowQueries`: a query runs for too long. `connections`: too large a share of them is taken. `locks`: somebody ' +
        'waits for a lock for too long. `replicationLag`: a replica is too far behind.',
      examples: ['slowQueries'],
    }),
    over: z.union([z.string(), z.number()]).meta({
      description: 'A length of time; of `connections` a share from 0 to 1.',
      examples: ['PT30S', 0.9],
    }),
  })
  .meta({ description: '`database`: PostgreSQL is slow, full, or behind.' });

type Test = z.infer<typeof database>['test'];

export function compileDatabase({ test, over }: z.infer<typeof database>, on: RuleContext): Condition {
  const levels =
    test === 'connections'
      ? numberLevels(Number(over), on)
      : lengthLevels(String(over), on).map(level => ({ ...level, over: level.over.ms }));
  return {
    kind: 'database',
    look: async ({ db, now }) => {
      const sample = await on.watched.readDatabase(db);
      const why = whyBlind('PostgreSQL', sample, now);
      if (why !== null) return { kind: 'blind', why };
      const measured = measure(test, sample!);
      if (measured === null) return { kind: 'blind', why: `Nobody may see ${test} of PostgreSQL.` };
      const level = worstPassed(levels, ({ over }) => measured > over);
      const found = level
        ? [foundThing(`database:${test}`, { severity: level.severity, detail: SENTENCES[test](sample!, measured) })]
        : [];
      return { kind: 'seen', lookedAt: 1, found };
    },
  };
}

function measure(
  test: Test,
  { slow, connections, maxConnections, longestLockWaitMs, replicationLagMs }: WatchedDatabase,
) {
  switch (test) {
    case 'slowQueries':
      return Math.max(0, ...slow.map(({ ms }) => ms));
    case 'connections':
      return connections / maxConnections;
    case 'locks':
      return longestLockWaitMs;
    case 'replicationLag':
      return replicationLagMs;
    default:
      return test satisfies never;
  }
}

const SENTENCES: Record<Test, (sample: WatchedDatabase, measured: number) => { en: string; ru: string }> = {
  slowQueries: (_, ms) => {
    const length = lengthInWords(ms);
    return { en: `A query has been running for ${length.en}.`, ru: `Запрос выполняется уже ${length.ru}.` };
  },
  connections: ({ connections, maxConnections }, share) => ({
    en: `${connections} of ${maxConnections} connections are taken (${shareInWords(share)}).`,
    ru: `Занято соединений: ${connections} из ${maxConnections} (${shareInWords(share)}).`,
  }),
  locks: (_, ms) => {
    const length = lengthInWords(ms);
    return {
      en: `Somebody has been waiting for a lock for ${length.en}.`,
      ru: `Кто-то ждёт блокировку уже ${length.ru}.`,
    };
  },
  replicationLag: (_, ms) => {
    const length = lengthInWords(ms);
    return { en: `A replica is ${length.en} behind.`, ru: `Реплика отстаёт на ${length.ru}.` };
  },
};
