import { PanelBuilder as BarGauge } from '@grafana/grafana-foundation-sdk/bargauge';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  BarGaugeDisplayMode,
  BigValueColorMode,
  BigValueGraphMode,
  GraphGradientMode,
  LegendDisplayMode,
  LegendPlacement,
  LogsSortOrder,
  ReduceDataOptionsBuilder,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TableSortByFieldStateBuilder,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizOrientation,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import {
  type Panel as Built,
  type DataTransformerConfig,
  ThresholdsConfigBuilder,
  ThresholdsMode,
  type ValueMapping,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as Heatmap } from '@grafana/grafana-foundation-sdk/heatmap';
import { PanelBuilder as Logs } from '@grafana/grafana-foundation-sdk/logs';
import { PanelBuilder as Stat } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as StateTimeline } from '@grafana/grafana-foundation-sdk/statetimeline';
import { PanelBuilder as Table } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as TimeSeries } from '@grafana/grafana-foundation-sdk/timeseries';
import { dataLink, type Link } from './links.ts';
import type { Target } from './target.ts';

export type Panel = Builder<Built>;

/** What every panel says. */
type Spec = {
  /** Links to it and alerts name it: it is given once and never again to another panel of its board. */
  id: number;
  title: string;
  /** For whoever sees it for the first time: what it counts, and what a bad figure means. */
  description: string;
  /** As Grafana names it: 's', 'short', 'percentunit'. */
  unit: string;
  /** Of 24. */
  width: number;
  height?: number;
  targets: Target[];
  links?: Link[];
  /** From these figures on it is something to look at, or bad. */
  watch?: number;
  bad?: number;
  min?: number;
  max?: number;
  mappings?: ValueMapping[];
};

const CALM = 'green';
const WATCH = 'orange';
const BAD = 'red';

/** Lines over time. */
export function timeSeries(spec: Spec & { stacked?: boolean }): Panel {
  const panel = dress(new TimeSeries(), { height: 8, ...spec })
    .fillOpacity(spec.stacked ? 40 : 8)
    .gradientMode(GraphGradientMode.Opacity)
    .showPoints(VisibilityMode.Never)
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.Table)
        .placement(LegendPlacement.Bottom)
        .showLegend(true)
        .calcs(['lastNotNull', 'max']),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending));
  return spec.stacked ? panel.stacking(new StackingConfigBuilder().mode(StackingMode.Normal)) : panel;
}

/** One figure, large. */
export function stat(spec: Spec): Panel {
  return dress(new Stat(), { height: 4, ...spec })
    .colorMode(
      spec.watch === undefined && spec.bad === undefined ? BigValueColorMode.None : BigValueColorMode.Background,
    )
    .graphMode(BigValueGraphMode.None)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']));
}

/** A bar for each series, longest first where its query sorts. */
export function bars(spec: Spec): Panel {
  return dress(new BarGauge(), { height: 10, ...spec })
    .displayMode(BarGaugeDisplayMode.Basic)
    .orientation(VizOrientation.Horizontal)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']));
}

/** Where a histogram's observations fall over time: two humps show what percentiles hide. */
export function heatmap(spec: Spec): Panel {
  return dress(new Heatmap(), { height: 8, ...spec }).calculate(false);
}

/** Which state something was in, over time. */
export function states(spec: Spec): Panel {
  return dress(new StateTimeline(), { height: 6, ...spec })
    .mergeValues(true)
    .showValue(VisibilityMode.Auto);
}

export function logLinesPanel(spec: Spec): Panel {
  return dress(new Logs(), { height: 12, ...spec })
    .showTime(true)
    .wrapLogMessage(true)
    .enableLogDetails(true)
    .sortOrder(LogsSortOrder.Descending);
}

export type Column = {
  unit?: string;
  links?: Link[];
  watch?: number;
  bad?: number;
  width?: number;
  /** Needed by a link of another column, and not for people. */
  hidden?: boolean;
};

/** Rows; `columns` by name says how each is shown. */
export function table(
  spec: Spec & { columns?: Record<string, Column>; sortBy?: string; transformations?: DataTransformerConfig[] },
): Panel {
  const panel = dress(new Table(), { height: 10, ...spec }).filterable(true);
  for (const transformation of spec.transformations ?? []) panel.withTransformation(transformation);
  for (const [name, column] of Object.entries(spec.columns ?? {})) panel.overrideByName(name, properties(column));
  return spec.sortBy ? panel.sortBy([new TableSortByFieldStateBuilder().displayName(spec.sortBy).desc(true)]) : panel;
}

function properties({ unit, links, watch, bad, width, hidden }: Column): { id: string; value: unknown }[] {
  return [
    ...(unit ? [{ id: 'unit', value: unit }] : []),
    ...(links ? [{ id: 'links', value: links.map(({ title, url }) => ({ title, url, targetBlank: true })) }] : []),
    ...(watch === undefined && bad === undefined
      ? []
      : [
          { id: 'thresholds', value: { mode: ThresholdsMode.Absolute, steps: steps(watch, bad) } },
          { id: 'custom.cellOptions', value: { type: 'color-text' } },
        ]),
    ...(width ? [{ id: 'custom.width', value: width }] : []),
    ...(hidden ? [{ id: 'custom.hideFrom.viz', value: true }] : []),
  ];
}

type AnyPanel = TimeSeries | Stat | BarGauge | Heatmap | StateTimeline | Logs | Table;

function dress<P extends AnyPanel>(panel: P, spec: Spec & { height: number }): P {
  panel
    .id(spec.id)
    .title(spec.title)
    .description(spec.description)
    .unit(spec.unit)
    .span(spec.width)
    .height(spec.height);
  panel.datasource(spec.targets[0]!.source);
  for (const [index, target] of spec.targets.entries()) panel.withTarget(target.build(String.fromCharCode(65 + index)));
  if (spec.links) panel.dataLinks(spec.links.map(dataLink));
  if (spec.min !== undefined) panel.min(spec.min);
  if (spec.max !== undefined) panel.max(spec.max);
  if (spec.mappings) panel.mappings(spec.mappings);
  panel.thresholds(new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(steps(spec.watch, spec.bad)));
  return panel;
}

/** `null`, as Grafana writes it, is what begins below everything. Falling limits colour what is below them. */
function steps(watch: number | undefined, bad: number | undefined) {
  if (watch !== undefined && bad !== undefined && bad < watch) {
    return [
      { value: null, color: BAD },
      { value: bad, color: WATCH },
      { value: watch, color: CALM },
    ];
  }
  return [
    { value: null, color: CALM },
    ...(watch === undefined ? [] : [{ value: watch, color: WATCH }]),
    ...(bad === undefined ? [] : [{ value: bad, color: BAD }]),
  ];
}
