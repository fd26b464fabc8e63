import { Fragment, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { Link } from 'react-router';
import type { Insights } from '../client/api.gen.ts';
import { useLifecycleWords } from '../kit/lifecycle-words.ts';
import { ToneBadge } from '../kit/status-badge.tsx';
import { useSay } from '../words/say.tsx';
import { useWritten } from './dwell-part.tsx';
import { type FigureColumn, FiguresTable } from './figures-table.tsx';
import classes from './insights.module.css';
import { behind, type InsightsView } from './view.ts';

type Way = Insights['variants']['items'][number];
type Step = Insights['transitions'][number];

/** Which ways orders took, held against the declared one, and the steps that they are made of. */
export function WaysPart({ insights, view }: { insights: Insights; view: InsightsView }): ReactNode {
  const say = useSay();
  const intl = useIntl();
  const words = useLifecycleWords();
  const written = useWritten();
  const { ended, ways, items } = insights.variants;
  const columns: FigureColumn<Way>[] = [
    { head: say('insights.way'), cell: way => <WayShown way={way} /> },
    {
      head: say('insights.orders'),
      cell: ({ id, orders }) => <Link to={behind(view, { variant: id })}>{intl.formatNumber(orders)}</Link>,
      align: 'end',
    },
    {
      head: say('insights.share'),
      cell: ({ orders }) => intl.formatNumber(orders / ended, { style: 'percent', maximumFractionDigits: 1 }),
      align: 'end',
    },
    {
      head: say('insights.late'),
      cell: ({ id, late }) =>
        late === 0 ? '0' : <Link to={behind(view, { variant: id, late: 'true' })}>{intl.formatNumber(late)}</Link>,
      align: 'end',
    },
    { head: say('insights.took'), cell: ({ median }) => written(median), align: 'end' },
  ];
  const named = (status: string, lifecycle: string) => words.status(status, lifecycle);
  const steps: FigureColumn<Step>[] = [
    {
      head: say('insights.step'),
      cell: ({ from, to, lifecycle }) => `${named(from, lifecycle)} → ${named(to, lifecycle)}`,
    },
    {
      head: say('insights.stepDeclared'),
      cell: ({ declared }) =>
        declared ? say('insights.stepYes') : <ToneBadge tone="broken">{say('insights.stepNo')}</ToneBadge>,
    },
    {
      head: say('insights.orders'),
      cell: ({ from, to, orders }) =>
        orders === 0 ? (
          <span className={classes.quiet}>{say('insights.stepNever')}</span>
        ) : (
          <Link to={behind(view, { status: from, next: to })}>{intl.formatNumber(orders)}</Link>
        ),
      align: 'end',
    },
    {
      head: say('insights.stepBefore'),
      cell: ({ median }) => (median === null ? '—' : written(median)),
      align: 'end',
    },
  ];
  return (
    <>
      <FiguresTable
        title={say('insights.ways')}
        why={say('insights.waysWhy', { ended, ways })}
        columns={columns}
        rows={items}
        rowId={({ id }) => id}
        none={say('insights.noWays')}
      />
      <FiguresTable
        title={say('insights.steps')}
        why={say('insights.stepsWhy')}
        columns={steps}
        rows={insights.transitions}
        rowId={({ lifecycle, from, to }) => `${lifecycle} ${from} ${to}`}
      />
    </>
  );
}

function WayShown({ way: variant }: { way: Way }): ReactNode {
  const say = useSay();
  const words = useLifecycleWords();
  const { way, lifecycle, expected, repeated, skipped, undeclared } = variant;
  const named = (status: string) => words.status(status, lifecycle);
  const all = (statuses: readonly string[]) => statuses.map(named).join(', ');
  return (
    <div className={classes.way}>
      {way.map((status, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a way comes through a status more than once.
        <Fragment key={index}>
          {index === 0 ? null : <span className={classes.arrow}>→</span>}
          {named(status)}
        </Fragment>
      ))}
      <div className={classes.marks}>
        {expected ? <ToneBadge tone="done">{say('insights.expected')}</ToneBadge> : null}
        {repeated.length > 0 ? (
          <ToneBadge tone="watch">{say('insights.repeated', { statuses: all(repeated) })}</ToneBadge>
        ) : null}
        {skipped.length > 0 ? (
          <ToneBadge tone="watch">{say('insights.skipped', { statuses: all(skipped) })}</ToneBadge>
        ) : null}
        {undeclared.length > 0 ? (
          <ToneBadge tone="broken">
            {say('insights.undeclared', {
              steps: undeclared.map(({ from, to }) => `${named(from)} → ${named(to)}`).join(', '),
            })}
          </ToneBadge>
        ) : null}
      </div>
    </div>
  );
}
