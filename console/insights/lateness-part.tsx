import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { Link } from 'react-router';
import type { Insights } from '../client/api.gen.ts';
import { useSay } from '../words/say.tsx';
import { useWritten } from './dwell-part.tsx';
import { type FigureColumn, FiguresTable } from './figures-table.tsx';
import { behind, type InsightsView } from './view.ts';
import { Bar } from './weeks-chart.tsx';

type Lateness = Insights['partners'][number];

/** Whose orders are late, and which ones. */
export function LatenessPart({ insights, view }: { insights: Insights; view: InsightsView }): ReactNode {
  const say = useSay();
  const partner = ({ name }: Lateness): Partial<InsightsView> =>
    name === null ? { noPartner: 'true' } : { partner: name };
  const productClass = ({ name }: Lateness): Partial<InsightsView> =>
    name === null ? { noProductClass: 'true' } : { productClass: name };
  return (
    <>
      <LatenessTable
        title={say('insights.partners')}
        head={say('insights.partner')}
        nameless={say('insights.noPartner')}
        rows={insights.partners}
        of={partner}
        view={view}
      />
      <LatenessTable
        title={say('insights.productClasses')}
        head={say('insights.productClass')}
        nameless={say('insights.noProductClass')}
        rows={insights.productClasses}
        of={productClass}
        view={view}
      />
    </>
  );
}

function LatenessTable(props: {
  title: string;
  head: string;
  nameless: string;
  rows: readonly Lateness[];
  of: (row: Lateness) => Partial<InsightsView>;
  view: InsightsView;
}): ReactNode {
  const { title, head, nameless, rows, of, view } = props;
  const say = useSay();
  const intl = useIntl();
  const written = useWritten();
  const columns: FigureColumn<Lateness>[] = [
    { head, cell: ({ name }) => name ?? nameless },
    {
      head: say('insights.late'),
      cell: row => (
        <Link to={behind(view, { ...of(row), late: 'true' })}>
          <Bar share={row.late / row.orders} tone="late" />
          {intl.formatNumber(row.late / row.orders, { style: 'percent', maximumFractionDigits: 1 })}
        </Link>
      ),
      align: 'end',
    },
    {
      head: say('insights.orders'),
      cell: row => <Link to={behind(view, of(row))}>{intl.formatNumber(row.orders)}</Link>,
      align: 'end',
    },
    {
      head: say('insights.promises'),
      cell: row =>
        row.promised === 0 ? (
          '—'
        ) : (
          <Link to={behind(view, { ...of(row), promise: 'missed' })}>
            {say('insights.ofThese', { kept: row.kept, all: row.promised })}
          </Link>
        ),
      align: 'end',
    },
    {
      head: say('insights.endToEnd'),
      cell: ({ median }) => (median === null ? '—' : written(median)),
      align: 'end',
    },
  ];
  return <FiguresTable title={title} columns={columns} rows={rows} rowId={({ name }) => name ?? ''} />;
}
