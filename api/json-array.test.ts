import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitJsonArray } from './json-array.ts';

const split = (text: string) => splitJsonArray(Buffer.from(text))?.map(element => element.toString()) ?? null;

test('each element keeps its own text', () => {
  expect(split(' [ {"n": 12345678901234567890} ,\n{ "a":[1,2,{"b":"],\\"}"}] }, "x,y", 1.0e2 ] ')).toEqual([
    '{"n": 12345678901234567890}',
    '{ "a":[1,2,{"b":"],\\"}"}] }',
    '"x,y"',
    '1.0e2',
  ]);
});

test('an empty array has no elements', () => {
  expect(split(' [ \n ] ')).toEqual([]);
});

test.each(['', '{}', '[', '[1,]', '[1] x', 'null', '[{"a":1}', '["\\'])('not an array: %s', text => {
  expect(split(text)).toBeNull();
});

test('bytes that are no UTF-8 stay in their element', () => {
  const body = Buffer.concat([Buffer.from('["'), Buffer.from([0xff, 0xfe]), Buffer.from('", 2]')]);
  expect(splitJsonArray(body)).toEqual([Buffer.from([0x22, 0xff, 0xfe, 0x22]), Buffer.from('2')]);
});

test('nested a hundred thousand deep', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  expect(split(`[${deep}, 1]`)).toEqual([deep, '1']);
});

test('the elements of any array, put together again, are that array', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), fc.constantFrom(undefined, 1, '\t'), (values, indent) => {
      expect(split(JSON.stringify(values, null, indent))?.map(text => JSON.parse(text))).toEqual(
        JSON.parse(JSON.stringify(values)),
      );
    }),
  );
});
