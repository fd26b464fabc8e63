import { z } from 'zod';
import { saysDatabaseIsGone, sqlState } from '../../platform/postgres.ts';
import { mustBe } from '../../tracker/calendar-section.ts';
import { isDuration } from '../../tracker/iso-duration.ts';
import type { Condition } from '../condition.ts';
import { type Found, orderSubject } from '../finding.ts';
import { lengthOf } from '../lengths.ts';
import { columnsOf, MOST_ROWS, readAsReader, wayOutIn } from '../reader.ts';
import type { RuleContext } from '../rule-context.ts';
import { foundThing } from '../thing.ts';

// Shorter than a connection waits for an answer: or a slow query looks like a database that is gone.
const LONGEST_MS = 30_000;

export const sql = z
  .strictObject({
    kind: z.literal('sql').meta({ description: 'A query of your own gives rows.', examples: ['sql'] }),
    query: z
      .string()
      .regex(/\S/, mustBe('a query such as select order_id from tracker.order_state where …'))
      .meta({
        description:
          'One statement. Each row is a finding: of the order `order_id`, else of what `subject` names; `detail` says more, ' +
          'without personal data. It runs as orderwatch_reader, which may read tracker.* and alerts.*.',
        examples: ["select order_id from tracker.order_state where status = 'SUBMITTED' and event_count > 100"],
      }),
    timeout: z
      .string()
      .refine(
        text => isDuration(text) && lengthOf(text).ms <= LONGEST_MS,
        mustBe('a duration of at most PT30S, such as PT5S'),
      )
      .exactOptional()
      .meta({ description: 'How long it may run.', format: 'duration', default: 'PT5S', examples: ['PT5S'] }),
  })
  .meta({ description: '`sql`: a query of your own gives rows.' });

export function compileSql({ query, timeout = 'PT5S' }: z.infer<typeof sql>, { severity }: RuleContext): Condition {
  const asked = { text: query, timeoutMs: lengthOf(timeout).ms };
  return {
    kind: 'sql',
    look: async ({ db }) => {
      const rows = await readAsReader(db, asked);
      if (rows.length > MOST_ROWS) throw new Error(`The query gives more than ${MOST_ROWS} rows; let it name fewer.`);
      const found = rows.map(row => foundOf(row, severity));
      return {
        kind: 'seen',
        lookedAt: rows.length,
        found: [...new Map(found.map(one => [one.subject, one])).values()],
      };
    },
    check: async db => {
      const wayOut = wayOutIn(query);
      if (wayOut !== null) {
        return at(`The query holds ${wayOut}, by which it could do more than read: find another way to say it.`);
      }
      try {
        const columns = await columnsOf(db, asked);
        const isNamed = columns.includes('order_id') || columns.includes('subject');
        return isNamed ? null : at('The query must give a column `order_id` or `subject`.');
      } catch (error) {
        if (sqlState(error) === undefined || saysDatabaseIsGone(error)) throw error;
        return at(refusal(error as Error));
      }
    },
  };
}

function at(sentence: string) {
  return { path: ['query'], sentence };
}

const NO_SUCH_ROLE = '22023';
const MAY_NOT = '42501';

function refusal(error: Error): string {
  const code = sqlState(error);
  if (code === NO_SUCH_ROLE || (code === MAY_NOT && error.message.includes('role "orderwatch_reader"'))) {
    return (
      'The role orderwatch_reader, as which queries run, is not there for this user. Let a superuser run: create role ' +
      'orderwatch_reader nologin; grant orderwatch_reader to the user; and grant it select on the tables that it may read.'
    );
  }
  return `PostgreSQL refuses the query: ${error.message}.`;
}

function foundOf({ order_id: orderId, subject, detail }: Record<string, unknown>, severity: Found['severity']): Found {
  const words = typeof detail === 'string' && detail !== '' ? { en: detail, ru: detail } : null;
  if (typeof orderId === 'string' && orderId !== '') {
    return { ...foundThing(orderSubject(orderId), { severity, detail: words }), orderId };
  }
  if (typeof subject === 'string' && subject !== '') return foundThing(subject, { severity, detail: words });
  throw new Error('The query gives a row with neither `order_id` nor `subject`.');
}
