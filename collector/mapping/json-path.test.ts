import fc from 'fast-check';
import jsonata from 'jsonata';
import { describe, expect, test } from 'vitest';
import { asJsonPath, walk } from './json-path.ts';

const names = ['a', 'b', 'c', 'two words', 'номер', '__proto__', 'constructor'];
const document: fc.Arbitrary<unknown> = fc.letrec(tie => ({
  value: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.constantFrom(null, '', 'text', 0, 1, true),
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .uniqueArray(fc.tuple(fc.constantFrom(...names), tie('value')), { selector: ([name]) => name, maxLength: 4 })
      .map(entries => Object.fromEntries(entries)),
  ),
})).value;
const message = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...names), document), { selector: ([name]) => name, maxLength: 6 })
  .map(entries => Object.fromEntries(entries) as Record<string, unknown>);
const step = fc
  .tuple(fc.constantFrom(...names), fc.array(fc.constantFrom(0, 1, 2, 7, -1, -2, 0.5), { maxLength: 2 }))
  .map(([name, places]) => `\`${name}\`${places.map(place => `[${place}]`).join('')}`);
const path = fc
  .tuple(fc.constantFrom('', '$.', '$headers.'), fc.array(step, { minLength: 1, maxLength: 4 }))
  .map(([from, steps]) => from + steps.join('.'));

describe('a path means what it means in JSONata', () => {
  test('whatever the message and the path', async () => {
    await fc.assert(
      fc.asyncProperty(message, message, path, async (body, headers, text) => {
        const found = walk(asJsonPath(text)!, body, { headers });
        const meant: unknown = await jsonata(text).evaluate(body, { headers });
        expect(JSON.stringify(found)).toBe(JSON.stringify(meant));
      }),
      { numRuns: 3_000 },
    );
  });

  test.each([
    ['$', { a: 1 }, { a: 1 }],
    ['order.number', { order: { number: 7 } }, 7],
    ['$.lines[0].sku', { lines: [{ sku: 'x' }, { sku: 'y' }] }, 'x'],
    ['$.lines.sku', { lines: [{ sku: 'x' }, { sku: 'y' }] }, ['x', 'y']],
    ['$.lines[0]', { lines: 'one' }, 'one'],
    ['"two words".b', { 'two words': { b: 1 } }, 1],
    ['$headers.`x-kind`', {}, 'order'],
    ['$.toString', {}, undefined],
    ['$.nothing.at.all', {}, undefined],
  ])('%s', (text, body, gives) => {
    expect(walk(asJsonPath(text)!, body, { headers: { 'x-kind': 'order' } })).toEqual(gives);
  });
});

test.each([
  'a + b',
  '$.a[]',
  'a[b=1]',
  '$uppercase(a)',
  'a.*',
  'a.b^(c)',
  '"text"',
  '$.a{b: c}',
  'a@$x.b',
  '$.a[$n]',
  '**.a',
  '%',
])('%s is more than a path', text => {
  let parsed = null;
  try {
    parsed = asJsonPath(text);
  } catch (error) {
    expect(error).toHaveProperty('code');
  }
  expect(parsed).toBeNull();
});
