import { Button, Group, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { OnCallCalendar } from '../client/api.gen.ts';
import { answered, api } from '../client/client.ts';
import { Problem } from '../kit/problem.tsx';
import { useUndo } from '../kit/undo.tsx';
import { useReader } from '../words/language.tsx';
import { useSay } from '../words/say.tsx';
import classes from './on-call-page.module.css';
import { ON_CALL_KEY } from './on-call-queries.ts';
import { askedWhen, firstWhen, useWhenMistake, WhenFields } from './when-fields.tsx';

/** `standIn`: somebody stands in; `away`: somebody is away; `me`: whoever reads is. */
export type Entry = 'standIn' | 'away' | 'me';

type Props = { entry: Entry; calendar: OnCallCalendar; onClose: () => void };

/** Who stands in or is away, from when to when. It can be ended at any time, so it is entered without more ado. */
export function EnterDialog({ entry, calendar, onClose }: Props): ReactNode {
  const say = useSay();
  const { zone } = useReader();
  const told = useUndo();
  const queries = useQueryClient();
  const mistakeIn = useWhenMistake();
  const [when, setWhen] = useState(() => firstWhen(zone));
  const [person, setPerson] = useState(calendar.people[0]?.person ?? '');
  const [rotation, setRotation] = useState(calendar.rotations[0]?.rotation ?? '');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const mistake = mistakeIn(when);
  const enter = useMutation({
    mutationFn: () => {
      const asked = { ...askedWhen(when, zone), ...(reason.trim() === '' ? {} : { reason: reason.trim() }) };
      if (entry === 'me') return answered(api.POST('/on-call/away/me', { body: asked }));
      return entry === 'away'
        ? answered(api.POST('/on-call/away', { body: { ...asked, person } }))
        : answered(api.POST('/on-call/overrides', { body: { ...asked, person, rotation } }));
    },
    onSuccess: () => {
      const name = calendar.people.find(each => each.person === person)?.name ?? person;
      told(entry === 'me' ? say('onCall.me.done') : say(`onCall.${entry}.done`, { name }));
      onClose();
      return queries.invalidateQueries({ queryKey: ON_CALL_KEY });
    },
  });
  const titles = { me: say('onCall.me.title'), away: say('onCall.away'), standIn: say('onCall.standIn') };
  return (
    <Modal opened onClose={onClose} title={titles[entry]} closeButtonProps={{ 'aria-label': say('kit.close') }}>
      <form
        className={classes.form}
        noValidate
        onSubmit={event => {
          event.preventDefault();
          setTried(true);
          if (mistake === null) enter.mutate();
        }}
      >
        {entry === 'me' ? <p className={classes.what}>{say('onCall.me.what')}</p> : null}
        {entry === 'standIn' ? (
          <NativeSelect
            label={say('onCall.standIn.rotation')}
            value={rotation}
            onChange={event => setRotation(event.currentTarget.value)}
            data={calendar.rotations.map(each => each.rotation)}
          />
        ) : null}
        {entry === 'me' ? null : (
          <NativeSelect
            label={say(entry === 'away' ? 'onCall.away.person' : 'onCall.standIn.person')}
            value={person}
            onChange={event => setPerson(event.currentTarget.value)}
            data={calendar.people.map(each => ({ value: each.person, label: each.name }))}
          />
        )}
        <WhenFields when={when} onChange={setWhen} mistake={tried ? mistake : null} />
        <TextInput
          label={say('onCall.field.reason')}
          maxLength={500}
          value={reason}
          onChange={event => setReason(event.currentTarget.value)}
        />
        {enter.isError ? <Problem error={enter.error} /> : null}
        <Group justify="flex-end">
          <Button variant="default" size="sm" onClick={onClose}>
            {say('kit.cancel')}
          </Button>
          <Button type="submit" size="sm" loading={enter.isPending}>
            {say(entry === 'me' ? 'onCall.me.away' : `onCall.${entry}.do`)}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
