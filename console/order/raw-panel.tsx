import { Button, Drawer, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { answered, api } from '../client/client.ts';
import { useMay } from '../client/session.ts';
import { Loading } from '../kit/loading.tsx';
import { Problem } from '../kit/problem.tsx';
import { useSay } from '../words/say.tsx';
import { rawQuery } from './order-queries.ts';
import { RawMessage } from './raw-message.tsx';
import classes from './raw-panel.module.css';

type Props = { id: string; eventId: string | null; onClose: () => void };

/** The message of an event as it came, in a panel beside the timeline. */
export function RawPanel({ id, eventId, onClose }: Props): ReactNode {
  const say = useSay();
  return (
    <Drawer
      opened={eventId !== null}
      onClose={onClose}
      position="right"
      size="lg"
      title={say('order.raw.title')}
      closeButtonProps={{ 'aria-label': say('kit.close') }}
    >
      {eventId === null ? null : <Raw key={eventId} id={id} eventId={eventId} />}
    </Drawer>
  );
}

function Raw({ id, eventId }: { id: string; eventId: string }): ReactNode {
  const say = useSay();
  const mayReveal = useMay('support', 'manager', 'admin');
  const { data, error, refetch } = useQuery(rawQuery(id, eventId));
  const [reason, setReason] = useState('');
  const asked = useMutation({
    gcTime: 0,
    mutationFn: () => {
      const body = { what: `raw:${eventId}`, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) };
      return answered(api.POST('/orders/{id}/reveal', { params: { path: { id } }, body }));
    },
  });
  const raw = asked.data?.raw ?? data;
  if (raw === undefined || raw === null) {
    if (error === null) return <Loading shape="lines" rows={6} />;
    return <Problem error={error} what={say('order.raw.failed')} onRetry={() => void refetch()} />;
  }
  return (
    <div className={classes.raw}>
      {raw.masked ? (
        <form
          className={classes.ask}
          onSubmit={event => {
            event.preventDefault();
            asked.mutate();
          }}
        >
          <p className={classes.why}>{say(mayReveal ? 'order.raw.masked' : 'order.raw.notYours')}</p>
          {mayReveal ? (
            <div className={classes.fields}>
              <TextInput
                label={say('order.reveal.reason')}
                value={reason}
                maxLength={500}
                onChange={event => setReason(event.currentTarget.value)}
              />
              <Button type="submit" size="sm" loading={asked.isPending}>
                {say('order.raw.reveal')}
              </Button>
            </div>
          ) : null}
        </form>
      ) : null}
      {asked.isError ? <Problem error={asked.error} /> : null}
      {raw.messages.map((message, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two messages of one event differ in their bytes only.
        <RawMessage key={at} message={message} />
      ))}
    </div>
  );
}
