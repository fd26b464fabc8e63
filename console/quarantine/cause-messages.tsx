import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { Link } from 'react-router';
import { useMay } from '../client/session.ts';
import { type Column, DataTable } from '../kit/data-table.tsx';
import { Empty } from '../kit/empty.tsx';
import { Loading } from '../kit/loading.tsx';
import { Problem } from '../kit/problem.tsx';
import { Ago } from '../kit/time.tsx';
import { useSay } from '../words/say.tsx';
import { useCauseWords } from './cause-words.ts';
import { DismissDialog } from './dismiss-dialog.tsx';
import { OrderNames } from './order-names.tsx';
import classes from './quarantine.module.css';
import { type Group, type Message, messagesQuery, type State } from './queries.ts';
import { ReplayDialog } from './replay-dialog.tsx';
import { TryMapping } from './try-mapping.tsx';

type Props = {
  fingerprint: string;
  /** Undefined: there is none of it any more, or it is not known yet. */
  group: Group | undefined;
  state: State;
  trying: boolean;
  onTry: (on: boolean) => void;
  onOpen: (id: string) => void;
};

/** The messages that are here for one cause, and what can be done about all of them. */
export function CauseMessages({ fingerprint, group, state, trying, onTry, onOpen }: Props): ReactNode {
  const say = useSay();
  const words = useCauseWords();
  const mayTry = useMay('support', 'operator', 'manager', 'admin');
  const mayDecide = useMay('manager', 'admin');
  const [dialog, setDialog] = useState<'replay' | 'dismiss' | null>(null);
  const messages = useInfiniteQuery(messagesQuery(state, fingerprint));
  const rows = useMemo(() => messages.data?.pages.flatMap(({ items }) => items) ?? [], [messages.data]);
  const columns = useMemo((): Column<Message>[] => {
    return [
      {
        id: 'received',
        head: say('quarantine.received'),
        width: '9rem',
        cell: ({ id, receivedAt }) => (
          <button type="button" className={classes.open} onClick={() => onOpen(id)}>
            <Ago at={receivedAt} />
          </button>
        ),
      },
      {
        id: 'times',
        head: say('quarantine.timesHead'),
        width: '6rem',
        cell: ({ times }) => say('quarantine.times', { count: times }),
      },
      {
        id: 'route',
        head: say('quarantine.route'),
        width: 'minmax(8rem, 1fr)',
        cell: ({ exchange, routingKey }) =>
          exchange === null ? say('quarantine.overHttp') : [exchange, routingKey].filter(Boolean).join(' · '),
      },
      {
        id: 'orders',
        head: say('quarantine.orders'),
        width: 'minmax(8rem, 1fr)',
        cell: ({ orders }) => <OrderNames names={orders} most={2} />,
      },
      {
        id: 'begins',
        head: say('quarantine.begins'),
        width: 'minmax(10rem, 3fr)',
        cell: ({ bodyPreview }) => <code className={classes.begins}>{bodyPreview}</code>,
      },
    ];
  }, [say, onOpen]);
  const back = state === 'open' ? '?' : `?state=${state}`;
  return (
    <>
      <Link to={back} className={classes.back!}>
        <IconArrowLeft size={14} aria-hidden /> {say('quarantine.back')}
      </Link>
      <div className={classes.groupHead}>
        <div>
          <h2 className={classes.cause}>{group ? words(group) : fingerprint}</h2>
          {group ? <p className={classes.reason}>{group.sampleReason}</p> : null}
        </div>
        {group && state === 'open' ? (
          <div className={classes.actions}>
            {mayTry ? (
              <Button size="sm" variant="default" onClick={() => onTry(!trying)} aria-expanded={trying}>
                {say(trying ? 'quarantine.close' : 'quarantine.tryAll')}
              </Button>
            ) : null}
            {mayDecide ? (
              <>
                <Button size="sm" variant="default" onClick={() => setDialog('dismiss')}>
                  {say('quarantine.dismissAll')}
                </Button>
                <Button size="sm" onClick={() => setDialog('replay')}>
                  {say('quarantine.replayAll')}
                </Button>
              </>
            ) : null}
          </div>
        ) : null}
      </div>
      {trying && mayTry ? <TryMapping selection={{ fingerprint }} sample={rows[0]} /> : null}
      {messages.isPending ? <Loading shape="rows" /> : null}
      {messages.isError ? <Problem error={messages.error} onRetry={() => void messages.refetch()} /> : null}
      {messages.isSuccess && rows.length === 0 ? <Empty>{say('quarantine.noneInGroup')}</Empty> : null}
      {rows.length > 0 ? (
        <DataTable
          label={say('quarantine.messages')}
          columns={columns}
          rows={rows}
          rowId={({ id }) => id}
          onOpen={({ id }) => onOpen(id)}
          onEnd={messages.hasNextPage && !messages.isFetching ? () => void messages.fetchNextPage() : undefined}
          total={group?.count}
        />
      ) : null}
      <ReplayDialog
        opened={dialog === 'replay'}
        onClose={() => setDialog(null)}
        selection={{ filter: { fingerprint } }}
        title={say('quarantine.replayGroupTitle')}
      />
      <DismissDialog opened={dialog === 'dismiss'} onClose={() => setDialog(null)} selection={{ fingerprint }} />
    </>
  );
}
