import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { boardQueries, fillIn, ownMetrics, type Query, ruleQueries } from './queries.ts';

const NOW = Date.parse('2026-11-20T09:00:00.000Z');
const queries = boardQueries();
const an = (source: Query['source'], text: string): Query => ({ where: 'here', source, text, kind: 'instant' });

test('lists panels, variables and annotations of all boards', () => {
  const where = queries.map(query => query.where);
  expect(where).toContain('Orders › Stuck (12) › A');
  expect(where).toContain('Orders › variable status');
  expect(where).toContain('Support › annotation Deploys');
  expect(where).toContain('Support › annotation Alerts');
  expect(new Set(where).size).toBe(where.length);
  expect(new Set(queries.map(({ source }) => source))).toEqual(new Set(['prometheus', 'postgres', 'loki']));
});

test('nothing of Grafana is left where it is filled in', () => {
  for (const query of queries) expect(fillIn(query, { now: NOW }), query.where).not.toContain('$');
});

describe('fills in as Grafana does', () => {
  test('intervals, and all where nothing was chosen', () => {
    const query = an('prometheus', 'sum(rate(x_total{queue=~"$queue"}[$__rate_interval])) + y{status=~"${status}"}');
    expect(fillIn(query, { now: NOW })).toBe('sum(rate(x_total{queue=~".*"}[1m])) + y{status=~".*"}');
    expect(fillIn(query, { now: NOW, chosen: { queue: ['a', 'b'] } })).toContain('{queue=~"a|b"}');
  });

  test('the metric whose labels are asked for', () => {
    expect(fillIn(an('prometheus', 'label_values(x{a="b"}, queue)'), { now: NOW })).toBe('x{a="b"}');
  });

  test('times and quoted values in SQL', () => {
    expect(fillIn(an('postgres', 'select 1 where $__timeFilter(d.at)'), { now: NOW })).toBe(
      "select 1 where d.at between '2026-11-20T08:00:00.000Z' and '2026-11-20T09:00:00.000Z'",
    );
    const query = an('postgres', 'select any(array[${status:sqlstring}]::text[])');
    expect(fillIn(query, { now: NOW, chosen: { status: ["it's", 'b'] } })).toBe(
      "select any(array['it''s','b']::text[])",
    );
    expect(fillIn(query, { now: NOW })).toBe('select any(array[]::text[])');
  });
});

describe('rules', () => {
  const folder = mkdtempSync(join(tmpdir(), 'orderwatch-rules-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('are those of every file that has groups', () => {
    writeFileSync(join(folder, 'prometheus.yml'), 'rule_files: [rules.yml]\n');
    writeFileSync(
      join(folder, 'rules.yml'),
      'groups: [{name: g, rules: [{alert: Down, expr: up == 0}, {record: job:x:sum, expr: sum(x)}]}]\n',
    );
    expect(ruleQueries(pathToFileURL(`${folder}/`)).map(({ where, text }) => [where, text])).toEqual([
      ['rule Down', 'up == 0'],
      ['rule job:x:sum', 'sum(x)'],
    ]);
  });
});

describe('metrics of ours', () => {
  const page = readFileSync(new URL('../docs/metrics.md', import.meta.url), 'utf8');
  const known = documented(page);
  const named = new Set([...queries, ...ruleQueries()].flatMap(({ text }) => ownMetrics(text)));
  const base = (name: string) => (known.has(name) ? name : name.replace(/_(?:bucket|sum|count)$/, ''));

  test('on the boards and in rules are in docs/metrics.md, whose names are exported', () => {
    expect([...named].filter(name => !known.has(base(name)))).toEqual([]);
  });

  test('that no board and no rule asks for are these', () => {
    const shown = new Set([...named].map(base));
    const ofNode = /_(?:nodejs|process)_/;
    expect([...known].filter(name => !shown.has(name) && !ofNode.test(name)).sort()).toEqual(NOT_SHOWN);
  });
});

/** What nobody looks at over time, and a rule or a person may still ask for. */
const NOT_SHOWN = [
  'orderwatch_audit_rows', // for whoever keeps its end elsewhere
  'orderwatch_claims', // the work queue shows them, as the order's page does the next two
  'orderwatch_corrections',
  'orderwatch_corrections_proposed',
  'orderwatch_stream_clients',
  'orderwatch_stream_dropped_total',
  'orderwatch_intake_consumed_total', // beside what became of the messages it says nothing more
  'orderwatch_intake_own_findings_total',
  'orderwatch_incident_push_last_success_timestamp_seconds', // in use only where systems outside are told
  'orderwatch_orders_provisional',
  'orderwatch_order_traces_total', // in use only where traces are sent, as are the next two
  'orderwatch_order_traces_waiting',
  'orderwatch_order_traces_oldest_waiting_seconds',
  'orderwatch_watched_database_connections', // the exporter's are by state
].sort();

/** Names in backticks. `_p99_seconds` behind another name stands for that name with this ending. */
function documented(page: string): Set<string> {
  const names = new Set<string>();
  let last = '';
  for (const [, full, ending] of page.matchAll(/`(?:(orderwatch_[a-z0-9_]+)|(_[a-z0-9_]+))`/g)) {
    if (full) last = full;
    names.add(full ?? (ending!.endsWith('_seconds') ? last.replace(/_seconds$/, '') + ending : last + ending));
  }
  names.delete('orderwatch_reader');
  return names;
}
