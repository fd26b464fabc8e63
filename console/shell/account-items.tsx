import { Menu, useMantineColorScheme } from '@mantine/core';
import { IconCheck, IconLogout } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useSignOut, useUser } from '../client/session.ts';
import type { Opened } from '../kit/opened-later.tsx';
import { useSay } from '../words/say.tsx';

const SCHEMES = [
  ['auto', 'shell.schemeAuto'],
  ['light', 'shell.schemeLight'],
  ['dark', 'shell.schemeDark'],
] as const;

/** Profile, appearance, sign out. */
export function AccountItems({ button, opened, onChange }: Opened): ReactNode {
  const say = useSay();
  const user = useUser();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const signOut = useSignOut();
  return (
    <Menu position="bottom-end" width={220} opened={opened} onChange={onChange}>
      <Menu.Target>{button}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {user.displayName} · {say(`shell.role.${user.role}`)}
        </Menu.Label>
        <Menu.Item component={Link} to="/profile">
          {say('shell.page.profile')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{say('shell.scheme')}</Menu.Label>
        {SCHEMES.map(([scheme, label]) => (
          <Menu.Item
            key={scheme}
            role="menuitemradio"
            aria-checked={scheme === colorScheme}
            rightSection={scheme === colorScheme ? <IconCheck size={14} /> : null}
            onClick={() => setColorScheme(scheme)}
          >
            {say(label)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={15} />} onClick={() => signOut.mutate()}>
          {say('shell.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
