import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { blackboxSettings } from './support/known-keys/blackbox.ts';
import { collectorSettings } from './support/known-keys/collector.ts';
import { jaegerSettings, jaegerUiSettings } from './support/known-keys/jaeger.ts';
import { lokiSettings } from './support/known-keys/loki.ts';

// Jaeger, Loki and the collector can't be asked here whether they would start: closed lists of the settings that they
// know stand in for them. deploy/check-compose.sh asks themselves.
const FILES = [
  ['otel-collector/config.yaml', collectorSettings],
  ['jaeger/config.yaml', jaegerSettings],
  ['jaeger/ui.json', jaegerUiSettings],
  ['loki/config.yaml', lokiSettings],
  ['blackbox/config.yml', blackboxSettings],
] as const;

const read = (file: string): unknown =>
  parse(readFileSync(new URL(`../dashboards/${file}`, import.meta.url), 'utf8'), { merge: true });

test.each(FILES)('every setting in %s is one that its program knows', (file, settings) => {
  expect(settings.safeParse(read(file)).error?.issues ?? []).toEqual([]);
});

/** Whose keys are names that somebody chose. */
const NAMED_BY_US = /(^|\.)(modules|backends|metric_backends|pipelines|resource)$/;

/** Each key once as somebody may mistype it, with the place where. */
function* mistyped(value: unknown, place: string[] = []): Generator<[string, unknown]> {
  if (typeof value !== 'object' || value === null) return;
  const rebuilt = (key: string, item: unknown, name = key): unknown =>
    Array.isArray(value)
      ? value.with(Number(key), item)
      : Object.fromEntries(Object.entries(value).map(([old, kept]) => (old === key ? [name, item] : [old, kept])));
  for (const [key, item] of Object.entries(value)) {
    const here = [...place, key];
    const isFree = Array.isArray(value) || NAMED_BY_US.test(place.join('.')) || key.includes('/');
    if (!isFree) yield [here.join('.'), rebuilt(key, item, `${key}x`)];
    for (const [where, deeper] of mistyped(item, here)) yield [where, rebuilt(key, deeper)];
  }
}

test.each(FILES)('a letter too many anywhere in %s is seen', (file, settings) => {
  const all = [...mistyped(read(file))];
  expect(all.length).toBeGreaterThan(5);
  expect(all.filter(([, changed]) => settings.safeParse(changed).success).map(([place]) => place)).toEqual([]);
});

test('log lines go from one step to another that there is', () => {
  type Operator = { id?: string; output?: string; default?: string; routes?: { output: string }[] };
  const { receivers } = read('otel-collector/config.yaml') as {
    receivers: { 'file_log/containers': { operators: Operator[] } };
  };
  const { operators } = receivers['file_log/containers'];
  const ids = operators.map(({ id }) => id);
  const led = operators.flatMap(one => [one.output, one.default, ...(one.routes ?? []).map(({ output }) => output)]);
  const targets = led.filter(target => target !== undefined);
  expect(targets.length).toBeGreaterThan(1);
  expect(targets.filter(target => !ids.includes(target))).toEqual([]);
});
