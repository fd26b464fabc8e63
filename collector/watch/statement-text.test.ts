import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withoutLiterals } from './statement-text.ts';

test.each([
  [
    "select * from customer where email = 'a@b.example' and age > 41",
    'select * from customer where email = ? and age > ?',
  ],
  ["select 'it''s', E'it\\'s', e'\\\\', x'ff', U&'d\\0061t', N'a'", 'select ?, …'],
  ['select 1.5e-3 + .5 - 0xff, a1 from t2 where c = -7', 'select ? + ? - ?, a1 from t2 where c = -?'],
  ["insert into t values ($$Anna$$, $x$ 'Ivanova' $y$ $x$, $1)", 'insert into t values (?, …)'],
  ['select "it\'s", "a""b" from "T 1" where x in (1, 2, 3)', 'select "it\'s", "a""b" from "T 1" where x in (?, …)'],
  ["select 1 -- of Anna's\n, 2 /* and 'Olga */ from t", 'select ?, … from t'],
  ['update заказ set имя = $1 where id = $2', 'update заказ set имя = $1 where id = $2'],
  ["select 1 where name = 'Anna Ivano", 'select ? where name = ?'],
  ["select E'Anna\\", 'select ?'],
  ['select $$Anna Iv', 'select ?'],
  ['select 1 /* Anna Iv', 'select ?'],
])('%s', (statement, expected) => {
  expect(withoutLiterals(statement)).toBe(expected);
});

test('no literal stays, wherever the statement is cut', () => {
  const literal = fc
    .string({ unit: fc.constantFrom('Q', "'", '\\', '$', '"', '-', '/', '*', ' ', '\n'), maxLength: 12 })
    .map(text => `'${text.replaceAll("'", "''")}'`);
  fc.assert(
    fc.property(literal, literal, fc.nat(80), (one, other, length) => {
      const whole = `select c from t where a = ${one} and b = ${other}`;
      expect(withoutLiterals(whole.slice(0, length))).not.toContain('Q');
    }),
  );
});

test('a long one is cut', () => {
  expect(withoutLiterals(`select ${'a, '.repeat(500)}b`)).toHaveLength(300);
});
