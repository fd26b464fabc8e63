import { Button, Drawer } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useIntl } from 'react-intl';
import type { NotificationInFull } from '../client/api.gen.ts';
import { answered, api } from '../client/client.ts';
import { useMay } from '../client/session.ts';
import { Loading } from '../kit/loading.tsx';
import { Problem } from '../kit/problem.tsx';
import { ToneBadge } from '../kit/status-badge.tsx';
import { useUndo } from '../kit/undo.tsx';
import { useSay } from '../words/say.tsx';
import { About } from './about.tsx';
import { MessageHistory } from './message-history.tsx';
import { toneOfMessage, useMessageWords } from './message-words.ts';
import classes from './notifications.module.css';
import { messageQuery, NOTIFICATIONS } from './queries.ts';
import { Recipient } from './recipient.tsx';
import { ResendDialog } from './resend-dialog.tsx';

type Props = { id: string; onClose: () => void; onOpen: (id: string) => void };

/** One message beside the list: how it stands and why, its history, and what can be done. */
export function MessagePanel({ id, onClose, onOpen }: Props): ReactNode {
  const say = useSay();
  const message = useQuery({ ...messageQuery(id), enabled: id !== '' });
  return (
    <Drawer
      opened={id !== ''}
      onClose={onClose}
      position="right"
      size="lg"
      title={say('notifications.panel')}
      closeButtonProps={{ 'aria-label': say('kit.close') }}
    >
      {message.isPending && id !== '' ? <Loading shape="lines" rows={8} /> : null}
      {message.isError ? <Problem error={message.error} onRetry={() => void message.refetch()} /> : null}
      {message.data ? <Whole key={id} message={message.data} onOpen={onOpen} /> : null}
    </Drawer>
  );
}

function Whole({ message, onOpen }: { message: NotificationInFull; onOpen: (id: string) => void }): ReactNode {
  const say = useSay();
  const intl = useIntl();
  const words = useMessageWords();
  const told = useUndo();
  const queries = useQueryClient();
  const mayAct = useMay('support', 'manager', 'admin');
  const [resending, setResending] = useState(false);
  const path = { path: { id: message.id } };
  const refresh = () => queries.invalidateQueries({ queryKey: NOTIFICATIONS });
  const revealed = useMutation({
    mutationFn: () => answered(api.POST('/notifications/{id}/reveal', { params: path, body: {} })),
    gcTime: 0,
  });
  const restore = useMutation({
    mutationFn: () => answered(api.POST('/notifications/{id}/restore', { params: path, body: {} })),
    onSuccess: () => {
      told(say('notifications.restored'));
      return refresh();
    },
  });
  const dismiss = useMutation({
    mutationFn: () => answered(api.POST('/notifications/{id}/dismiss', { params: path, body: {} })),
    onSuccess: () => {
      told(say('notifications.dismissed'), () => restore.mutate());
      return refresh();
    },
  });
  const shown = revealed.data ?? message;
  const failed = restore.error ?? dismiss.error;
  return (
    <div className={classes.panel}>
      <div>
        <ToneBadge tone={toneOfMessage(message.state)}>{words.state(message.state)}</ToneBadge>
        {message.reason === null ? null : <p className={classes.reason}>{words.why(message.reason)}</p>}
      </div>
      <dl className={classes.facts}>
        <dt>{say('notifications.template')}</dt>
        <dd>{words.template(message.template)}</dd>
        <dt>{say('notifications.about')}</dt>
        <dd>
          <About message={message} />
        </dd>
        <dt>{say('notifications.to')}</dt>
        <dd>
          <Recipient name={message.recipient} />
        </dd>
        <dt>{say('notifications.address')}</dt>
        <dd>
          {words.channel(message.channel)} · {shown.address}
        </dd>
        <dt>{say('notifications.language')}</dt>
        <dd>{intl.formatDisplayName(message.locale, { type: 'language' }) ?? message.locale}</dd>
        {shown.detail === null ? null : (
          <>
            <dt>{say('notifications.provider')}</dt>
            <dd>{shown.detail}</dd>
          </>
        )}
      </dl>
      {mayAct ? (
        <div className={classes.actions}>
          {message.canResend ? (
            <Button size="sm" onClick={() => setResending(true)}>
              {say('notifications.resend')}
            </Button>
          ) : null}
          {message.canDismiss ? (
            <Button size="sm" variant="default" loading={dismiss.isPending} onClick={() => dismiss.mutate()}>
              {say('notifications.dismiss')}
            </Button>
          ) : null}
          {message.canRestore ? (
            <Button size="sm" variant="default" loading={restore.isPending} onClick={() => restore.mutate()}>
              {say('notifications.restore')}
            </Button>
          ) : null}
        </div>
      ) : null}
      {failed ? <Problem error={failed} /> : null}
      <section>
        <h3 className={classes.sectionTitle}>{say('notifications.history')}</h3>
        <MessageHistory message={shown} />
      </section>
      <section>
        <h3 className={classes.sectionTitle}>{say('notifications.text')}</h3>
        {shown.body === null ? (
          <p className={classes.quiet}>{say('notifications.noText')}</p>
        ) : (
          <div className={classes.text}>
            {shown.subject === null ? null : <strong>{shown.subject}</strong>}
            <p>{shown.body}</p>
          </div>
        )}
        {shown.masked ? <p className={classes.quiet}>{say('notifications.masked')}</p> : null}
        {mayAct && shown.masked ? (
          <div className={classes.actions}>
            <Button size="sm" variant="default" loading={revealed.isPending} onClick={() => revealed.mutate()}>
              {say('notifications.reveal')}
            </Button>
            <span className={classes.quiet}>{say('notifications.revealWhy')}</span>
          </div>
        ) : null}
        {revealed.isError ? <Problem error={revealed.error} /> : null}
      </section>
      {resending ? <ResendDialog message={message} onClose={() => setResending(false)} onSent={onOpen} /> : null}
    </div>
  );
}
