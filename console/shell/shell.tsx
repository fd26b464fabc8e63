import { ActionIcon } from '@mantine/core';
import { IconMenu2 } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useState } from 'react';
import { Link, Outlet, ScrollRestoration, useLocation, useNavigate } from 'react-router';
import { useUser } from '../client/session.ts';
import { useKeys } from '../kit/keys.ts';
import { Live } from '../live/live.tsx';
import { useSay } from '../words/say.tsx';
import { AccountMenu } from './account-menu.tsx';
import { AsOf, LateData } from './as-of.tsx';
import { Navigation, ThumbBar } from './navigation.tsx';
import { pagesOf, wayTo } from './pages.tsx';
import { SearchField } from './search-field.tsx';
import classes from './shell.module.css';

// What is opened now and then comes when it is opened first: the first page is there the sooner.
const Commands = lazy(() => import('./commands.tsx').then(({ Commands }) => ({ default: Commands })));
const KeyHelp = lazy(() => import('./key-help.tsx').then(({ KeyHelp }) => ({ default: KeyHelp })));
const MenuDrawer = lazy(() => import('./menu-drawer.tsx').then(({ MenuDrawer }) => ({ default: MenuDrawer })));

type Opened = 'menu' | 'keys' | 'commands' | null;

/** What is around every page. */
export function Shell(): ReactNode {
  const say = useSay();
  const { pathname } = useLocation();
  const [opened, setOpened] = useState<Opened>(null);
  const close = useCallback(() => setOpened(null), []);
  useShellKeys(setOpened);
  // biome-ignore lint/correctness/useExhaustiveDependencies: wherever one goes, what was open has done its work.
  useEffect(close, [pathname]);
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
          aria-expanded={opened === 'menu'}
          onClick={() => setOpened('menu')}
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
      <main id="content" className={classes.content} tabIndex={-1}>
        <LateData />
        <Outlet />
      </main>
      <ThumbBar onMenu={() => setOpened('menu')} />
      <Live />
      <Opening opened={opened === 'menu'}>{shown => <MenuDrawer opened={shown} onClose={close} />}</Opening>
      <Opening opened={opened === 'keys'}>{shown => <KeyHelp opened={shown} onClose={close} />}</Opening>
      <Opening opened={opened === 'commands'}>{shown => <Commands opened={shown} onClose={close} />}</Opening>
      <ScrollRestoration />
    </div>
  );
}

/** Nothing until it is opened first; from then on it stays, so that it can close in its own way. */
function Opening({ opened, children }: { opened: boolean; children: (opened: boolean) => ReactNode }): ReactNode {
  const [wanted, setWanted] = useState(false);
  if (opened && !wanted) setWanted(true);
  return wanted ? <Suspense fallback={null}>{children(opened)}</Suspense> : null;
}

function useShellKeys(open: (what: Opened) => void): void {
  const navigate = useNavigate();
  const { role } = useUser();
  const { key } = useLocation();
  const ways = pagesOf(role).flatMap(page => {
    const way = wayTo(page);
    if (way === null || page.nav?.key === undefined) return [];
    return [{ keys: `g ${page.nav.key}`, label: page.title, do: () => void navigate(way) }];
  });
  useKeys(
    [
      { keys: '/', label: 'shell.keySearch', do: () => document.getElementById('search')?.focus() },
      { keys: 'mod+k', label: 'shell.keyCommands', always: true, do: () => open('commands') },
      { keys: '?', label: 'shell.keyKeys', do: () => open('keys') },
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
