import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import type { Notification } from '../client/api.gen.ts';
import { type Column, DataTable } from '../kit/data-table.tsx';
import { Empty } from '../kit/empty.tsx';
import { FilterBar, FilterChip, FilterSelect } from '../kit/filter-bar.tsx';
import { Loading } from '../kit/loading.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { Problem } from '../kit/problem.tsx';
import { ToneBadge } from '../kit/status-badge.tsx';
import { Ago } from '../kit/time.tsx';
import { useUrlState } from '../kit/url-state.ts';
import { useSay } from '../words/say.tsx';
import { About } from './about.tsx';
import { ChannelStrip } from './channel-strip.tsx';
import { HeldCustomers } from './held-customers.tsx';
import { MessagePanel } from './message-panel.tsx';
import { toneOfMessage, useMessageWords } from './message-words.ts';
import classes from './notifications.module.css';
import { messagesQuery } from './queries.ts';
import { Recipient } from './recipient.tsx';
import { useAnswer } from './use-answer.tsx';

const STATES = ['queued', 'sending', 'sent', 'delivered', 'failed', 'unknown', 'dead', 'dropped', 'dry_run'];
const CHANNELS = ['email', 'sms', 'telegram', 'slack', 'webhook'];
const KINDS = ['customer', 'partner', 'staff'];
const NO_FILTERS = { state: '', channel: '', kind: '', troubled: '', order: '', incident: '' };

/** What went to whom, what became of it, and why something did not go. */
export function NotificationsPage(): ReactNode {
  const say = useSay();
  const words = useMessageWords();
  const answer = useAnswer();
  const [view, setView] = useUrlState({ ...NO_FILTERS, message: '' });
  const messages = useInfiniteQuery(messagesQuery(view));
  const rows = useMemo(() => messages.data?.pages.flatMap(({ items }) => items) ?? [], [messages.data]);
  const isFiltered = Object.keys(NO_FILTERS).some(name => view[name as keyof typeof NO_FILTERS] !== '');
  const options = (codes: readonly string[], word: (code: string) => string) =>
    codes.map(value => ({ value, label: word(value) }));
  const columns = useMemo((): Column<Notification>[] => {
    return [
      {
        id: 'what',
        head: say('notifications.what'),
        width: 'minmax(10rem, 1.4fr)',
        cell: ({ id, template }) => (
          <button type="button" className={classes.open} onClick={() => setView({ message: id })}>
            {words.template(template)}
          </button>
        ),
      },
      {
        id: 'state',
        head: say('notifications.how'),
        width: 'minmax(12rem, 1.6fr)',
        cell: ({ state, reason }) => (
          <span className={classes.how}>
            <ToneBadge tone={toneOfMessage(state)}>{words.state(state)}</ToneBadge>
            {reason === null ? null : <span className={classes.why}>{words.why(reason)}</span>}
          </span>
        ),
      },
      {
        id: 'about',
        head: say('notifications.about'),
        width: 'minmax(8rem, 1fr)',
        cell: message => <About message={message} />,
      },
      {
        id: 'to',
        head: say('notifications.to'),
        width: 'minmax(12rem, 1.6fr)',
        cell: ({ recipient, address }) => (
          <span className={classes.to} title={address}>
            <Recipient name={recipient} /> · {address}
          </span>
        ),
      },
      {
        id: 'channel',
        head: say('notifications.filter.channel'),
        width: '7rem',
        cell: ({ channel }) => words.channel(channel),
      },
      {
        id: 'queued',
        head: say('notifications.queued'),
        width: '8rem',
        cell: ({ queuedAt }) => <Ago at={queuedAt} />,
      },
    ];
  }, [say, words.state, words.why, words.channel, words.template, setView]);
  return (
    <>
      <PageHead title={say('shell.page.notifications')} answer={answer} />
      <ChannelStrip />
      <HeldCustomers />
      <FilterBar onClear={isFiltered ? () => setView(NO_FILTERS) : undefined}>
        <FilterChip on={view.troubled !== ''} onChange={on => setView({ troubled: on ? 'true' : '', state: '' })}>
          {say('notifications.troubled')}
        </FilterChip>
        <FilterSelect
          label={say('notifications.filter.state')}
          value={view.state}
          onChange={state => setView({ state, troubled: '' })}
          options={options(STATES, words.state)}
        />
        <FilterSelect
          label={say('notifications.filter.channel')}
          value={view.channel}
          onChange={channel => setView({ channel })}
          options={options(CHANNELS, words.channel)}
        />
        <FilterSelect
          label={say('notifications.filter.kind')}
          value={view.kind}
          onChange={kind => setView({ kind })}
          options={options(KINDS, words.kind)}
        />
        {view.order === '' ? null : (
          <FilterChip on onChange={() => setView({ order: '' })}>
            {view.order}
          </FilterChip>
        )}
        {view.incident === '' ? null : (
          <FilterChip on onChange={() => setView({ incident: '' })}>
            {say('notifications.incident', { id: view.incident })}
          </FilterChip>
        )}
      </FilterBar>
      {messages.isPending ? <Loading shape="rows" /> : null}
      {messages.isError ? <Problem error={messages.error} onRetry={() => void messages.refetch()} /> : null}
      {messages.isSuccess && rows.length === 0 ? (
        <Empty>{say(isFiltered ? 'notifications.none' : 'notifications.noneYet')}</Empty>
      ) : null}
      {rows.length > 0 ? (
        <DataTable
          label={say('shell.page.notifications')}
          columns={columns}
          rows={rows}
          rowId={({ id }) => id}
          onOpen={({ id }) => setView({ message: id })}
          tone={({ state }) => (['broken', 'watch'].includes(toneOfMessage(state)) ? toneOfMessage(state) : null)}
          onEnd={messages.hasNextPage && !messages.isFetching ? () => void messages.fetchNextPage() : undefined}
        />
      ) : null}
      <MessagePanel
        id={view.message}
        onClose={() => setView({ message: '' })}
        onOpen={id => setView({ message: id })}
      />
    </>
  );
}
