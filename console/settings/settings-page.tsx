import { type ComponentType, lazy, type ReactNode, Suspense, useEffect, useRef } from 'react';
import { Navigate, NavLink, useParams } from 'react-router';
import { useUser } from '../client/session.ts';
import { Empty } from '../kit/empty.tsx';
import { Loading } from '../kit/loading.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { useSay } from '../words/say.tsx';
import classes from './settings-page.module.css';
import { SETTINGS_TABS } from './tabs.ts';

const VIEWS: ReadonlyMap<string, ComponentType> = new Map(
  SETTINGS_TABS.map(({ path, load }) => [path, lazy(() => load().then(view => ({ default: view })))]),
);

/** A frame for all that is set: each tab is a page of its own beneath `/settings/`. */
export function SettingsPage(): ReactNode {
  const say = useSay();
  const { role } = useUser();
  const { tab } = useParams();
  const tabs = SETTINGS_TABS.filter(({ roles }) => roles.includes(role));
  const chosen = tabs.find(({ path }) => path === tab);
  // On a phone the tabs are wider than the page, and the one that is open must be seen.
  const bar = useRef<HTMLElement>(null);
  useEffect(() => {
    const open = bar.current?.querySelector(`[href$="/${tab}"]`);
    open?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [tab]);
  const View = chosen && VIEWS.get(chosen.path);
  if (View === undefined && tabs[0] !== undefined) return <Navigate replace to={`/settings/${tabs[0].path}`} />;
  return (
    <>
      <PageHead title={say('shell.page.settings')} />
      <nav ref={bar} className={classes.tabs} aria-label={say('shell.page.settings')}>
        {tabs.map(({ path, title }) => (
          <NavLink key={path} to={`/settings/${path}`} className={classes.tab!} preventScrollReset>
            {say(title)}
          </NavLink>
        ))}
      </nav>
      {View === undefined ? (
        <Empty>{say('settings.none')}</Empty>
      ) : (
        <Suspense fallback={<Loading shape="rows" />}>
          <View />
        </Suspense>
      )}
    </>
  );
}
