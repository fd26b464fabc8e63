import { expect, it } from 'vitest';
import { testDatabase } from '../test/support/database.ts';
import { DAY, T0 } from '../test/support/factory.ts';
import { createHousekeeping } from './housekeeping.ts';

const { pool } = await testDatabase();

it('clears away what is old, and nothing that may still be published', async () => {
  const days = (count: number) => new Date(T0 - count * DAY);
  await pool.query(
    `insert into alerts.publication (message_id, routing_key, body, at, published_at)
     values ('old', 'k', '{}', $1, $1), ('new', 'k', '{}', $2, $2), ('waits', 'k', '{}', $1, null),
            ('nobody', 'k', '{}', $3, null)`,
    [days(8), days(6), days(31)],
  );
  await pool.query(
    `insert into alerts.rhythm (kind, name, hour, events, orders, last_at)
     values ('source', 'mes', $1, 1, 1, $1), ('source', 'mes', $2, 1, 1, $2)`,
    [days(71), days(69)],
  );
  await pool.query('insert into alerts.duplicates (at, duplicates) values ($1, 1), ($2, 2)', [days(3), days(1)]);
  expect(await createHousekeeping({ pool }).runOnce(T0)).toBe(4);
  const { rows } = await pool.query(
    `select array(select message_id from alerts.publication order by id) as publications,
            array(select events from alerts.rhythm where hour = $1) as rhythm,
            array(select duplicates from alerts.duplicates) as duplicates`,
    [days(69)],
  );
  expect(rows).toEqual([{ publications: ['new', 'waits'], rhythm: [1], duplicates: [2] }]);
});
