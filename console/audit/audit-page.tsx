import { Button, TextInput } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { Link } from 'react-router';
import type { AuditEntry } from '../client/api.gen.ts';
import { answered, api } from '../client/client.ts';
import { type Column, DataTable } from '../kit/data-table.tsx';
import { Empty } from '../kit/empty.tsx';
import { FilterBar, FilterSelect } from '../kit/filter-bar.tsx';
import { Loading } from '../kit/loading.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { Problem } from '../kit/problem.tsx';
import { Ago } from '../kit/time.tsx';
import { useUrlState } from '../kit/url-state.ts';
import { useSay } from '../words/say.tsx';
import { differenceOf } from './difference.ts';

const ACTIONS = ['order', 'incident', 'silence', 'notification', 'quarantine', 'user', 'key'] as const;
const DEFAULTS = { q: '', who: '', action: '', subjectId: '', from: '', to: '' };
type View = typeof DEFAULTS;

/** Who did what to what, when, from where and why. */
export function AuditPage(): ReactNode {
  const say = useSay();
  const [view, setView] = useUrlState(DEFAULTS);
  const query = asked(view);
  const list = useInfiniteQuery({
    queryKey: ['audit', query],
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) => {
      const page = pageParam === '' ? {} : { cursor: pageParam };
      return answered(api.GET('/audit', { signal, params: { query: { ...query, ...page, limit: 100 } } }));
    },
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const columns = useMemo(() => columnsOf(say), [say]);
  const isFiltered = Object.keys(query).length > 0;
  const csv = `/api/v1/audit?${new URLSearchParams({ ...query, format: 'csv' })}`;
  return (
    <>
      <PageHead
        title={say('shell.page.audit')}
        answer={<Chain />}
        actions={
          <Button component="a" href={csv} variant="default" download="audit.csv">
            {say('audit.export')}
          </Button>
        }
      />
      <FilterBar onClear={isFiltered ? () => setView(DEFAULTS) : undefined}>
        <TextInput
          aria-label={say('audit.search')}
          placeholder={say('audit.search')}
          value={view.q}
          onChange={event => setView({ q: event.currentTarget.value })}
        />
        <FilterSelect
          label={say('audit.action')}
          value={view.action}
          onChange={action => setView({ action })}
          options={[
            { value: '', label: say('audit.anyAction') },
            ...ACTIONS.map(action => ({ value: action, label: say(`audit.action.${action}`) })),
          ]}
        />
        <TextInput
          aria-label={say('audit.who')}
          placeholder={say('audit.who')}
          value={view.who}
          onChange={event => setView({ who: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          aria-label={say('audit.since')}
          value={view.from}
          onChange={event => setView({ from: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          aria-label={say('audit.until')}
          value={view.to}
          onChange={event => setView({ to: event.currentTarget.value })}
        />
      </FilterBar>
      {list.isPending ? <Loading shape="rows" /> : null}
      {list.isError ? <Problem error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.data && rows.length === 0 ? <Empty>{say('audit.none')}</Empty> : null}
      {rows.length > 0 ? (
        <DataTable
          label={say('shell.page.audit')}
          columns={columns}
          rows={rows}
          rowId={({ sequence }) => String(sequence)}
          onEnd={() => {
            if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
          }}
        />
      ) : null}
    </>
  );
}

/** What stands at its default is not asked for. */
function asked(view: View): Partial<View> {
  return Object.fromEntries(Object.entries(view).filter(([, value]) => value !== ''));
}

function Chain(): ReactNode {
  const say = useSay();
  const chain = useQuery({
    queryKey: ['audit', 'chain'],
    queryFn: ({ signal }) => answered(api.GET('/audit/chain', { signal })),
  });
  if (!chain.data) return say('audit.checking');
  const { rows, intact, faults } = chain.data;
  return intact ? say('audit.intact', { rows }) : say('audit.broken', { why: faults[0]?.why ?? '' });
}

function columnsOf(say: ReturnType<typeof useSay>): Column<AuditEntry>[] {
  return [
    { id: 'when', head: say('audit.when'), cell: ({ at }) => <Ago at={at} />, width: '110px' },
    { id: 'who', head: say('audit.who'), cell: ({ who }) => who, width: 'minmax(7rem, 1fr)', phone: 'title' },
    { id: 'what', head: say('audit.what'), cell: ({ action }) => action, width: 'minmax(9rem, 1fr)' },
    { id: 'subject', head: say('audit.subject'), cell: entry => <Subject entry={entry} />, width: 'minmax(8rem, 1fr)' },
    { id: 'change', head: say('audit.change'), cell: entry => <Change entry={entry} />, width: 'minmax(12rem, 2fr)' },
    { id: 'why', head: say('audit.why'), cell: ({ reason }) => reason ?? '—', width: 'minmax(9rem, 2fr)' },
    { id: 'from', head: say('audit.from'), cell: ({ from }) => from ?? '—', width: '120px' },
  ];
}

function Subject({ entry: { subject } }: { entry: AuditEntry }): ReactNode {
  const { kind, id } = subject;
  if (kind === 'order') return <Link to={`/orders/${encodeURIComponent(id)}`}>{id}</Link>;
  if (kind === 'incident') return <Link to={`/incidents/${encodeURIComponent(id)}`}>{`#${id}`}</Link>;
  return `${kind} ${id}`;
}

function Change({ entry: { before, after } }: { entry: AuditEntry }): ReactNode {
  const say = useSay();
  const changed = differenceOf(before, after).map(one =>
    one.before === null
      ? say('audit.set', { field: one.field, after: one.after })
      : say('audit.changed', { field: one.field, before: one.before, after: one.after }),
  );
  return changed.length === 0 ? '—' : changed.join(' · ');
}
