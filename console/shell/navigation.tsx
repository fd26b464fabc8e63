import { IconMenu2 } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { NavLink } from 'react-router';
import { useUser } from '../client/session.ts';
import { useSay } from '../words/say.tsx';
import classes from './navigation.module.css';
import { type Page, pagesOf, wayTo } from './pages.tsx';

type Listed = Pick<Page, 'title'> & { way: string; nav: NonNullable<Page['nav']> };

function useListed(): readonly Listed[] {
  const { role } = useUser();
  return pagesOf(role).flatMap(page => {
    const way = wayTo(page);
    return page.nav === undefined || way === null ? [] : [{ title: page.title, way, nav: page.nav }];
  });
}

/** The pages that the reader may open, with how many wait there. */
export function Navigation(): ReactNode {
  const say = useSay();
  return (
    <ul className={classes.list}>
      {useListed().map(({ way, title, nav }) => (
        <li key={way}>
          <NavLink to={way} end={way === '/'} className={classes.link!} title={nav.key ? `g ${nav.key}` : undefined}>
            <nav.icon size={17} stroke={1.6} />
            <span className={classes.title}>{say(title)}</span>
            {nav.useCount === undefined ? null : <Count useCount={nav.useCount} />}
          </NavLink>
        </li>
      ))}
    </ul>
  );
}

/** On a phone: what a thumb reaches. */
export function ThumbBar({ onMenu }: { onMenu: () => void }): ReactNode {
  const say = useSay();
  const thumbs = useListed().filter(({ nav }) => nav.thumb);
  return (
    <div className={classes.thumbs}>
      {thumbs.map(({ way, title, nav }) => (
        <NavLink key={way} to={way} end={way === '/'} className={classes.thumb!}>
          <nav.icon size={21} stroke={1.6} />
          <span className={classes.title}>{say(title)}</span>
          {nav.useCount === undefined ? null : <Count useCount={nav.useCount} />}
        </NavLink>
      ))}
      <button type="button" className={classes.thumb} onClick={onMenu}>
        <IconMenu2 size={21} stroke={1.6} />
        <span className={classes.title}>{say('shell.menu')}</span>
      </button>
    </div>
  );
}

function Count({ useCount }: { useCount: () => number | undefined }): ReactNode {
  const intl = useIntl();
  const count = useCount();
  return count ? <span className={classes.count}>{intl.formatNumber(count, { notation: 'compact' })}</span> : null;
}
