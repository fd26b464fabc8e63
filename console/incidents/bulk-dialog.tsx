import { NativeSelect, Textarea } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { BulkOutcome } from '../client/api.gen.ts';
import { Consequences } from '../kit/consequences.tsx';
import { useMoment } from '../kit/moment.ts';
import { useSay } from '../words/say.tsx';
import { type Action, ask, SNOOZES, useIncidentDeeds, useRefusal } from './incident-deeds.ts';
import { INCIDENTS_KEY } from './incident-queries.ts';

type Props = { action: Action; ids: readonly string[]; onClose: () => void; onDone: () => void };

/** Before several incidents are acted on, or one is closed: what will happen to each, and to whom nothing will be said. */
export function BulkDialog({ action, ids, onClose, onDone }: Props): ReactNode {
  const say = useSay();
  const sentences = useConsequences();
  const { act } = useIncidentDeeds();
  const [note, setNote] = useState('');
  const [length, setLength] = useState(action === 'snooze' ? 'PT4H' : '');
  const wish = { ids, action, ...(length === '' || action === 'resolve' ? {} : { for: length }) };
  const preview = useQuery({
    queryKey: [...INCIDENTS_KEY, 'preview', wish],
    queryFn: () => ask(wish, true),
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
  const does = preview.data?.counts.done ?? ids.length;
  const said = note.trim();
  return (
    <Consequences
      opened
      onClose={onClose}
      title={say(`incidents.bulk.${action}`, { count: ids.length })}
      consequences={preview.data ? sentences(preview.data) : preview.isError ? [] : null}
      deed={say(`incidents.bulk.${action}`, { count: does })}
      onDo={() =>
        act.mutate(
          { ...wish, ...(said === '' ? {} : { note: said }), expected: seenIn(preview.data) },
          // Whoever was too late sees what is so now, and decides anew.
          { onSuccess: onDone, onError: () => void preview.refetch() },
        )
      }
      doing={act.isPending}
      disabled={does === 0 || preview.isError}
      grave={action === 'resolve'}
      error={preview.error ?? act.error}
    >
      {action === 'resolve' ? null : (
        <NativeSelect
          label={say('incidents.bulk.length')}
          value={length}
          onChange={event => setLength(event.currentTarget.value)}
          data={[
            ...(action === 'acknowledge' ? [{ value: '', label: say('incidents.bulk.asDeclared') }] : []),
            ...SNOOZES.map(value => ({ value, label: say(`incidents.for.${value}`) })),
          ]}
        />
      )}
      <Textarea
        label={say(action === 'resolve' ? 'incidents.bulk.reason' : 'incidents.bulk.note')}
        {...(action === 'resolve' ? { description: say('incidents.bulk.reasonHint') } : {})}
        autosize
        minRows={2}
        maxLength={500}
        value={note}
        onChange={event => setNote(event.currentTarget.value)}
      />
    </Consequences>
  );
}

function seenIn(preview: BulkOutcome | undefined): { id: string; version: string }[] {
  return (preview?.items ?? []).flatMap(({ id, version }) => (version === null ? [] : { id, version }));
}

const PEOPLE = 6;
const LEFT = 8;

function useConsequences(): (preview: BulkOutcome) => string[] {
  const say = useSay();
  const moment = useMoment();
  const refusal = useRefusal();
  return ({ action, until, counts, people, items }) => {
    const left = items.filter(({ outcome }) => outcome !== 'done');
    const done = counts.done > 0;
    return [
      ...(done
        ? [say(`incidents.bulk.will.${action}`, { count: counts.done, until: until === null ? '' : moment(until) })]
        : []),
      ...(counts.orders > 0 ? [say('incidents.bulk.orders', { count: counts.orders })] : []),
      ...people
        .slice(0, PEOPLE)
        .map(({ name, messages, first }) =>
          say('incidents.bulk.stops', { name, count: messages, first: moment(first) }),
        ),
      ...(people.length > PEOPLE ? [say('incidents.bulk.stopsMore', { count: people.length - PEOPLE })] : []),
      ...(done && people.length === 0 ? [say('incidents.bulk.stopsNobody')] : []),
      ...(counts.waitingCustomers > 0
        ? [
            say(action === 'resolve' ? 'incidents.bulk.customersTold' : 'incidents.bulk.customersStay', {
              count: counts.waitingCustomers,
            }),
          ]
        : []),
      ...left.slice(0, LEFT).map(item => say('incidents.bulk.left', { id: item.id, why: refusal(item) })),
      ...(left.length > LEFT ? [say('incidents.did.left', { count: left.length - LEFT })] : []),
    ];
  };
}
