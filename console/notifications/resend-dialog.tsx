import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { NotificationInFull, ResendPreview } from '../client/api.gen.ts';
import { answered, api } from '../client/client.ts';
import { Consequences } from '../kit/consequences.tsx';
import { At } from '../kit/time.tsx';
import { useUndo } from '../kit/undo.tsx';
import { Say, useSay } from '../words/say.tsx';
import { useMessageWords } from './message-words.ts';
import classes from './notifications.module.css';
import { NOTIFICATIONS } from './queries.ts';

type Props = { message: NotificationInFull; onClose: () => void; onSent: (id: string) => void };

/** What would go, to whom and when, before it does. */
export function ResendDialog({ message, onClose, onSent }: Props): ReactNode {
  const say = useSay();
  const words = useMessageWords();
  const told = useUndo();
  const queries = useQueryClient();
  const [channel, setChannel] = useState(message.channel);
  const [again, setAgain] = useState(false);
  const [reason, setReason] = useState('');
  const params = { path: { id: message.id } };
  const preview = useQuery({
    queryKey: ['resend-preview', message.id, channel, again],
    queryFn: ({ signal }) =>
      answered(api.POST('/notifications/{id}/resend/preview', { signal, params, body: { channel, again } })),
    gcTime: 0,
    placeholderData: before => before,
  });
  const resend = useMutation({
    mutationFn: () =>
      answered(
        api.POST('/notifications/{id}/resend', {
          params,
          body: { channel, again, ...(reason === '' ? {} : { reason }) },
        }),
      ),
    onSuccess: ({ id }) => {
      onClose();
      told(say('notifications.resent'));
      onSent(id);
      return queries.invalidateQueries({ queryKey: NOTIFICATIONS });
    },
  });
  const { data } = preview;
  const settled = data && !preview.isPlaceholderData;
  return (
    <Consequences
      opened
      onClose={onClose}
      title={say('notifications.resendTitle')}
      consequences={settled ? [<Goes key="goes" preview={data} />] : preview.isError ? [] : null}
      deed={say('notifications.resend')}
      onDo={() => resend.mutate()}
      doing={resend.isPending}
      disabled={data?.goes === 'not'}
      error={resend.error ?? preview.error}
    >
      <NativeSelect
        label={say('notifications.resendChannel')}
        value={channel}
        onChange={event => setChannel(event.currentTarget.value as typeof channel)}
        data={(data?.ways ?? [{ channel: message.channel, address: message.address, why: null }]).map(way => ({
          value: way.channel,
          label:
            way.why === null
              ? `${words.channel(way.channel)} · ${way.address}`
              : say('notifications.resendBlocked', { channel: words.channel(way.channel), why: way.why }),
        }))}
      />
      {data?.mayInsist || again ? (
        <Checkbox
          label={say('notifications.insist')}
          description={data?.mayInsist ? data.why : null}
          checked={again}
          onChange={event => setAgain(event.currentTarget.checked)}
        />
      ) : null}
      <TextInput
        label={say('notifications.reason')}
        value={reason}
        maxLength={500}
        onChange={event => setReason(event.currentTarget.value)}
      />
      {data?.text ? (
        <div className={classes.text}>
          {data.subject === null ? null : <strong>{data.subject}</strong>}
          <p>{data.text}</p>
        </div>
      ) : null}
    </Consequences>
  );
}

function Goes({ preview }: { preview: ResendPreview }): ReactNode {
  const words = useMessageWords();
  const { goes, channel, address, notBefore, why } = preview;
  const at = notBefore === null ? '—' : <At at={notBefore} />;
  return <Say id={`notifications.goes.${goes}`} values={{ channel: words.channel(channel), address, at, why }} />;
}
