import { Button, Drawer } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { answered, api } from '../client/client.ts';
import { useMay } from '../client/session.ts';
import { CopyButton } from '../kit/copy-button.tsx';
import { Loading } from '../kit/loading.tsx';
import { Problem } from '../kit/problem.tsx';
import { ToneBadge } from '../kit/status-badge.tsx';
import { At } from '../kit/time.tsx';
import { useUndo } from '../kit/undo.tsx';
import { useSay } from '../words/say.tsx';
import { useCauseWords } from './cause-words.ts';
import { DismissDialog } from './dismiss-dialog.tsx';
import { bytesOf, hexDump } from './hex.ts';
import { OrderNames } from './order-names.tsx';
import classes from './quarantine.module.css';
import { type Message, messageQuery, QUARANTINE } from './queries.ts';
import { ReplayDialog } from './replay-dialog.tsx';

/** One message beside the list: what it says as far as anybody may see, all of it on request, and what can be done. */
export function MessagePanel({ id, onClose }: { id: string; onClose: () => void }): ReactNode {
  const say = useSay();
  const message = useQuery({ ...messageQuery(id), enabled: id !== '' });
  return (
    <Drawer
      opened={id !== ''}
      onClose={onClose}
      position="right"
      size="xl"
      title={say('quarantine.id', { id })}
      closeButtonProps={{ 'aria-label': say('kit.close') }}
    >
      {message.isPending && id !== '' ? <Loading shape="lines" rows={8} /> : null}
      {message.isError ? <Problem error={message.error} onRetry={() => void message.refetch()} /> : null}
      {message.data ? <Whole key={id} message={message.data} /> : null}
    </Drawer>
  );
}

function Whole({ message }: { message: Message }): ReactNode {
  const say = useSay();
  const words = useCauseWords();
  const told = useUndo();
  const queries = useQueryClient();
  const mayReveal = useMay('support', 'operator', 'manager', 'admin');
  const mayDecide = useMay('manager', 'admin');
  const [dialog, setDialog] = useState<'replay' | 'dismiss' | null>(null);
  const { id } = message;
  const revealed = useMutation({
    mutationFn: () => answered(api.POST('/quarantine/{id}/reveal', { params: { path: { id } }, body: {} })),
    gcTime: 0,
  });
  const restored = useMutation({
    mutationFn: () => answered(api.POST('/quarantine/restore', { body: { ids: [id] } })),
    onSuccess: ({ restored: count }) => {
      told(say('quarantine.restored', { count }));
      return queries.invalidateQueries({ queryKey: QUARANTINE });
    },
  });
  return (
    <div className={classes.panel}>
      <div>
        <ToneBadge tone={message.state === 'open' ? 'broken' : message.state === 'replayed' ? 'done' : 'calm'}>
          {words(message)}
        </ToneBadge>
        <p className={classes.reason}>{message.reason}</p>
        {message.dismissed ? (
          <p>
            {say('quarantine.dismissedBy', { who: message.dismissed.by, why: message.dismissed.why })}{' '}
            <At at={message.dismissed.at} />
          </p>
        ) : null}
        {message.replayedAt ? (
          <p>
            {say('quarantine.replayedAt')} <At at={message.replayedAt} />
          </p>
        ) : null}
      </div>
      <dl className={classes.facts}>
        <dt>{say('quarantine.received')}</dt>
        <dd>
          <At at={message.receivedAt} seconds /> · {say('quarantine.times', { count: message.times })}
        </dd>
        <dt>{say('quarantine.from')}</dt>
        <dd>
          {message.exchange === null
            ? say('quarantine.overHttp')
            : [message.exchange, message.routingKey].filter(Boolean).join(' · ')}
        </dd>
        <dt>{say('quarantine.orders')}</dt>
        <dd>
          <OrderNames names={message.orders} most={10} />
        </dd>
      </dl>
      {mayDecide && message.state === 'open' ? (
        <div className={classes.actions}>
          <Button size="sm" onClick={() => setDialog('replay')}>
            {say('quarantine.replay')}
          </Button>
          <Button size="sm" variant="default" onClick={() => setDialog('dismiss')}>
            {say('quarantine.dismiss')}
          </Button>
        </div>
      ) : null}
      {mayDecide && message.state === 'dismissed' ? (
        <div className={classes.actions}>
          <Button size="sm" loading={restored.isPending} onClick={() => restored.mutate()}>
            {say('quarantine.restore')}
          </Button>
        </div>
      ) : null}
      {restored.isError ? <Problem error={restored.error} /> : null}
      <section>
        <h3 className={classes.sectionTitle}>
          {say('quarantine.body')} · {say('quarantine.bytes', { count: message.bodyBytes })}
        </h3>
        {revealed.data ? <Revealed message={revealed.data} /> : <Masked message={message} />}
        {mayReveal && !revealed.data ? (
          <div className={classes.actions}>
            <Button size="sm" variant="default" loading={revealed.isPending} onClick={() => revealed.mutate()}>
              {say('quarantine.reveal')}
            </Button>
            <span className={classes.quiet}>{say('quarantine.revealWhy')}</span>
          </div>
        ) : null}
        {revealed.isError ? <Problem error={revealed.error} /> : null}
      </section>
      <ReplayDialog
        opened={dialog === 'replay'}
        onClose={() => setDialog(null)}
        selection={{ ids: [id] }}
        title={say('quarantine.replayTitle', { count: 1 })}
      />
      <DismissDialog opened={dialog === 'dismiss'} onClose={() => setDialog(null)} selection={{ ids: [id] }} />
    </div>
  );
}

