import { Button, TextInput } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { AuditEntry } from '../client/api.gen.ts';
import { answered, api } from '../client/client.ts';
import { type Column, DataTable } from '../kit/data-table.tsx';
import { Empty } from '../kit/empty.tsx';
import { FilterBar, FilterChip, FilterSelect } from '../kit/filter-bar.tsx';
import { Loading } from '../kit/loading.tsx';
import { fromLocal } from '../kit/local-time.ts';
import { PageHead } from '../kit/page-head.tsx';
import { Problem } from '../kit/problem.tsx';
import { Ago } from '../kit/time.tsx';
import { useUrlState } from '../kit/url-state.ts';
import { useReader } from '../words/language.tsx';
import { useSay } from '../words/say.tsx';
import classes from './audit.module.css';
import { useAuditWords } from './audit-words.tsx';
import { EntryPanel } from './entry-panel.tsx';

const DAY_MS = 24 * 3_600_000;

/** What an action begins with. */
const ACTIONS = [
  'order',
  'incident',
  'silence',
  'absence',
  'override',
  'notification',
  'preferences',
  'customer',
  'quarantine',
  'view',
  'user',
  'key',
] as const;
const NO_FILTERS = { q: '', who: '', action: '', subjectId: '', from: '', to: '' };
const DEFAULTS = { ...NO_FILTERS, entry: '' };
type View = typeof NO_FILTERS;

/** Who did what to what, when, from where and why. */
export function AuditPage(): ReactNode {
  const say = useSay();
  const { zone } = useReader();
  const words = useAuditWords();
  const [{ entry, ...view }, setView] = useUrlState(DEFAULTS);
  const query = asked(view, zone);
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
  const columns: Column<AuditEntry>[] = [
    { id: 'when', head: say('audit.when'), cell: ({ at }) => <Ago at={at} />, width: '100px', phone: 'line' },
    {
      id: 'who',
      head: say('audit.who'),
      cell: ({ who }) => (
        <button
          type="button"
          className={classes.who}
          title={say('audit.allOf', { who })}
          onClick={() => setView({ who })}
        >
          {who}
        </button>
      ),
      width: 'minmax(6rem, 0.8fr)',
    },
    {
      id: 'what',
      head: say('audit.what'),
      cell: row => <span className={classes.sentence}>{words.did(row)}</span>,
      width: 'minmax(14rem, 2.4fr)',
      phone: 'title',
    },
    {
      id: 'change',
      head: say('audit.change'),
      cell: row => <span className={classes.sentence}>{words.changes(row).map(words.change).join(' · ') || '—'}</span>,
      width: 'minmax(12rem, 2fr)',
    },
    {
      id: 'why',
      head: say('audit.why'),
      cell: ({ reason }) => <span className={classes.sentence}>{reason ?? '—'}</span>,
      width: 'minmax(8rem, 1.5fr)',
    },
    { id: 'from', head: say('audit.from'), cell: ({ from }) => from ?? '—', width: '120px', phone: 'hidden' },
  ];
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
      <FilterBar onClear={isFiltered ? () => setView(NO_FILTERS) : undefined}>
        <TextInput
          className={classes.wide!}
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
        <span className={classes.day}>
          {say('audit.since')}
          <TextInput
            type="date"
            aria-label={say('audit.since')}
            value={view.from}
            onChange={event => setView({ from: event.currentTarget.value })}
          />
        </span>
        <span className={classes.day}>
          {say('audit.until')}
          <TextInput
            type="date"
            aria-label={say('audit.until')}
            value={view.to}
            onChange={event => setView({ to: event.currentTarget.value })}
          />
        </span>
        {view.subjectId === '' ? null : (
          <FilterChip on onChange={() => setView({ subjectId: '' })}>
            {view.subjectId}
          </FilterChip>
        )}
      </FilterBar>
      {list.isPending ? <Loading shape="rows" /> : null}
      {list.isError ? <Problem error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.data && rows.length === 0 ? <Empty>{say(isFiltered ? 'audit.none' : 'audit.noneYet')}</Empty> : null}
      {rows.length > 0 ? (
        <DataTable
          label={say('shell.page.audit')}
          columns={columns}
          rows={rows}
          rowId={({ sequence }) => String(sequence)}
          onOpen={({ sequence }) => setView({ entry: String(sequence) })}
          onEnd={() => {
            if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
          }}
        />
      ) : null}
      <EntryPanel
        entry={rows.find(({ sequence }) => String(sequence) === entry)}
        onClose={() => setView({ entry: '' })}
      />
    </>
  );
}

/** What stands at its default is not asked for. Days are those of the reader's clocks, and both are meant whole. */
function asked({ from, to, ...rest }: View, zone: string): Partial<View> {
  const asked = { ...rest, from: midnight(from, 0, zone), to: midnight(to, 1, zone) };
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== ''));
}

/** The instant at which a day begins, or one so many days after it; empty: it is no day. */
function midnight(day: string, after: number, zone: string): string {
  const date = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(date)) return '';
  const at = fromLocal(new Date(date + after * DAY_MS).toISOString(), zone);
  return at === null ? '' : new Date(at).toISOString();
}

function Chain(): ReactNode {
  const say = useSay();
  const chain = useQuery({
    queryKey: ['audit', 'chain'],
    queryFn: ({ signal }) => answered(api.GET('/audit/chain', { signal })),
  });
  if (!chain.data) return say('audit.checking');
  const { rows, intact, faults } = chain.data;
  const [fault] = faults;
  if (intact || fault === undefined) return say('audit.intact', { rows });
  return say(`audit.broken.${fault.kind}`, { from: fault.from, count: fault.to - fault.from + 1, to: fault.to });
}
