import fc from 'fast-check';
import { expect, onTestFinished, test, vi } from 'vitest';
import { splitJsonArray } from './json-array.ts';

function split(text: string, most = 1_000): string[] | 'too_many' | null {
  const elements = splitJsonArray(Buffer.from(text), most);
  return Array.isArray(elements) ? elements.map(element => element.toString()) : elements;
}

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

test.each(['', '{}', '[', '[1,]', '[1] x', 'null', '[{"a":1}', '["\\', '[1]]', '\uFEFF'])('not an array: %s', text => {
  expect(split(text)).toBeNull();
});

test('a byte order mark and space before it are no obstacle', () => {
  expect(split('\uFEFF\n [1, "\uFEFF"]')).toEqual(['1', '"\uFEFF"']);
});

test('only elements of the outermost array count', () => {
  const two = '[{"a":[1,2,3],"b":"1,2,3"}, [1,2,3]]';
  expect(split(two, 2)).toHaveLength(2);
  expect(split(two, 1)).toBe('too_many');
});

test('too many are refused at a glance, before anything of them is parsed', () => {
  const body = Buffer.from(`[${'1,'.repeat(8_000_000)}`);
  const parse = vi.spyOn(JSON, 'parse');
  onTestFinished(() => parse.mockRestore());
  expect(splitJsonArray(body, 1_000)).toBe('too_many');
  expect(parse).not.toHaveBeenCalled();
});

test('bytes that are no UTF-8 stay in their element', () => {
  const body = Buffer.concat([Buffer.from('["'), Buffer.from([0xff, 0xfe]), Buffer.from('", 2]')]);
  expect(splitJsonArray(body, 2)).toEqual([Buffer.from([0x22, 0xff, 0xfe, 0x22]), Buffer.from('2')]);
});

test('nested a hundred thousand deep', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  expect(split(`[${deep}, 1]`)).toEqual([deep, '1']);
});

test('the elements of any array, put together again, are that array', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), fc.constantFrom(undefined, 1, '\t'), (values, indent) => {
      const elements = split(JSON.stringify(values, null, indent)) as string[];
      expect(elements.map(text => JSON.parse(text))).toEqual(JSON.parse(JSON.stringify(values)));
    }),
  );
});
