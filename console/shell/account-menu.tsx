import { ActionIcon } from '@mantine/core';
import { IconUserCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useUser } from '../client/session.ts';
import { OpenedLater } from '../kit/opened-later.tsx';
import { useSay } from '../words/say.tsx';
import classes from './account-menu.module.css';
import { LanguageSwitch } from './language-switch.tsx';

/** The language at a touch, and behind the reader's name what is about the reader. */
export function AccountMenu(): ReactNode {
  const say = useSay();
  const user = useUser();
  return (
    <div className={classes.account}>
      <LanguageSwitch />
      <OpenedLater
        popup="menu"
        load={() => import('./account-items.tsx').then(({ AccountItems }) => AccountItems)}
        button={
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            aria-label={say('shell.account', { name: user.displayName })}
          >
            <IconUserCircle size={22} stroke={1.6} />
          </ActionIcon>
        }
      >
        {(AccountItems, opened) => <AccountItems {...opened} />}
      </OpenedLater>
    </div>
  );
}
