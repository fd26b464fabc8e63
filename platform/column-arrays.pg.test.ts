import { expect, it } from 'vitest';
import { testDatabase } from '../test/support/database.ts';
import { arrayLiteral, columnArrays } from './column-arrays.ts';

const { pool } = await testDatabase();

type Row = {
  text: string | null;
  boolean: boolean | null;
  integer: number | null;
  bigint: number | null;
  at: number | null;
  json: object | null;
  body: Buffer | null;
  digest: string | null;
  texts: string[] | null;
};

const { names, values, rows, parameters } = columnArrays<Row>([
  ['text', 'text', row => row.text],
  ['boolean', 'boolean', row => row.boolean],
  ['integer', 'integer', row => row.integer],
  ['bigint', 'bigint', row => row.bigint],
  ['at', 'timestamptz', row => row.at],
  ['json', 'jsonb', row => row.json && JSON.stringify(row.json)],
  ['body', 'bytea', row => row.body],
  ['digest', 'hex', row => row.digest],
  ['texts', 'text[]', row => row.texts && arrayLiteral(row.texts)],
]);
await pool.query(`create table public.kept
  (text text, boolean boolean, integer integer, bigint bigint, at timestamptz, json jsonb, body bytea, digest bytea, texts text[])`);
const insert = (all: readonly Row[]) =>
  pool.query(`insert into public.kept (${names}) select ${values} from ${rows}`, parameters(all));

it('brings every type of value as it is, and nulls', async () => {
  const odd = `ключ "в" \\кавычках\\, {скобках} 💍\n\t'`;
  const full: Row = {
    text: odd,
    boolean: true,
    integer: -2_147_483_648,
    bigint: Number.MAX_SAFE_INTEGER,
    at: Date.parse('9999-12-31T23:59:59.999Z'),
    json: { [odd]: [odd, 1.5, null, {}] },
    body: Buffer.from([0, 255, 92, 120]),
    digest: '00ff5c78',
    texts: [odd, '', 'NULL', '{}'],
  };
  const empty: Row = {
    text: '',
    boolean: false,
    integer: 0,
    bigint: 0,
    at: Date.parse('0001-01-01T00:00:00.001Z'),
    json: {},
    body: Buffer.alloc(0),
    digest: '',
    texts: [],
  };
  const nothing = Object.fromEntries(Object.keys(full).map(name => [name, null])) as Row;
  await insert([full, nothing, empty]);
  const kept = await pool.query<Row>(`select ${names.replace('digest', `encode(digest, 'hex') as digest`)} from kept`);
  expect(kept.rows).toEqual([full, nothing, empty]);
});

it('takes no rows for no rows', async () => {
  expect(await insert([])).toMatchObject({ rowCount: 0 });
});
