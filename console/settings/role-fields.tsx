import { NativeSelect, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Role } from '../../api/access/roles.ts';
import { useSay } from '../words/say.tsx';

export type Whose = { role: Role; partner: string; customer: string };

type Props = {
  roles: readonly Role[];
  value: Whose;
  onChange: (whose: Whose) => void;
  disabled?: boolean;
  /** What is wrong with the partner or the customer. */
  wrong?: (field: 'partner' | 'customer') => ReactNode;
};

/** A role, and of a partner's or a customer's whose orders those are. */
export function RoleFields({ roles, value, onChange, disabled = false, wrong = () => null }: Props): ReactNode {
  const say = useSay();
  return (
    <>
      <NativeSelect
        label={say('settings.role')}
        description={say(`settings.role.${value.role}`)}
        disabled={disabled}
        value={value.role}
        onChange={event => onChange({ ...value, role: event.currentTarget.value as Role })}
        data={roles.map(role => ({ value: role, label: say(`shell.role.${role}`) }))}
      />
      {value.role === 'partner' ? (
        <TextInput
          label={say('settings.partner')}
          description={say('settings.partnerHint')}
          required
          disabled={disabled}
          error={wrong('partner')}
          value={value.partner}
          onChange={event => onChange({ ...value, partner: event.currentTarget.value })}
        />
      ) : null}
      {value.role === 'customer' ? (
        <TextInput
          label={say('settings.customer')}
          description={say('settings.customerHint')}
          required
          disabled={disabled}
          error={wrong('customer')}
          value={value.customer}
          onChange={event => onChange({ ...value, customer: event.currentTarget.value })}
        />
      ) : null}
    </>
  );
}
