import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { Link } from 'react-router';
import type { Insights } from '../client/api.gen.ts';
import { answered, api } from '../client/client.ts';
import { serverNow } from '../client/freshness.ts';
import { Empty } from '../kit/empty.tsx';
import { FilterBar, FilterSelect } from '../kit/filter-bar.tsx';
import { useLifecycleWords } from '../kit/lifecycle-words.ts';
import { Loading } from '../kit/loading.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { Problem } from '../kit/problem.tsx';
import { Say, useSay } from '../words/say.tsx';
import { DwellPart } from './dwell-part.tsx';
import { FigureOrders } from './figure-orders.tsx';
import classes from './insights.module.css';
import { LatenessPart } from './lateness-part.tsx';
import { RulesPart } from './rules-part.tsx';
import { askedOf, behind, DAYS, type InsightsView, NOTHING_ASKED, useInsightsView } from './view.ts';
import { WaysPart } from './ways-part.tsx';

export function InsightsPage(): ReactNode {
  const [view] = useInsightsView();
  const asked = askedOf(view, serverNow());
  if (view.orders === '') return <Figures asked={asked} />;
  const { orders: _shown, status: _status, ...rest } = view;
  return <FigureOrders view={view} asked={asked} onBack={addressOf(rest)} />;
}

/** The figures of the same orders, but for the partner or class that was followed to its orders. */
function addressOf({ days, lifecycle }: Pick<InsightsView, 'days' | 'lifecycle'>): string {
  const kept = Object.entries({ days, lifecycle }).filter(([name, value]) => {
    return value !== NOTHING_ASKED[name as 'days' | 'lifecycle'];
  });
  return `?${new URLSearchParams(kept)}`;
}

function Figures({ asked }: { asked: Record<string, string> }): ReactNode {
  const say = useSay();
  const [view] = useInsightsView();
  const insights = useQuery({
    queryKey: ['insights', asked],
    queryFn: ({ signal }) => answered(api.GET('/insights', { signal, params: { query: asked } })),
    staleTime: 60_000,
    placeholderData: before => before,
  });
  const { data } = insights;
  return (
    <>
      <PageHead
        title={say('shell.page.insights')}
        answer={data && data.orders.orders > 0 ? <Answer insights={data} view={view} /> : undefined}
      />
      <Filters insights={data} />
      {insights.isPending ? <Loading shape="page" /> : null}
      {insights.isError ? <Problem error={insights.error} onRetry={() => void insights.refetch()} /> : null}
      {data && !data.whole ? <p className={classes.notice}>{say('insights.notWhole')}</p> : null}
      {data?.orders.orders === 0 ? <Empty>{say('insights.none')}</Empty> : null}
      {data && data.orders.orders > 0 ? (
        <>
          <DwellPart insights={data} view={view} />
          <WaysPart insights={data} view={view} />
          <LatenessPart insights={data} view={view} />
          <RulesPart insights={data} view={view} />
        </>
      ) : null}
    </>
  );
}

function Answer({ insights, view }: { insights: Insights; view: InsightsView }): ReactNode {
  const intl = useIntl();
  const { orders, dwell } = insights;
  const limited = dwell.reduce((sum, status) => sum + status.limited, 0);
  const kept = dwell.reduce((sum, status) => sum + status.kept, 0);
  const percent = (part: number, all: number) =>
    intl.formatNumber(all === 0 ? 1 : part / all, { style: 'percent', maximumFractionDigits: 1 });
  const link = (figure: Partial<InsightsView>) => (text: ReactNode[]) => <Link to={behind(view, figure)}>{text}</Link>;
  return (
    <>
      <Say
        id="insights.answer"
        values={{
          share: percent(kept, limited),
          limited,
          count: orders.orders,
          passed: orders.late,
          late: link({ late: 'true' }),
          orders: link({}),
        }}
      />{' '}
      {orders.promised === 0 ? null : (
        <Say
          id="insights.answerPromises"
          values={{
            share: percent(orders.kept, orders.promised),
            promised: orders.promised,
            unkept: orders.promised - orders.kept,
            kept: link({ promise: 'kept' }),
            missed: link({ promise: 'missed' }),
          }}
        />
      )}
    </>
  );
}

function Filters({ insights }: { insights: Insights | undefined }): ReactNode {
  const say = useSay();
  const { lifecycles } = useLifecycleWords();
  const [view, setView] = useInsightsView();
  const { days, lifecycle, partner, productClass } = view;
  const names = (rows: Insights['partners'] | undefined, chosen: string) =>
    [...new Set([...(rows ?? []).flatMap(({ name }) => name ?? []), ...(chosen === '' ? [] : [chosen])])].map(name => ({
      value: name,
      label: name,
    }));
  const isSet = lifecycle !== '' || partner !== '' || productClass !== '' || days !== NOTHING_ASKED.days;
  return (
    <FilterBar
      onClear={isSet ? () => setView({ days: '90', lifecycle: '', partner: '', productClass: '' }) : undefined}
    >
      <FilterSelect
        label={say('insights.time')}
        any={say('insights.days', { days: 90 })}
        value={days === '90' ? '' : days}
        onChange={chosen => setView({ days: chosen === '' ? '90' : chosen })}
        options={DAYS.filter(one => one !== '90').map(one => ({
          value: one,
          label: say('insights.days', { days: Number(one) }),
        }))}
      />
      {lifecycles.length > 1 ? (
        <FilterSelect
          label={say('insights.lifecycle')}
          value={lifecycle}
          onChange={chosen => setView({ lifecycle: chosen })}
          options={lifecycles.map(({ name }) => ({ value: name, label: name }))}
        />
      ) : null}
      <FilterSelect
        label={say('insights.partner')}
        value={partner}
        onChange={chosen => setView({ partner: chosen })}
        options={names(insights?.partners, partner)}
      />
      <FilterSelect
        label={say('insights.productClass')}
        value={productClass}
        onChange={chosen => setView({ productClass: chosen })}
        options={names(insights?.productClasses, productClass)}
      />
    </FilterBar>
  );
}
