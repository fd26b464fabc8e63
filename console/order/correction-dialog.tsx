import { Button, Checkbox, NativeSelect, Radio, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { CorrectionPreview, Order } from '../client/api.gen.ts';
import { answered, api } from '../client/client.ts';
import { serverNow } from '../client/freshness.ts';
import { Consequences } from '../kit/consequences.tsx';
import { useLifecycleWords } from '../kit/lifecycle-words.ts';
import { fromLocal, toLocal } from '../kit/local-time.ts';
import { At } from '../kit/time.tsx';
import { useUndo } from '../kit/undo.tsx';
import { useReader } from '../words/language.tsx';
import { Say, useSay } from '../words/say.tsx';
import { useConsequences } from './correction-consequences.tsx';
import classes from './correction-dialog.module.css';
import { correctionBody, type Draft, NO_DRAFT, previewQuery, type Telling } from './correction-queries.ts';
import { useMessageWords } from './message-words.ts';
import { Overtaken, overtakenBy } from './overtaken.tsx';
import { useOrderDeed } from './use-order-deed.ts';

type Props = { order: Order; opened: boolean; onClose: () => void };

const TYPING_MS = 400;
const TELLINGS: readonly Telling[] = ['usual', 'none', 'own'];

/** Puts the status right: what will happen is seen before, and nobody writes over what they have not seen. */
export function CorrectionDialog({ order, opened, onClose }: Props): ReactNode {
  const say = useSay();
  const told = useUndo();
  const words = useLifecycleWords();
  const consequencesOf = useConsequences(order.lifecycle);
  const { orderId: id, status } = order;
  const [draft, setDraft] = useState<Draft>(NO_DRAFT);
  const change = (part: Partial<Draft>) => setDraft(before => ({ ...before, ...part }));
  const [settled] = useDebouncedValue(draft, TYPING_MS);
  const { data, error, isFetching, refetch } = useQuery({
    ...previewQuery(id, { ...draft, text: settled.text, at: settled.at }),
    enabled: opened && draft.to !== '',
  });
  const preview = draft.to === '' ? undefined : data;
  const deed = useOrderDeed(id, {
    does: ({ to, reason, expected }: { to: Draft; reason: string; expected: string }) => {
      const asked = { params: { path: { id } }, body: { ...correctionBody(to), reason, expected } };
      return answered(api.POST('/orders/{id}/corrections', asked));
    },
    done: (_correction, { to }) => {
      const waits = preview?.verdict === 'needsSecond';
      told(
        say(waits ? 'order.correct.proposed' : 'order.correct.done', {
          id,
          status: words.status(to.to, order.lifecycle),
        }),
      );
      setDraft(NO_DRAFT);
      onClose();
    },
  });
  const overtaken = overtakenBy(deed.error);
  const lookAgain = () => {
    deed.reset();
    void refetch();
  };
  const isComplete = draft.reason.trim() !== '' && (draft.notify !== 'own' || draft.text.trim() !== '');
  const isPossible = preview !== undefined && preview.verdict !== 'refused' && !isFetching;
  return (
    <Consequences
      opened={opened}
      onClose={onClose}
      title={say('order.correct.title', { id })}
      consequences={
        draft.to === ''
          ? [say('order.correct.choose')]
          : preview === undefined
            ? null
            : consequencesOf(preview, draft.to)
      }
      deed={say(preview?.verdict === 'needsSecond' ? 'order.correct.propose' : 'order.correct.do')}
      onDo={() => preview && deed.mutate({ to: draft, reason: draft.reason.trim(), expected: preview.version })}
      doing={deed.isPending}
      disabled={!isComplete || !isPossible || overtaken !== null}
      error={overtaken === null ? (deed.error ?? error) : null}
    >
      <Fields order={order} draft={draft} change={change} present={status} lastTold={preview?.lastTold ?? null} />
      <Checkbox
        label={say('order.correct.publish')}
        description={say('order.correct.publishHint')}
        disabled={draft.publish === null && preview === undefined}
        checked={draft.publish ?? (preview !== undefined && preview.publishes !== null)}
        onChange={event => change({ publish: event.currentTarget.checked })}
      />
      {overtaken === null ? null : (
        <Overtaken happened={overtaken}>
          <Button variant="default" onClick={lookAgain}>
            {say('order.correct.lookAgain')}
          </Button>
        </Overtaken>
      )}
    </Consequences>
  );
}

type FieldProps = {
  order: Order;
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  present: string | null;
  lastTold: CorrectionPreview['lastTold'];
};

function Fields({ order, draft, change, present, lastTold }: FieldProps): ReactNode {
  const say = useSay();
  const words = useLifecycleWords();
  const statuses = words.lifecycles.find(({ name }) => name === order.lifecycle)?.statuses ?? [];
  const next = new Set(statuses.find(({ status }) => status === present)?.next ?? []);
  const option = (status: string) => ({ value: status, label: words.status(status, order.lifecycle) });
  const others = statuses.map(({ status }) => status).filter(status => status !== present);
  return (
    <>
      <NativeSelect
        label={say('order.correct.to')}
        data-autofocus
        required
        withAsterisk={false}
        value={draft.to}
        onChange={event => change({ to: event.currentTarget.value })}
        data={[
          { value: '', label: say('order.correct.chooseStatus') },
          { group: say('order.correct.next'), items: others.filter(status => next.has(status)).map(option) },
          { group: say('order.correct.others'), items: others.filter(status => !next.has(status)).map(option) },
        ]}
      />
      <WhenField at={draft.at} onChange={at => change({ at })} />
      <Textarea
        label={say('order.correct.reason')}
        description={say('order.correct.reasonWhere')}
        required
        withAsterisk={false}
        autosize
        minRows={2}
        maxLength={1_000}
        value={draft.reason}
        onChange={event => change({ reason: event.currentTarget.value })}
      />
      <Radio.Group
        label={say('order.correct.notify')}
        description={<LastTold lastTold={lastTold} />}
        value={draft.notify}
        onChange={notify => change({ notify: notify as Telling })}
      >
        <div className={classes.tellings}>
          {TELLINGS.map(telling => (
            <Radio key={telling} value={telling} label={say(`order.correct.notify.${telling}`)} />
          ))}
        </div>
      </Radio.Group>
      {draft.notify === 'own' ? (
        <Textarea
          label={say('order.correct.words')}
          required
          withAsterisk={false}
          autosize
          minRows={3}
          maxLength={1_000}
          value={draft.text}
          onChange={event => change({ text: event.currentTarget.value })}
        />
      ) : null}
    </>
  );
}

/** By the reader's clocks; what is typed half is no time yet. */
function WhenField({ at, onChange }: { at: string | null; onChange: (at: string | null) => void }): ReactNode {
  const say = useSay();
  const { zone } = useReader();
  const [typed, setTyped] = useState('');
  return (
    <TextInput
      type="datetime-local"
      label={say('order.correct.when')}
      description={say(at === null ? 'order.correct.whenNow' : 'order.correct.whenThen')}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      max={toLocal(serverNow(), zone)}
      value={typed}
      onChange={event => {
        const { value } = event.currentTarget;
        setTyped(value);
        const then = fromLocal(value, zone);
        onChange(then === null ? null : new Date(then).toISOString());
      }}
    />
  );
}

/** What the customer knows already decides whether there is anything to tell. */
function LastTold({ lastTold }: { lastTold: CorrectionPreview['lastTold'] }): ReactNode {
  const words = useMessageWords();
  if (lastTold === null) return <Say id="order.correct.neverTold" />;
  const { at, template, channel, state } = lastTold;
  const named = words.named(channel, template);
  return <Say id="order.correct.lastTold" values={{ named, state: words.state(state), at: <At key="at" at={at} /> }} />;
}
