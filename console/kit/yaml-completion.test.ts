import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Schema, suggestions } from './yaml-completion.ts';

const schema = JSON.parse(readFileSync(new URL('../../orderwatch.schema.json', import.meta.url), 'utf8')) as Schema;
const labels = (before: string) => suggestions(schema, before).map(({ label }) => label);

test('keys and values by where the cursor is, without what stands there already', () => {
  expect(labels('')).toContain('rules');
  const rule = 'rules:\n  mine:\n    title: { en: Mine }\n    ';
  expect(labels(rule)).toEqual(expect.arrayContaining(['condition', 'severity', 'raise', 'route']));
  expect(labels(rule)).not.toContain('title');
  expect(labels(`${rule}severity: `)).toEqual(expect.arrayContaining(['info', 'warning', 'critical']));
  expect(labels(`${rule}condition: { kind: `)).toEqual(expect.arrayContaining(['missing', 'dwell', 'noOrders']));
  expect(labels(`${rule}condition: { kind: missing, `)).toContain('successor');
  expect(labels(`${rule}condition: { kind: noOrders, `)).not.toContain('successor');
});