function Masked({ message }: { message: Message }): ReactNode {
  const say = useSay();
  return (
    <>
      <Code text={message.bodyPreview} label={say('quarantine.body')} />
      <p className={classes.quiet}>{say('quarantine.masked')}</p>
    </>
  );
}

type Whole = { body: string; bodyEncoding: 'utf8' | 'base64'; properties: Record<string, unknown> };

/** More than a browser draws well is of no use to a reader either. */
const MOST_SHOWN = 64 * 1024;

function Revealed({ message }: { message: Whole }): ReactNode {
  const say = useSay();
  const bytes = message.bodyEncoding === 'base64' ? bytesOf(message.body) : null;
  const count = bytes?.length ?? message.body.length;
  const text = bytes ? hexDump(bytes.subarray(0, MOST_SHOWN / 4)) : readable(message.body.slice(0, MOST_SHOWN));
  const shown = Math.min(count, bytes ? MOST_SHOWN / 4 : MOST_SHOWN);
  const properties = Object.fromEntries(Object.entries(message.properties).filter(([, value]) => isSaid(value)));
  return (
    <>
      {bytes ? <p className={classes.quiet}>{say('quarantine.binary')}</p> : null}
      <Code text={text} label={say('quarantine.body')} copy={message.body} />
      {shown < count ? <p className={classes.quiet}>{say('quarantine.cut', { shown, count })}</p> : null}
      <h3 className={classes.sectionTitle}>{say('quarantine.properties')}</h3>
      {Object.keys(properties).length === 0 ? (
        <p className={classes.quiet}>{say('quarantine.noProperties')}</p>
      ) : (
        <Code text={JSON.stringify(properties, null, 2)} label={say('quarantine.properties')} />
      )}
    </>
  );
}

function Code({ text, label, copy = text }: { text: string; label: string; copy?: string }): ReactNode {
  return (
    <div className={classes.code}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and is reached by the keyboard for that. */}
      <pre tabIndex={0} role="region" aria-label={label}>
        {text}
      </pre>
      <span className={classes.copy}>
        <CopyButton text={copy} what={label} />
      </span>
    </div>
  );
}

/** JSON with a line a field; what is none as it is. */
function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function isSaid(value: unknown): boolean {
  return value !== null && !(typeof value === 'object' && Object.keys(value!).length === 0);
}
