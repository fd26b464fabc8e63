import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { Link } from 'react-router';
import type { Insights } from '../client/api.gen.ts';
import { durationOf } from '../kit/duration.ts';
import { useLifecycleWords } from '../kit/lifecycle-words.ts';
import { useDuration } from '../kit/time.tsx';
import { useSay } from '../words/say.tsx';
import { type FigureColumn, FiguresTable } from './figures-table.tsx';
import classes from './insights.module.css';
import { behind, type InsightsView } from './view.ts';
import { Bar, WeeksChart } from './weeks-chart.tsx';

type Dwell = Insights['dwell'][number];
type Week = Dwell['weeks'][number] & { status: string; lifecycle: string };

/** How long orders stay in each status, by week, and how many kept the limit. */
export function DwellPart({ insights, view }: { insights: Insights; view: InsightsView }): ReactNode {
  const say = useSay();
  const intl = useIntl();
  const words = useLifecycleWords();
  const written = useWritten();
  const named = ({ status, lifecycle }: { status: string; lifecycle: string }) => words.status(status, lifecycle);
  const columns: FigureColumn<Dwell>[] = [
    { head: say('insights.status'), cell: named },
    {
      head: say('insights.byWeek'),
      cell: row => (
        <WeeksChart
          weeks={row.weeks.map(({ week, p50, p90 }) => ({ week: Date.parse(week), p50: ms(p50), p90: ms(p90) }))}
          limitMs={row.limit === null ? null : ms(row.limit)}
          label={say('insights.chart', {
            status: named(row),
            first: written(row.weeks[0]?.p50 ?? row.p50),
            last: written(row.weeks.at(-1)?.p50 ?? row.p50),
          })}
        />
      ),
    },
    { head: say('insights.half'), cell: ({ p50 }) => written(p50), align: 'end' },
    { head: say('insights.tenth'), cell: ({ p90 }) => written(p90), align: 'end' },
    { head: say('insights.twentieth'), cell: ({ p95 }) => written(p95), align: 'end' },
    { head: say('insights.limit'), cell: ({ limit }) => (limit === null ? '—' : written(limit)), align: 'end' },
    {
      head: say('insights.kept'),
      cell: ({ status, limited, kept }) =>
        limited === 0 ? (
          '—'
        ) : (
          <Link to={behind(view, { status, late: 'true' })}>
            <Bar share={kept / limited} tone={kept === limited ? 'calm' : 'late'} />
            {intl.formatNumber(kept / limited, { style: 'percent', maximumFractionDigits: 1 })}
          </Link>
        ),
      align: 'end',
    },
    {
      head: say('insights.stays'),
      cell: ({ status, stays }) => <Link to={behind(view, { status })}>{intl.formatNumber(stays)}</Link>,
      align: 'end',
    },
  ];
  return (
    <>
      <FiguresTable
        title={say('insights.dwell')}
        why={say('insights.dwellWhy')}
        columns={columns}
        rows={insights.dwell}
        rowId={row => `${row.lifecycle} ${row.status}`}
      />
      <Weeks insights={insights} view={view} named={named} />
    </>
  );
}

/** The same as the charts, in figures; each leads to its orders. */
function Weeks({ insights, view, named }: { insights: Insights; view: InsightsView; named: (row: Week) => string }) {
  const say = useSay();
  const intl = useIntl();
  const written = useWritten();
  const rows = insights.dwell.flatMap(({ status, lifecycle, weeks }) =>
    weeks.map((week): Week => ({ ...week, status, lifecycle })),
  );
  const columns: FigureColumn<Week>[] = [
    { head: say('insights.status'), cell: named },
    { head: say('insights.byWeek'), cell: ({ week }) => intl.formatDate(week, { day: 'numeric', month: 'short' }) },
    { head: say('insights.half'), cell: ({ p50 }) => written(p50), align: 'end' },
    { head: say('insights.tenth'), cell: ({ p90 }) => written(p90), align: 'end' },
    {
      head: say('insights.kept'),
      cell: ({ kept, limited }) => (limited === 0 ? '—' : say('insights.ofThese', { kept, all: limited })),
      align: 'end',
    },
    {
      head: say('insights.stays'),
      cell: ({ status, week, stays }) => (
        <Link to={behind(view, { status, week: week.slice(0, 10) })}>{intl.formatNumber(stays)}</Link>
      ),
      align: 'end',
    },
  ];
  return (
    <details className={classes.details}>
      <summary>{say('insights.weeksShown')}</summary>
      <FiguresTable
        title={say('insights.byWeek')}
        columns={columns}
        rows={rows}
        rowId={row => `${row.lifecycle} ${row.status} ${row.week}`}
      />
    </details>
  );
}

function ms(iso: string): number {
  return durationOf(iso) ?? 0;
}

export function useWritten(): (iso: string) => string {
  const duration = useDuration();
  return iso => duration(ms(iso));
}
