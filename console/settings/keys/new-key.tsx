import { Button, Checkbox, Group, Modal, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { CreatedKey } from '../../client/api.gen.ts';
import { answered, api } from '../../client/client.ts';
import { serverNow } from '../../client/freshness.ts';
import { fieldProblems } from '../../kit/field-problems.tsx';
import { Problem } from '../../kit/problem.tsx';
import { useSay } from '../../words/say.tsx';
import classes from '../form.module.css';
import { RoleFields, type Whose } from '../role-fields.tsx';
import { KEYS_KEY } from './keys.ts';

const ROLES = ['partner', 'customer', 'viewer', 'support', 'operator', 'manager', 'admin'] as const;
const SCOPES = ['read', 'events', 'deploys', 'customer-tokens', 'write'] as const;
type Scope = (typeof SCOPES)[number];

const DAY_MS = 86_400_000;
const LIVES = ['30', '90', '365', 'never'] as const;

export function NewKey({ onClose, onMade }: { onClose: () => void; onMade: (made: CreatedKey) => void }): ReactNode {
  const say = useSay();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [whose, setWhose] = useState<Whose>({ role: 'partner', partner: '', customer: '' });
  const [scopes, setScopes] = useState<string[]>(['read']);
  const [life, setLife] = useState<string>('365');
  const [limit, setLimit] = useState<string | number>('');
  const add = useMutation({
    mutationFn: () => {
      const { role, partner, customer } = whose;
      const body = {
        name,
        role,
        ...(role === 'partner' ? { partner } : {}),
        ...(role === 'customer' ? { customer } : {}),
        ...(scopes.length === 0 ? {} : { scopes: scopes as [Scope, ...Scope[]] }),
        ...(limit === '' ? {} : { limit: Number(limit) }),
        ...(life === 'never' ? {} : { expiresAt: new Date(serverNow() + Number(life) * DAY_MS).toISOString() }),
      };
      return answered(api.POST('/keys', { body }));
    },
    onSuccess: made => {
      void queries.invalidateQueries({ queryKey: KEYS_KEY });
      onMade(made);
    },
  });
  const wrong = fieldProblems(add.error, ['name', 'partner', 'customer', 'limit']);
  return (
    <Modal
      opened
      onClose={onClose}
      title={say('settings.keys.add')}
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
          label={say('settings.keys.name')}
          description={say('settings.keys.nameHint')}
          required
          autoComplete="off"
          data-autofocus
          error={wrong.of('name')}
          value={name}
          onChange={event => setName(event.currentTarget.value)}
        />
        <RoleFields roles={ROLES} value={whose} onChange={setWhose} wrong={wrong.of} />
        <Checkbox.Group
          label={say('settings.keys.scopes')}
          description={say('settings.keys.scopesHint')}
          value={scopes}
          onChange={setScopes}
        >
          <div className={classes.many}>
            {SCOPES.map(scope => (
              <Checkbox key={scope} value={scope} label={say(`settings.keys.scope.${scope}`)} />
            ))}
          </div>
        </Checkbox.Group>
        <NativeSelect
          label={say('settings.keys.life')}
          value={life}
          onChange={event => setLife(event.currentTarget.value)}
          data={LIVES.map(value => ({
            value,
            label: value === 'never' ? say('settings.keys.never') : say('settings.keys.days', { count: Number(value) }),
          }))}
        />
        <NumberInput
          label={say('settings.keys.limit')}
          description={say('settings.keys.limitHint')}
          min={1}
          max={1_000_000}
          allowDecimal={false}
          hideControls
          error={wrong.of('limit')}
          value={limit}
          onChange={setLimit}
        />
        {wrong.rest === null ? null : <Problem error={wrong.rest} />}
        <Group justify="flex-end">
          <Button variant="default" size="sm" onClick={onClose}>
            {say('kit.cancel')}
          </Button>
          <Button type="submit" size="sm" loading={add.isPending}>
            {say('settings.keys.doAdd')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
