import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import { DataqueryBuilder as LokiBuilder } from '@grafana/grafana-foundation-sdk/loki';
import { DataqueryBuilder as PromBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { type DataSource, LOKI, POSTGRES, PROMETHEUS } from './data-sources.ts';

/** One query of a panel. The panel names it: its first is A. */
export type Target = { source: DataSource; build(refId: string): Builder<Dataquery> };

/** A line over time for each series. With `exemplars`, dots that lead to the trace of one observation. */
export function line(expr: string, legend: string, { exemplars = false } = {}): Target {
  return prometheus(query => {
    query.expr(tidy(expr)).legendFormat(legend).range();
    if (exemplars) query.exemplar(true);
  });
}

/** What is so at the end of the time that is looked at. */
export function figure(expr: string, legend = ''): Target {
  return prometheus(query => query.expr(tidy(expr)).legendFormat(legend).instant());
}

/** The same as rows, a column a label. */
export function rows(expr: string): Target {
  return prometheus(query => query.expr(tidy(expr)).instant().format(PromQueryFormat.Table));
}

/** Of a histogram's buckets: how many fell into each, over time. */
export function buckets(expr: string): Target {
  return prometheus(query => query.expr(tidy(expr)).legendFormat('{{le}}').range().format(PromQueryFormat.Heatmap));
}

function prometheus(configure: (query: PromBuilder) => void): Target {
  return {
    source: PROMETHEUS,
    build: refId => {
      const query = new PromBuilder().datasource(PROMETHEUS).refId(refId);
      configure(query);
      return query;
    },
  };
}

/** Lines of a log, the newest first. */
export function logLines(expr: string): Target {
  return {
    source: LOKI,
    build: refId => new LokiBuilder().datasource(LOKI).refId(refId).expr(expr).queryType('range').maxLines(500),
  };
}

/** The SDK knows no query in SQL: its fields are those that Grafana's own editor writes. */
export type SqlQuery = Dataquery & {
  refId: string;
  datasource: DataSource;
  rawSql: string;
  rawQuery: true;
  editorMode: 'code';
  format: 'table';
};

export function sql(rawSql: string): Target {
  const fixed = {
    datasource: POSTGRES,
    rawSql: tidy(rawSql),
    rawQuery: true,
    editorMode: 'code',
    format: 'table',
  } as const;
  return {
    source: POSTGRES,
    build: refId => ({ build: (): SqlQuery => ({ refId, ...fixed, _implementsDataqueryVariant() {} }) }),
  };
}

/** Queries are written over several lines here, and are read on one in Grafana. */
function tidy(query: string): string {
  return query.replace(/\s+/g, ' ').trim();
}
