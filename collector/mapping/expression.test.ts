import { describe, expect, test } from 'vitest';
import { compileExpression, evaluate, expressionProblem } from './expression.ts';

const variables = { headers: { kind: 'order' }, properties: {}, routingKey: 'order.7.new', exchange: 'crm.events' };

async function gives(text: string, document: unknown = {}) {
  const [gave] = await evaluate([compileExpression(text)], document, variables);
  return gave;
}

describe('what expressions give', () => {
  test.each([
    ['$.order.number', { order: { number: 7 } }, 7],
    ['$.order.number & ""', { order: { number: 7 } }, '7'],
    [
      'lines[qty > 1].sku',
      {
        lines: [
          { sku: 'a', qty: 1 },
          { sku: 'b', qty: 2 },
        ],
      },
      'b',
    ],
    ['lines.sku', { lines: [{ sku: 'a' }, { sku: 'b' }] }, ['a', 'b']],
    ['{ "class": lines[0].sku }', { lines: [{ sku: 'a' }] }, { class: 'a' }],
    ['$split($routingKey, ".")[1]', {}, '7'],
    ['$headers.kind', {}, 'order'],
    ['$match(no, /N-(\\d+)/).groups[0]', { no: 'N-12' }, '12'],
    ['$.nothing & $.at.all', {}, ''],
    ['$.nothing + 1', {}, null],
  ])('%s', async (text, document, value) => {
    expect(await gives(text, document)).toEqual({ value });
  });

  test.each(['{ "total": $sum }', '[function($x) { $x }]', '{ "a": { "b": function($x) { $x } } }'])(
    'a function is no value, wherever it stands: %s',
    async text => {
      expect(await gives(text)).toEqual({ problem: 'it gives a function' });
    },
  );

  test('one that fails leaves the others alone', async () => {
    const expressions = ['$number(a)', 'a', '$uppercase(a)'].map(compileExpression);
    expect(await evaluate(expressions, { a: 'x' }, variables)).toEqual([
      { problem: 'Unable to cast value to a number: "x"' },
      { value: 'x' },
      { value: 'X' },
    ]);
  });

  test('a function is no value', async () => {
    expect(await gives('$uppercase ~> $trim')).toEqual({ problem: 'it gives a function' });
    expect(await gives('function($x){ $x }')).toEqual({ problem: 'it gives a function' });
  });
});

describe('no expression stops the line', () => {
  test.each([
    ['an endless loop', '($f := function($n){ $f($n + 1) }; $f(1))', {}],
    ['a regular expression that goes back for ever', '$contains(a, /^(x+)+$/)', { a: `${'x'.repeat(60)}!` }],
    [
      'a comparison of everything with everything',
      '$count($distinct(a))',
      { a: Array.from({ length: 100_000 }, (_, i) => i) },
    ],
  ])('%s', async (_name, text, document) => {
    expect(await gives(text, document)).toEqual({ problem: 'it does not come to an end within 250 ms' });
    expect(await gives('a & "!"', { a: 'next' })).toEqual({ value: 'next!' });
  });

  test.each([
    ['a deep recursion', '($f := function($n){ 1 + $f($n + 1) }; $f(1))'],
    ['a list of millions', '$sum([1..9999999])'],
  ])('%s', async (_name, text) => {
    expect(await gives(text)).toHaveProperty('problem');
    expect(await gives('a & "!"', { a: 'next' })).toEqual({ value: 'next!' });
  });

  test.each([
    ['$pad("7", 10000) ~> $length()', { value: 10_000 }],
    ['$pad("7", -3, "0") & $pad($.nothing, 2) & ("7" ~> $pad(3, "#-"))', { value: '0077#-' }],
    ['$pad("7", 10001)', { problem: 'it fills up to 10001 characters, and at most 10000 are allowed' }],
    ['$pad("7", -500000000)', { problem: 'it fills up to -500000000 characters, and at most 10000 are allowed' }],
    ['$map(["7"], function($v){ $v.$pad(1e8) })', { problem: expect.stringContaining('at most 10000') }],
    ['$fromMillis(0, "[Y0001]-[M,2-2]-[D01]")', { value: '1970-01-01' }],
    ['$fromMillis(0, "[D01].[M01].[Y0001] [H01]:[m01]", "+0300")', { value: '01.01.1970 03:00' }],
    ['$fromMillis(0, "[Y, 300000000-*]")', { problem: expect.stringContaining('at most 10000') }],
    ['$fromMillis(0)', { value: '1970-01-01T00:00:00.000Z' }],
  ])('a width is bounded, and otherwise means what it does in JSONata: %s', async (text, gave) => {
    expect(await gives(text)).toEqual(gave);
  });

  test('what comes behind it is not blamed', async () => {
    const expressions = ['a & "!"', '($f := function(){ $f() }; $f())', 'b & "!"'].map(compileExpression);
    expect(await evaluate(expressions, { a: 1, b: 2 }, variables)).toEqual([
      { value: '1!' },
      { problem: 'it does not come to an end within 250 ms' },
      { problem: 'an expression before it takes too long' },
    ]);
  });
});

test('messages that arrive together are done together, and one that takes too long costs only itself', async () => {
  const endless = '($f := function(){ $f() }; $f())';
  const all = Array.from({ length: 500 }, (_, n) => gives(n === 7 || n === 300 ? endless : 'n & "!"', { n }));
  for (const [n, gave] of (await Promise.all(all)).entries()) {
    if (n === 7 || n === 300) expect(gave).toEqual({ problem: 'it does not come to an end within 250 ms' });
    else expect(gave).toEqual({ value: `${n}!` });
  }
});

test('plain paths are walked at once', () => {
  expect(evaluate([compileExpression('$.a')], { a: 1 }, variables)).toEqual([{ value: 1 }]);
});

describe('expressions that can not be used', () => {
  test.each([
    [
      '$.order.',
      'The expression is no JSONata: Unexpected end of expression (at character 8 of 8). A JSON path such as $.order.number is one.',
    ],
    [
      '$.order[',
      'The expression is no JSONata: Expected "]" before end of expression (at character 8 of 8). A JSON path such as $.order.number is one.',
    ],
    [
      '$.order number',
      'The expression is no JSONata: Syntax error: "number" (at character 14 of 14). A JSON path such as $.order.number is one.',
    ],
    [
      '$now()',
      'The expression uses $now: $now() tells the time of the decoding, and a message that comes again must become the same event.',
    ],
    [
      '$eval(a)',
      'The expression uses $eval: $eval() does what the message says, and a message that comes again must become the same event.',
    ],
    [
      '$hedaers.kind',
      'The expression uses $hedaers, which is neither a function of JSONata nor one of $headers, $properties, $routingKey, $exchange. Did you mean $headers?',
    ],
    [
      '$uperkase(a)',
      'The expression uses $uperkase, which is neither a function of JSONata nor one of $headers, $properties, $routingKey, $exchange.',
    ],
  ])('%s', (text, problem) => {
    expect(expressionProblem(text)).toBe(problem);
  });

  test.each([
    '$.a.b',
    '($x := a; $x & $headers.b)',
    '$map(a, function($v, $i){ $v & $i })',
    'a#$i.b[$i > 1]',
    'a@$o.b@$p.{ "x": $o.id, "y": $p.id }',
    '$$.a',
    '$fromMillis($toMillis(a, "[D01].[M01].[Y0001]"), "[Y0001]-[M01]-[D01]")',
    '$lookup({ "a": 1 }, b)',
  ])('%s is good', text => {
    expect(expressionProblem(text)).toBeNull();
  });
});
