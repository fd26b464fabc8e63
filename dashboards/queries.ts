import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { BOARDS } from './boards/all.ts';

/** Something that a board or a rule asks of a data source. */
export type Query = {
  /** 'Orders › Stuck (12) › A', 'Orders › variable status', 'rule QueueTooLong'. */
  where: string;
  source: 'prometheus' | 'postgres' | 'loki';
  /** As it is written, with Grafana's variables. */
  text: string;
  /** What it is asked for: what is so at one time, or lines over time. */
  kind: 'instant' | 'range';
};

type Target = { expr?: string; rawSql?: string; refId?: string; range?: boolean; datasource?: { uid?: string } };

/** Every query of every board. */
export function boardQueries(): Query[] {
  return BOARDS.flatMap(board => {
    const title = board.title ?? '';
    const of = (name: string, target: Target) => asked(`${title} › ${name}`, target);
    const panels = (board.panels ?? []).flatMap(panel =>
      'targets' in panel
        ? (panel.targets ?? []).map(target =>
            of(`${panel.title} (${panel.id}) › ${(target as Target).refId}`, target as Target),
          )
        : [],
    );
    const variables = (board.templating?.list ?? [])
      .filter(({ type }) => type === 'query')
      .map(({ name, query, datasource }) =>
        of(`variable ${name}`, {
          [datasource?.uid === 'postgres' ? 'rawSql' : 'expr']: String(query),
          ...(datasource && { datasource }),
        }),
      );
    const annotations = (board.annotations?.list ?? []).map(({ name, expr, target, datasource }) =>
      of(`annotation ${name}`, {
        ...(target as Target | undefined),
        ...(expr && { expr, range: true }),
        ...(datasource && { datasource }),
      }),
    );
    return [...panels, ...variables, ...annotations];
  });
}

function asked(where: string, { expr, rawSql, range, datasource }: Target): Query {
  const text = rawSql ?? expr;
  const source = datasource?.uid;
  if (text === undefined || (source !== 'prometheus' && source !== 'postgres' && source !== 'loki')) {
    throw new Error(`${where}: ${source} is asked for nothing that can be listed here`);
  }
  return { where, source, text, kind: range ? 'range' : 'instant' };
}

type RuleFile = { groups?: { rules: { alert?: string; record?: string; expr: string }[] }[] } | null;

/** Every expression of the rules in files of Prometheus' below `folder`; other files in it are left alone. */
export function ruleQueries(folder = new URL('prometheus/', import.meta.url)): Query[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => /[.]ya?ml$/.test(name));
  return files.sort().flatMap(name => {
    const { groups = [] } = (parse(readFileSync(new URL(name, folder), 'utf8')) as RuleFile) ?? {};
    return groups
      .flatMap(({ rules }) => rules)
      .map(
        ({ alert, record, expr }): Query => ({
          where: `rule ${alert ?? record}`,
          source: 'prometheus',
          text: String(expr),
          kind: 'instant',
        }),
      );
  });
}

/** What Grafana would ask instead of the text, of the hour before `now` (ms); `chosen`: of the variables. */
export function fillIn(
  { text, source }: Query,
  { now, chosen = {} }: { now: number; chosen?: Record<string, readonly string[]> },
): string {
  return source === 'postgres' ? fillInSql(text, now, chosen) : fillInExpression(text, chosen);
}

/** For nothing that was chosen: all of it. */
function fillInExpression(text: string, chosen: Record<string, readonly string[]>): string {
  const intervals: Record<string, string> = { __rate_interval: '1m', __range: '1h', __interval: '15s' };
  return text
    .replace(/^label_values\((.*), \w+\)$/, '$1')
    .replace(/\$(?:\{(\w+)\}|(\w+))/g, (_, braced: string | undefined, bare: string | undefined) => {
      const name = (braced ?? bare)!;
      return intervals[name] ?? chosen[name]?.join('|') ?? '.*';
    });
}

function fillInSql(text: string, now: number, chosen: Record<string, readonly string[]>): string {
  const at = (ms: number) => `'${new Date(ms).toISOString()}'`;
  return text
    .replace(
      /\$__timeFilter\(([\w.]+)\)/g,
      (_, column: string) => `${column} between ${at(now - 3_600_000)} and ${at(now)}`,
    )
    .replace(/\$\{(\w+):sqlstring\}/g, (_, name: string) =>
      (chosen[name] ?? []).map(value => `'${value.replaceAll("'", "''")}'`).join(','),
    );
}

/** The metrics of ours that it names. */
export function ownMetrics(text: string): string[] {
  const withoutValues = text.replace(/"[^"]*"/g, '""');
  return [...new Set(withoutValues.match(/\borderwatch_\w+/g) ?? [])];
}
