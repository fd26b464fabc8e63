import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  AnnotationQueryBuilder,
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  QueryVariableBuilder,
  RowBuilder,
  TextBoxVariableBuilder,
  VariableHide,
  type VariableModel,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { POSTGRES, PROMETHEUS } from './data-sources.ts';
import { DEPLOYS } from './deploys.ts';
import { linksOfBoard, TAG } from './links.ts';
import type { Panel } from './panel.ts';
import { sql } from './target.ts';

export type Row = { id: number; title: string; panels: Panel[] };

export type BoardSpec = {
  /** Part of its address: never changes. */
  uid: string;
  title: string;
  description: string;
  /** How far back it looks when it is opened. */
  from: string;
  variables?: Builder<VariableModel>[];
  rows: Row[];
};

export function createBoard({ uid, title, description, from, variables = [], rows }: BoardSpec): Dashboard {
  const board = new DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags([TAG])
    .readonly()
    .refresh('30s')
    .time({ from, to: 'now' })
    .tooltip(DashboardCursorSync.Crosshair)
    .links(linksOfBoard())
    .annotation(deploys())
    .annotation(firing());
  for (const variable of [whereTheConsoleIs(), ...variables]) board.withVariable(variable);
  for (const { id, title, panels } of rows) {
    board.withRow(new RowBuilder(title).id(id));
    for (const panel of panels) board.withPanel(panel);
  }
  return board.build();
}

/** What was deployed when, and which tests were run: what began just then often has its reason there. */
function deploys() {
  const marks = sql(`
    select d.at as time,
           concat_ws(' ', d.kind, nullif(d.suite, ''), 'of', d.service, d.version, nullif(d.environment, ''), d.result,
                     d.failed || ' failed', d.url) as text,
           concat_ws(',', d.kind, d.service, d.result) as tags
      from ${DEPLOYS} d where $__timeFilter(d.at) order by d.at desc limit 200`);
  return new AnnotationQueryBuilder()
    .name('Deploys')
    .datasource(POSTGRES)
    .enable(true)
    .iconColor('blue')
    .target(marks.build('Anno'));
}

function firing() {
  return new AnnotationQueryBuilder()
    .name('Alerts')
    .datasource(PROMETHEUS)
    .enable(false)
    .iconColor('red')
    .expr('ALERTS{alertstate="firing", severity=~"warning|critical"}')
    .step('60s')
    .titleFormat('{{alertname}}')
    .tagKeys('severity,owner');
}

/**
 * Boards are files and know no environment, so the address of the console is a setting of the role that they read the
 * database by: postgres/reader.sql.
 */
function whereTheConsoleIs(): Builder<VariableModel> {
  return new QueryVariableBuilder('console')
    .hide(VariableHide.HideVariable)
    .datasource(POSTGRES)
    .query(
      `select coalesce(nullif(current_setting('orderwatch.console', true), ''), 'http://localhost:8080') as console`,
    )
    .refresh(VariableRefresh.OnDashboardLoad);
}

/** The values that a label of a metric has; all of them at first. */
export function labelVariable(name: string, label: string, metric: string): Builder<VariableModel> {
  return new QueryVariableBuilder(name)
    .label(label)
    .datasource(PROMETHEUS)
    .query(`label_values(${metric}, ${name})`)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .current({ text: 'All', value: '$__all' });
}

export function textVariable(name: string, label: string): Builder<VariableModel> {
  return new TextBoxVariableBuilder(name).label(label).defaultValue('');
}
