import { ActionIcon, Drawer } from '@mantine/core';
import { IconMenu2 } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import { Link, Outlet, ScrollRestoration, useLocation, useNavigate } from 'react-router';
import { useUser } from '../client/session.ts';
import { useKeys } from '../kit/keys.ts';
import { useSay } from '../words/say.tsx';
import { AccountMenu } from './account-menu.tsx';
import { AsOf, LateData } from './as-of.tsx';
import { Commands, openCommands } from './commands.tsx';
import { KeyHelp } from './key-help.tsx';
import { Navigation, ThumbBar } from './navigation.tsx';
import { pagesOf } from './pages.tsx';
import { SearchField } from './search-field.tsx';
import classes from './shell.module.css';

/** What is around every page. */
export function Shell(): ReactNode {
  const say = useSay();
  const { pathname } = useLocation();
  const [menu, setMenu] = useState(false);
  const [help, setHelp] = useState(false);
  useShellKeys(() => setHelp(true));
  // biome-ignore lint/correctness/useExhaustiveDependencies: wherever one goes, the menu has done its work.
  useEffect(() => setMenu(false), [pathname]);
  return (
    <div className={classes.shell}>
      <a href="#content" className={classes.skip}>
        {say('shell.skip')}
      </a>
      <header className={classes.header}>
        <ActionIcon
          className={classes.burger!}
          variant="subtle"
          color="gray"
          size={40}
          aria-label={say('shell.menu')}
          aria-expanded={menu}
          onClick={() => setMenu(true)}
        >
          <IconMenu2 size={20} />
        </ActionIcon>
        <Link to="/" className={classes.name} aria-label="Orderwatch">
          <img src="/icon.svg" alt="" width={22} height={22} />
          <span>Orderwatch</span>
        </Link>
        <SearchField />
        <AsOf />
        <AccountMenu />
      </header>
      <nav className={classes.navigation} aria-label={say('shell.navigation')}>
        <Navigation />
      </nav>
      <Drawer
        opened={menu}
        onClose={() => setMenu(false)}
        size={270}
        title="Orderwatch"
        closeButtonProps={{ 'aria-label': say('shell.closeMenu') }}
      >
        <Navigation />
      </Drawer>
      <main id="content" className={classes.content} tabIndex={-1}>
        <LateData />
        <Outlet />
      </main>
      <ThumbBar onMenu={() => setMenu(true)} />
      <Commands />
      <KeyHelp opened={help} onClose={() => setHelp(false)} />
      <ScrollRestoration />
    </div>
  );
}

function useShellKeys(showHelp: () => void): void {
  const navigate = useNavigate();
  const { role } = useUser();
  const { key } = useLocation();
  const ways = pagesOf(role).flatMap(({ path, title, nav }) =>
    nav?.key === undefined ? [] : [{ keys: `g ${nav.key}`, label: title, do: () => void navigate(path) }],
  );
  useKeys(
    [
      { keys: '/', label: 'shell.keySearch', do: () => document.getElementById('search')?.focus() },
      { keys: 'mod+k', label: 'shell.keyCommands', always: true, do: openCommands },
      { keys: '?', label: 'shell.keyKeys', do: showHelp },
      {
        keys: 'Escape',
        label: 'shell.keyBack',
        // The first page has nothing of ours before it.
        do: () => (key === 'default' ? false : void navigate(-1)),
      },
      ...ways,
    ],
    'everywhere',
  );
}
