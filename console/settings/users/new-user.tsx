import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { CreatedUser } from '../../client/api.gen.ts';
import { answered, api } from '../../client/client.ts';
import { fieldProblems } from '../../kit/field-problems.tsx';
import { Problem } from '../../kit/problem.tsx';
import { useSay } from '../../words/say.tsx';
import classes from '../form.module.css';
import { RoleFields, type Whose } from '../role-fields.tsx';
import { USERS_KEY } from './users-key.ts';

export const USER_ROLES = ['viewer', 'support', 'operator', 'manager', 'admin', 'partner'] as const;
type UserRole = (typeof USER_ROLES)[number];

export function NewUser({ onClose, onMade }: { onClose: () => void; onMade: (made: CreatedUser) => void }): ReactNode {
  const say = useSay();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [email, setEmail] = useState('');
  const [whose, setWhose] = useState<Whose>({ role: 'support', partner: '', customer: '' });
  const add = useMutation({
    mutationFn: () => {
      const { role, partner } = whose;
      const body = {
        name,
        displayName,
        email: email === '' ? null : email,
        role: role as UserRole,
        ...(role === 'partner' ? { partner } : {}),
      };
      return answered(api.POST('/users', { body }));
    },
    onSuccess: made => {
      void queries.invalidateQueries({ queryKey: USERS_KEY });
      onMade(made);
    },
  });
  const wrong = fieldProblems(add.error, ['name', 'displayName', 'email', 'partner']);
  return (
    <Modal
      opened
      onClose={onClose}
      title={say('settings.users.add')}
      closeButtonProps={{ 'aria-label': say('kit.close') }}
    >
      <form
        className={classes.form}
        onSubmit={event => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <TextInput
          label={say('signIn.name')}
          description={say('signIn.nameHint')}
          required
          autoCapitalize="none"
          autoComplete="off"
          data-autofocus
          error={wrong.of('name', say('signIn.nameWrong'))}
          value={name}
          onChange={event => setName(event.currentTarget.value)}
        />
        <TextInput
          label={say('settings.users.displayName')}
          required
          autoComplete="off"
          error={wrong.of('displayName')}
          value={displayName}
          onChange={event => setDisplayName(event.currentTarget.value)}
        />
        <TextInput
          type="email"
          label={say('settings.users.email')}
          autoComplete="off"
          error={wrong.of('email')}
          value={email}
          onChange={event => setEmail(event.currentTarget.value)}
        />
        <RoleFields roles={USER_ROLES} value={whose} onChange={setWhose} wrong={wrong.of} />
        {wrong.rest === null ? null : <Problem error={wrong.rest} />}
        <Group justify="flex-end">
          <Button variant="default" size="sm" onClick={onClose}>
            {say('kit.cancel')}
          </Button>
          <Button type="submit" size="sm" loading={add.isPending}>
            {say('settings.users.doAdd')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
