import { MultiSelect, NativeSelect, TextInput } from '@mantine/core';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { SilencePreview } from '../client/api.gen.ts';
import { answered, api } from '../client/client.ts';
import { Consequences } from '../kit/consequences.tsx';
import { useUndo } from '../kit/undo.tsx';
import { useReader } from '../words/language.tsx';
import { useSay } from '../words/say.tsx';
import classes from './on-call-page.module.css';
import { SILENCES_KEY } from './on-call-queries.ts';

const LENGTHS = ['PT1H', 'PT4H', 'PT8H', 'P1D', 'P3D', 'P7D'] as const;
const SEVERITIES = ['critical', 'warning', 'info'] as const;
type Severity = (typeof SEVERITIES)[number];

/** A new silence, beside what it would have kept quiet lately: too wide a one is seen before it is too late. */
export function SilenceDialog({ onClose }: { onClose: () => void }): ReactNode {
  const say = useSay();
  const told = useUndo();
  const queries = useQueryClient();
  const sentences = useSentences();
  const [rule, setRule] = useState<string[]>([]);
  const [severity, setSeverity] = useState<string[]>([]);
  const [about, setAbout] = useState('');
  const [order, setOrder] = useState('');
  const [partner, setPartner] = useState('');
  const [length, setLength] = useState<string>('PT4H');
  const [reason, setReason] = useState('');
  const rules = useQuery({ queryKey: ['rules'], queryFn: ({ signal }) => answered(api.GET('/rules', { signal })) });
  const match = {
    ...(rule.length > 0 ? { rule } : {}),
    ...(severity.length > 0 ? { severity: severity as Severity[] } : {}),
    ...(about.trim() === '' ? {} : { about: about.trim() }),
    ...(order.trim() === '' ? {} : { order: order.trim() }),
    ...(partner.trim() === '' ? {} : { partner: partner.trim() }),
  };
  const named = Object.keys(match).length > 0;
  const preview = useQuery({
    queryKey: [...SILENCES_KEY, 'preview', match],
    queryFn: () => answered(api.POST('/silences/preview', { body: { match } })),
    enabled: named,
    placeholderData: keepPreviousData,
  });
  const make = useMutation({
    mutationFn: () => answered(api.POST('/silences', { body: { match, for: length, reason: reason.trim() } })),
    onSuccess: () => {
      told(say('onCall.silence.done'));
      onClose();
      return queries.invalidateQueries({ queryKey: SILENCES_KEY });
    },
  });
  return (
    <Consequences
      opened
      onClose={onClose}
      title={say('onCall.silence.new')}
      consequences={
        !named
          ? [say('onCall.silence.nothingNamed')]
          : preview.data
            ? sentences(preview.data)
            : preview.isError
              ? []
              : null
      }
      deed={say('onCall.silence.do')}
      onDo={() => make.mutate()}
      doing={make.isPending}
      disabled={!named || reason.trim() === ''}
      error={preview.error ?? make.error}
    >
      <p className={classes.what}>{say('onCall.silence.what')}</p>
      <MultiSelect
        label={say('onCall.silence.rule')}
        data={(rules.data?.items ?? []).map(({ name }) => name)}
        value={rule}
        onChange={setRule}
        searchable
      />
      <MultiSelect
        label={say('onCall.silence.severity')}
        data={SEVERITIES.map(value => ({ value, label: say(`incidents.severity.${value}`) }))}
        value={severity}
        onChange={setSeverity}
      />
      <TextInput
        label={say('onCall.silence.about')}
        value={about}
        onChange={event => setAbout(event.currentTarget.value)}
      />
      <div className={classes.pair}>
        <TextInput
          label={say('onCall.silence.order')}
          value={order}
          onChange={event => setOrder(event.currentTarget.value)}
        />
        <TextInput
          label={say('onCall.silence.partner')}
          value={partner}
          onChange={event => setPartner(event.currentTarget.value)}
        />
      </div>
      <NativeSelect
        label={say('onCall.silence.length')}
        value={length}
        onChange={event => setLength(event.currentTarget.value)}
        data={LENGTHS.map(value => ({ value, label: say(`incidents.for.${value}`) }))}
      />
      <TextInput
        label={say('onCall.silence.reason')}
        required
        withAsterisk={false}
        maxLength={500}
        value={reason}
        onChange={event => setReason(event.currentTarget.value)}
      />
    </Consequences>
  );
}

const SHOWN = 5;

function useSentences(): (preview: SilencePreview) => string[] {
  const say = useSay();
  const { language } = useReader();
  return ({ told, muted, held }) => [
    muted.incidents === 0
      ? say('onCall.silence.would.nothing', { told })
      : say('onCall.silence.would.muted', { incidents: muted.incidents, told, messages: muted.messages }),
    ...(muted.critical > 0 ? [say('onCall.silence.would.critical', { count: muted.critical })] : []),
    ...(held.incidents > 0 ? [say('onCall.silence.would.held', { count: held.incidents })] : []),
    ...[...held.first, ...muted.first]
      .slice(0, SHOWN)
      .map(({ id, title }) => say('onCall.silence.would.incident', { id, title: title[language] })),
  ];
}
