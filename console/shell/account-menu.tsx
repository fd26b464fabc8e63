import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core';
import { IconCheck, IconLogout, IconUserCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useSignOut, useUser } from '../client/session.ts';
import { useSay } from '../words/say.tsx';
import classes from './account-menu.module.css';
import { LanguageSwitch } from './language-switch.tsx';

const SCHEMES = [
  ['auto', 'shell.schemeAuto'],
  ['light', 'shell.schemeLight'],
  ['dark', 'shell.schemeDark'],
] as const;

/** The language at a touch, and behind the reader's name: profile, appearance, sign out. */
export function AccountMenu(): ReactNode {
  const say = useSay();
  const user = useUser();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const signOut = useSignOut();
  return (
    <div className={classes.account}>
      <LanguageSwitch />
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            aria-label={say('shell.account', { name: user.displayName })}
          >
            <IconUserCircle size={22} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
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
    </div>
  );
}
