import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { useIntl } from 'react-intl';
import { Link } from 'react-router';
import { type Column, DataTable } from '../kit/data-table.tsx';
import { Empty } from '../kit/empty.tsx';
import { Loading } from '../kit/loading.tsx';
import { Problem } from '../kit/problem.tsx';
import { Ago } from '../kit/time.tsx';
import { useSay } from '../words/say.tsx';
import { useCauseWords } from './cause-words.ts';
import classes from './quarantine.module.css';
import type { Group, State } from './queries.ts';

type Answer = { items: Group[] };

/** Why messages could not be understood, the largest cause first; a row opens its messages. */
export function CauseList({ groups, state }: { groups: UseQueryResult<Answer>; state: State }): ReactNode {
  const say = useSay();
  const words = useCauseWords();
  const intl = useIntl();
  const search = state === 'open' ? '' : `state=${state}&`;
  const columns = useMemo((): Column<Group>[] => {
    const href = ({ fingerprint }: Group) => `?${search}group=${encodeURIComponent(fingerprint)}`;
    return [
      {
        id: 'cause',
        head: say('quarantine.cause'),
        width: 'minmax(14rem, 2fr)',
        cell: group => <Link to={href(group)}>{words(group)}</Link>,
      },
      {
        id: 'from',
        head: say('quarantine.from'),
        width: 'minmax(8rem, 1fr)',
        cell: ({ source, exchanges }) => [source, ...exchanges].filter(Boolean).join(' · ') || '—',
      },
      {
        id: 'count',
        head: say('quarantine.count'),
        width: '7rem',
        align: 'end',
        cell: ({ count }) => intl.formatNumber(count),
      },
      {
        id: 'trend',
        head: say('quarantine.trend'),
        width: '8rem',
        cell: ({ trend }) => <Trend hours={trend} />,
      },
      {
        id: 'orders',
        head: say('quarantine.orders'),
        width: '8rem',
        align: 'end',
        cell: ({ orders: { count, more } }) =>
          more ? say('quarantine.ordersMore', { count }) : intl.formatNumber(count),
      },
      {
        id: 'first',
        head: say('quarantine.first'),
        width: '8rem',
        phone: 'hidden',
        cell: ({ firstAt }) => <Ago at={firstAt} />,
      },
      { id: 'last', head: say('quarantine.last'), width: '8rem', cell: ({ lastAt }) => <Ago at={lastAt} /> },
    ];
  }, [say, words, intl, search]);
  if (groups.isPending) return <Loading shape="rows" />;
  if (groups.isError) return <Problem error={groups.error} onRetry={() => void groups.refetch()} />;
  if (groups.data.items.length === 0) {
    return <Empty>{say(state === 'open' ? 'quarantine.none' : 'quarantine.noneDismissed')}</Empty>;
  }
  return (
    <DataTable
      label={say('quarantine.groups')}
      columns={columns}
      rows={groups.data.items}
      rowId={({ fingerprint }) => fingerprint}
      href={({ fingerprint }) => `?${search}group=${encodeURIComponent(fingerprint)}`}
      tone={() => (state === 'open' ? 'broken' : null)}
    />
  );
}

/** A bar an hour. What it says in a number is said to those who don't see it. */
export function Trend({ hours }: { hours: readonly number[] }): ReactNode {
  const say = useSay();
  const most = Math.max(1, ...hours);
  const told = say('quarantine.trendTold', { count: hours.reduce((sum, count) => sum + count, 0) });
  return (
    <svg className={classes.trend} viewBox={`0 0 ${hours.length * 4} 20`} role="img" aria-label={told}>
      <title>{told}</title>
      {hours.map((count, hour) => {
        const height = count === 0 ? 1 : Math.max(3, (count / most) * 20);
        // biome-ignore lint/suspicious/noArrayIndexKey: an hour is its place.
        return <rect key={hour} x={hour * 4} y={20 - height} width="3" height={height} data-none={count === 0} />;
      })}
    </svg>
  );
}
