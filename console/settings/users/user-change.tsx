import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { PasswordLink, User } from '../../client/api.gen.ts';
import { answered, answeredWithTag, api, ifMatch } from '../../client/client.ts';
import { Loading } from '../../kit/loading.tsx';
import { Problem } from '../../kit/problem.tsx';
import { useUndo } from '../../kit/undo.tsx';
import { useSay } from '../../words/say.tsx';
import classes from '../form.module.css';
import { RoleFields, type Whose } from '../role-fields.tsx';
import { USER_ROLES } from './new-user.tsx';
import { USERS_KEY } from './users-key.ts';

type Props = { id: string; onClose: () => void; onLink: (name: string, link: PasswordLink) => void };

export function UserChange({ id, onClose, onLink }: Props): ReactNode {
  const say = useSay();
  const user = useQuery({
    queryKey: [...USERS_KEY, id],
    queryFn: ({ signal }) => answeredWithTag(api.GET('/users/{id}', { signal, params: { path: { id } } })),
    // What is changed is what is there now.
    staleTime: 0,
    gcTime: 0,
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={user.data?.content.displayName ?? '…'}
      closeButtonProps={{ 'aria-label': say('kit.close') }}
    >
      {user.isPending ? <Loading shape="lines" /> : null}
      {user.isError ? <Problem error={user.error} onRetry={() => void user.refetch()} /> : null}
      {user.isSuccess ? (
        <Fields
          // What somebody else changed meanwhile is shown as it is.
          key={user.data.tag}
          user={user.data.content}
          tag={user.data.tag}
          onClose={onClose}
          onLink={onLink}
        />
      ) : null}
    </Modal>
  );
}

type Change = {
  displayName?: string;
  email?: string | null;
  role?: (typeof USER_ROLES)[number];
  partner?: string | null;
  disabled?: boolean;
};

function change(id: string, tag: string | null, body: Change): Promise<User> {
  return answered(api.PATCH('/users/{id}', { params: { path: { id } }, headers: ifMatch(tag), body }));
}

function Fields({ user, tag, onClose, onLink }: { user: User; tag: string | null } & Omit<Props, 'id'>): ReactNode {
  const say = useSay();
  const told = useUndo();
  const queries = useQueryClient();
  const [displayName, setDisplayName] = useState(user.displayName);
  const [email, setEmail] = useState(user.email ?? '');
  const [whose, setWhose] = useState<Whose>({ role: user.role, partner: user.partner ?? '', customer: '' });
  const reload = () => queries.invalidateQueries({ queryKey: USERS_KEY });
  const save = useMutation({
    mutationFn: (body: Change) => change(user.id, tag, body),
    onSuccess: () => {
      onClose();
      void reload();
    },
  });
  const link = useMutation({
    mutationFn: () => answered(api.POST('/users/{id}/password-link', { params: { path: { id: user.id } } })),
    onSuccess: made => onLink(user.displayName, made),
  });
  const toggle = () =>
    save.mutate(
      { disabled: !user.disabled },
      {
        onSuccess: () =>
          told(
            say(user.disabled ? 'settings.users.enabledNow' : 'settings.users.disabledNow', { name: user.displayName }),
            () => void change(user.id, null, { disabled: user.disabled }).then(reload),
          ),
      },
    );
  const role = whose.role as (typeof USER_ROLES)[number];
  const failed = save.error ?? link.error;
  return (
    <form
      className={classes.form}
      onSubmit={event => {
        event.preventDefault();
        save.mutate({
          displayName,
          email: email === '' ? null : email,
          // Whoever comes by the company's sign-in has the role that it says.
          ...(user.external ? {} : { role, partner: role === 'partner' ? whose.partner : null }),
        });
      }}
    >
      <TextInput
        label={say('settings.users.displayName')}
        required
        value={displayName}
        onChange={event => setDisplayName(event.currentTarget.value)}
      />
      <TextInput
        type="email"
        label={say('settings.users.email')}
        value={email}
        onChange={event => setEmail(event.currentTarget.value)}
      />
      <RoleFields roles={USER_ROLES} value={whose} onChange={setWhose} disabled={user.external} />
      {failed ? <Problem error={failed} onRetry={() => void reload()} /> : null}
      <Group>
        {user.external || user.disabled ? null : (
          <Button variant="default" loading={link.isPending} onClick={() => link.mutate()}>
            {say('settings.users.makeLink')}
          </Button>
        )}
        <Button variant="default" onClick={toggle}>
          {say(user.disabled ? 'settings.users.enable' : 'settings.users.disable')}
        </Button>
      </Group>
      <Group justify="flex-end">
        <Button variant="default" size="sm" onClick={onClose}>
          {say('kit.cancel')}
        </Button>
        <Button type="submit" size="sm" loading={save.isPending}>
          {say('kit.save')}
        </Button>
      </Group>
    </form>
  );
}
