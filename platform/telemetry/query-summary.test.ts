import { expect, test } from 'vitest';
import { querySummary } from './query-summary.ts';

test.each([
  ['select 1', 'SELECT'],
  ['begin; set local synchronous_commit = off', 'BEGIN'],
  ['select * from tracker.order_state where order_id = $1', 'SELECT tracker.order_state'],
  [
    'select s.* from tracker.order_state s join tracker.order_event e using (order_id)',
    'SELECT tracker.order_state tracker.order_event',
  ],
  ['insert into tracker.order_event (a) select * from unnest($1::text[])', 'INSERT tracker.order_event'],
  [
    'with due as (select id from notifier.outbox for update skip locked) update notifier.outbox o set at = $1 from due',
    'SELECT notifier.outbox UPDATE notifier.outbox',
  ],
  ["select ' from secret.table ' -- from secret.other\n from api.key", 'SELECT api.key'],
  ['delete from only collector.quarantine', 'DELETE collector.quarantine'],
  ['', ''],
])('%s → %s', (text, summary) => {
  expect(querySummary(text)).toBe(summary);
  expect(querySummary(text)).toBe(summary);
});

test('it never grows beyond what a name may be, and ends with a whole word', () => {
  const summary = querySummary(Array.from({ length: 60 }, (_, n) => `select from room.table_${n}x`).join(' union '));
  expect(summary.length).toBeLessThanOrEqual(255);
  expect(summary).toMatch(/ room\.table_\d+x$/);
});
