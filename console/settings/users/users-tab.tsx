import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import type { CreatedUser, PasswordLink, User } from '../../client/api.gen.ts';
import { answered, api } from '../../client/client.ts';
import { type Column, DataTable } from '../../kit/data-table.tsx';
import { Loading } from '../../kit/loading.tsx';
import { Problem } from '../../kit/problem.tsx';
import { ToneBadge } from '../../kit/status-badge.tsx';
import { Ago } from '../../kit/time.tsx';
import { useSay } from '../../words/say.tsx';
import { TabHead } from '../tab-head.tsx';
import { LinkShown } from './link-shown.tsx';
import { NewUser } from './new-user.tsx';
import { UserChange } from './user-change.tsx';
import { USERS_KEY } from './users-key.ts';

type Opened =
  | { what: 'new' }
  | { what: 'user'; id: string }
  | { what: 'link'; name: string; link: PasswordLink }
  | null;

/** Who may sign in, and as what. */
export function UsersTab(): ReactNode {
  const say = useSay();
  const [opened, setOpened] = useState<Opened>(null);
  const columns = useColumns(id => setOpened({ what: 'user', id }));
  const users = useInfiniteQuery({
    queryKey: USERS_KEY,
    queryFn: ({ signal, pageParam }) =>
      answered(api.GET('/users', { signal, params: { query: pageParam === null ? {} : { cursor: pageParam } } })),
    initialPageParam: null as string | null,
    getNextPageParam: page => page.nextCursor,
  });
  const rows = useMemo(() => users.data?.pages.flatMap(({ items }) => items) ?? [], [users.data]);
  const showLink = ({ user, passwordLink }: CreatedUser) =>
    setOpened(passwordLink === null ? null : { what: 'link', name: user.displayName, link: passwordLink });
  const admins = rows.filter(({ role, disabled }) => role === 'admin' && !disabled).length;
  return (
    <>
      <TabHead
        answer={users.isSuccess ? say('settings.users.answer', { count: rows.length, admins }) : null}
        actions={<Button onClick={() => setOpened({ what: 'new' })}>{say('settings.users.add')}</Button>}
      />
      {users.isPending ? <Loading shape="rows" /> : null}
      {users.isError ? (
        <Problem error={users.error} what={say('settings.users.unknown')} onRetry={() => void users.refetch()} />
      ) : null}
      {users.isSuccess ? (
        <DataTable
          label={say('settings.users')}
          columns={columns}
          rows={rows}
          rowId={({ id }) => id}
          onOpen={({ id }) => setOpened({ what: 'user', id })}
          onEnd={users.hasNextPage && !users.isFetching ? () => void users.fetchNextPage() : undefined}
        />
      ) : null}
      {opened?.what === 'new' ? <NewUser onClose={() => setOpened(null)} onMade={showLink} /> : null}
      {opened?.what === 'user' ? (
        <UserChange
          id={opened.id}
          onClose={() => setOpened(null)}
          onLink={(name, link) => setOpened({ what: 'link', name, link })}
        />
      ) : null}
      {opened?.what === 'link' ? (
        <LinkShown name={opened.name} link={opened.link} onClose={() => setOpened(null)} />
      ) : null}
    </>
  );
}

function useColumns(open: (id: string) => void): readonly Column<User>[] {
  const say = useSay();
  return [
    {
      id: 'name',
      head: say('settings.users.name'),
      width: 'minmax(10rem, 2fr)',
      cell: ({ id, displayName, name }) => (
        <>
          <Button variant="transparent" size="compact-sm" px={0} onClick={() => open(id)}>
            {displayName}
          </Button>
          {displayName === name ? null : <span>{name}</span>}
        </>
      ),
    },
    {
      id: 'role',
      head: say('settings.role'),
      width: 'minmax(8rem, 1fr)',
      cell: ({ role, partner }) => say(`shell.role.${role}`) + (partner === null ? '' : ` · ${partner}`),
    },
    {
      id: 'state',
      head: say('settings.users.state'),
      width: 'minmax(9rem, 1fr)',
      cell: user => <StateOf user={user} />,
    },
    {
      id: 'seen',
      head: say('settings.users.seen'),
      width: '9rem',
      cell: ({ lastSeenAt }) => <Ago at={lastSeenAt} />,
    },
  ];
}

function StateOf({ user }: { user: User }): ReactNode {
  const say = useSay();
  if (user.disabled) return <ToneBadge tone="broken">{say('settings.users.disabled')}</ToneBadge>;
  if (user.external) return <ToneBadge tone="calm">{say('settings.users.external')}</ToneBadge>;
  if (!user.hasPassword) return <ToneBadge tone="watch">{say('settings.users.noPassword')}</ToneBadge>;
  return <ToneBadge tone="calm">{say('settings.users.local')}</ToneBadge>;
}
