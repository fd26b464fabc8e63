import { Anchor, Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { Link } from 'react-router';
import type { CreatedKey, Key } from '../../client/api.gen.ts';
import { answered, api } from '../../client/client.ts';
import { type Column, DataTable } from '../../kit/data-table.tsx';
import { Empty } from '../../kit/empty.tsx';
import { FilterBar, FilterChip } from '../../kit/filter-bar.tsx';
import { Loading } from '../../kit/loading.tsx';
import { Problem } from '../../kit/problem.tsx';
import { ToneBadge } from '../../kit/status-badge.tsx';
import { Ago, useNow } from '../../kit/time.tsx';
import { useUrlState } from '../../kit/url-state.ts';
import { useSay } from '../../words/say.tsx';
import { ShownOnce } from '../shown-once.tsx';
import { TabHead } from '../tab-head.tsx';
import { KeyEnd } from './key-end.tsx';
import { KEYS_KEY, standingOf } from './keys.ts';
import { NewKey } from './new-key.tsx';

type Opened = { what: 'new' } | { what: 'made'; made: CreatedKey } | { what: 'end'; key: Key } | null;

/** The keys of programs. */
export function KeysTab(): ReactNode {
  const say = useSay();
  const now = useNow();
  const [view, setView] = useUrlState({ revoked: '' });
  const [opened, setOpened] = useState<Opened>(null);
  const columns = useColumns(key => setOpened({ what: 'end', key }));
  const keys = useInfiniteQuery({
    queryKey: [...KEYS_KEY, view],
    queryFn: ({ signal, pageParam }) => {
      const cursor = pageParam === null ? {} : { cursor: pageParam };
      const revoked = view.revoked === 'true' ? { revoked: 'true' as const } : {};
      return answered(api.GET('/keys', { signal, params: { query: { ...cursor, ...revoked } } }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: page => page.nextCursor,
  });
  const rows = useMemo(() => keys.data?.pages.flatMap(({ items }) => items) ?? [], [keys.data]);
  const standing = rows.map(key => standingOf(key, now));
  const count = standing.filter(each => each === 'valid' || each === 'ending').length;
  const ending = standing.filter(each => each === 'ending').length;
  return (
    <>
      <TabHead
        answer={
          <>
            {keys.isSuccess ? `${say('settings.keys.answer', { count, ending })} ` : null}
            <Anchor component={Link} to="/reference" underline="always" inherit>
              {say('shell.page.reference')}
            </Anchor>
          </>
        }
        actions={<Button onClick={() => setOpened({ what: 'new' })}>{say('settings.keys.add')}</Button>}
      />
      <FilterBar>
        <FilterChip on={view.revoked === 'true'} onChange={on => setView({ revoked: on ? 'true' : '' })}>
          {say('settings.keys.alsoRevoked')}
        </FilterChip>
      </FilterBar>
      {keys.isPending ? <Loading shape="rows" /> : null}
      {keys.isError ? (
        <Problem error={keys.error} what={say('settings.keys.unknown')} onRetry={() => void keys.refetch()} />
      ) : null}
      {keys.isSuccess && rows.length === 0 ? <Empty>{say('settings.keys.none')}</Empty> : null}
      {rows.length > 0 ? (
        <DataTable
          label={say('settings.keys')}
          columns={columns}
          rows={rows}
          rowId={({ id }) => id}
          onEnd={keys.hasNextPage && !keys.isFetching ? () => void keys.fetchNextPage() : undefined}
        />
      ) : null}
      {opened?.what === 'new' ? (
        <NewKey onClose={() => setOpened(null)} onMade={made => setOpened({ what: 'made', made })} />
      ) : null}
      {opened?.what === 'made' ? (
        <ShownOnce
          title={say('settings.keys.made', { name: opened.made.key.name })}
          secret={opened.made.secret}
          onClose={() => setOpened(null)}
        >
          {say('settings.keys.madeWhy')}
        </ShownOnce>
      ) : null}
      {opened?.what === 'end' ? <KeyEnd apiKey={opened.key} onClose={() => setOpened(null)} /> : null}
    </>
  );
}

function useColumns(revoke: (key: Key) => void): readonly Column<Key>[] {
  const say = useSay();
  return [
    { id: 'name', head: say('settings.keys.name'), width: 'minmax(10rem, 1.5fr)', cell: ({ name }) => name },
    {
      id: 'role',
      head: say('settings.role'),
      width: 'minmax(9rem, 1fr)',
      cell: ({ role, partner, customer }) => {
        const whose = partner ?? customer;
        return say(`shell.role.${role}`) + (whose === null ? '' : ` · ${whose}`);
      },
    },
    {
      id: 'scopes',
      head: say('settings.keys.scopes'),
      width: 'minmax(8rem, 1fr)',
      cell: ({ scopes }) => scopes?.join(', ') ?? say('settings.keys.allScopes'),
    },
    { id: 'state', head: say('settings.keys.state'), width: 'minmax(9rem, 1fr)', cell: key => <Standing of={key} /> },
    { id: 'used', head: say('settings.keys.used'), width: '8rem', cell: ({ lastUsedAt }) => <Ago at={lastUsedAt} /> },
    {
      id: 'by',
      head: say('settings.keys.by'),
      width: '8rem',
      cell: ({ createdBy }) => createdBy ?? '—',
      phone: 'hidden',
    },
    {
      id: 'do',
      head: '',
      width: '7rem',
      align: 'end',
      cell: key =>
        key.revokedAt === null ? (
          <Button variant="subtle" size="compact-sm" onClick={() => revoke(key)}>
            {say('settings.keys.revoke')}
          </Button>
        ) : null,
    },
  ];
}

const TONES = { valid: 'calm', ending: 'watch', ended: 'late', revoked: 'broken' } as const;

function Standing({ of: key }: { of: Key }): ReactNode {
  const say = useSay();
  const standing = standingOf(key, useNow());
  return (
    <>
      <ToneBadge tone={TONES[standing]}>{say(`settings.keys.${standing}`)}</ToneBadge>
      {standing === 'ending' || standing === 'ended' ? <Ago at={key.expiresAt} /> : null}
      {standing === 'revoked' ? <Ago at={key.revokedAt} /> : null}
    </>
  );
}
