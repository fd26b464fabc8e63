import { type ComponentType, lazy, type ReactNode, Suspense } from 'react';
import { createBrowserRouter, Link, Navigate, useLocation } from 'react-router';
import { useSession } from '../client/session.ts';
import { Empty } from '../kit/empty.tsx';
import { Loading } from '../kit/loading.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { Problem } from '../kit/problem.tsx';
import { wantWords } from '../words/catalogue.ts';
import { Say, useSay } from '../words/say.tsx';
import { Failing } from './failing.tsx';
import { PAGES, type Page } from './pages.tsx';
import { Shell } from './shell.tsx';

const SignInPage = lazily({
  load: () => import('../sign-in/sign-in-page.tsx').then(page => page.SignInPage),
  words: ['signIn'],
});

export const router = createBrowserRouter([
  { path: '/sign-in', element: <SignIn /> },
  {
    element: <SignedIn />,
    children: [
      ...PAGES.map(page => ({ path: page.path, element: <PageOf page={page} view={lazily(page)} /> })),
      { path: '*', element: <NotFound /> },
    ],
  },
]);

/** A page comes with its words. */
function lazily({ load, words }: Pick<Page, 'load' | 'words'>): ComponentType {
  return lazy(async () => {
    const [component] = await Promise.all([load(), wantWords(words)]);
    return { default: component };
  });
}

function SignIn(): ReactNode {
  return (
    <Suspense fallback={null}>
      <SignInPage />
    </Suspense>
  );
}

/** Whoever is not signed in goes to the sign-in page, which leads back here. */
function SignedIn(): ReactNode {
  const { user } = useSession();
  const { pathname, search, hash } = useLocation();
  // Partners have one page instead of ours.
  if (user?.role === 'partner' && pathname === '/') return <Navigate replace to={`/portal${search}`} />;
  if (user !== null) return <Shell />;
  const back = pathname + search + hash;
  return <Navigate replace to={back === '/' ? '/sign-in' : `/sign-in?returnTo=${encodeURIComponent(back)}`} />;
}

function PageOf({ page, view: View }: { page: Page; view: ComponentType }): ReactNode {
  const { user } = useSession();
  const { pathname } = useLocation();
  if (user === null) return null;
  if (!page.roles.includes(user.role)) return <NotYours page={page} />;
  // What failed for one order is no reason not to show the next one.
  return (
    <Failing about={pathname} fallback={(retry, error) => <Broken retry={retry} error={error} />}>
      <Suspense fallback={<Loading shape="page" />}>
        <View />
      </Suspense>
    </Failing>
  );
}

function Broken({ retry, error }: { retry: () => void; error: unknown }): ReactNode {
  const say = useSay();
  return (
    <>
      <PageHead title={say('shell.broken')} />
      <Problem error={error} works={say('shell.brokenBut')} onRetry={retry} />
    </>
  );
}

function NotYours({ page }: { page: Page }): ReactNode {
  const say = useSay();
  const { user } = useSession();
  const role = say(`shell.role.${user!.role}`);
  return (
    <>
      <PageHead title={say(page.title)} />
      <Empty>
        <Say id="shell.notYours" values={{ role, link: text => <Link to="/">{text}</Link> }} />
      </Empty>
    </>
  );
}

function NotFound(): ReactNode {
  const say = useSay();
  return (
    <>
      <PageHead title={say('shell.page.notFound')} />
      <Empty>
        <Say id="shell.notFound" values={{ link: text => <Link to="/">{text}</Link> }} />
      </Empty>
    </>
  );
}
