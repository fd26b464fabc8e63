import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { JAEGER, LOKI, POSTGRES, PROMETHEUS } from './boards/data-sources.ts';

const text = (file: string) => readFileSync(new URL(`provisioning/${file}`, import.meta.url), 'utf8');
const dataSources = text('datasources/orderwatch.yaml');
const declared: { uid: string; type: string; jsonData: object }[] = parse(dataSources).datasources;
const uids = declared.map(({ uid }) => uid);

test('declares the data sources that boards ask', () => {
  for (const { uid, type } of [PROMETHEUS, LOKI, JAEGER, POSTGRES]) {
    expect(declared.find(one => one.uid === uid)?.type).toBe(type);
  }
});

test('leads from traces to logs and figures, from logs and exemplars to traces, and only to what is declared', () => {
  const named = [...dataSources.matchAll(/(?:datasourceUid|alertmanagerUid): (\w+)/g)].map(([, uid]) => uid!);
  expect(named.sort()).toEqual(['alertmanager', 'jaeger', 'jaeger', 'loki', 'prometheus']);
  for (const uid of named) expect(uids).toContain(uid);
});

test('has Grafana fill in from its environment two things, and leave the rest for later', () => {
  const filledIn = [...dataSources.replace(/^\s*#.*$/gm, '').matchAll(/(?<!\$)\$(?!\$)\{?(\w+)/g)].map(
    ([, name]) => name,
  );
  expect(filledIn.sort()).toEqual(['PUBLIC_URL', 'READER_PASSWORD']);
});

test('reads the boards from one folder', () => {
  const { providers } = parse(text('dashboards/orderwatch.yaml'));
  expect(providers).toHaveLength(1);
  expect(providers[0].allowUiUpdates).toBe(false);
  expect(existsSync(new URL('grafana/orderwatch-orders.json', import.meta.url))).toBe(true);
});
