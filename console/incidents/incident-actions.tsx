import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { IncidentInFull } from '../client/api.gen.ts';
import { useMay } from '../client/session.ts';
import { useKeys } from '../kit/keys.ts';
import { useSay } from '../words/say.tsx';
import { BulkDialog } from './bulk-dialog.tsx';
import { useIncidentDeeds } from './incident-deeds.ts';
import classes from './incident-page.module.css';
import { SnoozeMenu } from './snooze-menu.tsx';

/** Buttons, which on a phone stand where a thumb is; and the keys of the same. */
export function IncidentActions({ incident }: { incident: IncidentInFull }): ReactNode {
  const say = useSay();
  const may = useMay('support', 'operator', 'manager', 'admin');
  const { act, giveBack, takeOver } = useIncidentDeeds();
  const [snoozing, setSnoozing] = useState(false);
  const [resolving, setResolving] = useState(false);
  const { id, state, acknowledgedByName, acknowledgedByYou } = incident;
  const over = state === 'resolved' || !may;
  const mine = state === 'acknowledged' && acknowledgedByYou;
  const theirs = state === 'acknowledged' && !mine;
  const acknowledge = () => act.mutate({ ids: [id], action: 'acknowledge' });
  useKeys([
    {
      keys: 'a',
      label: over || state === 'acknowledged' ? null : 'incidents.key.acknowledge',
      do: () => (over || state === 'acknowledged' ? false : acknowledge()),
    },
    {
      keys: 's',
      label: over || theirs ? null : 'incidents.key.snooze',
      do: () => (over || theirs ? false : setSnoozing(true)),
    },
    {
      keys: 'r',
      label: over || theirs ? null : 'incidents.key.resolve',
      do: () => (over || theirs ? false : setResolving(true)),
    },
    { keys: 'n', label: 'incidents.key.note', do: () => document.getElementById('incident-note')?.focus() },
  ]);
  if (over) return null;
  return (
    <div className={classes.deeds}>
      {mine || state === 'snoozed' ? (
        <Button variant="default" loading={giveBack.isPending} onClick={() => giveBack.mutate([id])}>
          {say('incidents.giveBack')}
        </Button>
      ) : theirs ? (
        <Button variant="default" loading={takeOver.isPending} onClick={() => takeOver.mutate(id)}>
          {say('incidents.takeOver', { who: acknowledgedByName ?? '' })}
        </Button>
      ) : (
        <Button loading={act.isPending} onClick={acknowledge}>
          {say('incidents.acknowledge')}
        </Button>
      )}
      <SnoozeMenu
        opened={snoozing}
        onChange={setSnoozing}
        disabled={theirs}
        onSnooze={length => act.mutate({ ids: [id], action: 'snooze', for: length })}
      />
      <Button variant="default" disabled={theirs} onClick={() => setResolving(true)}>
        {say('incidents.resolve')}
      </Button>
      {resolving ? (
        <BulkDialog
          action="resolve"
          ids={[id]}
          onClose={() => setResolving(false)}
          onDone={() => setResolving(false)}
        />
      ) : null}
    </div>
  );
}
