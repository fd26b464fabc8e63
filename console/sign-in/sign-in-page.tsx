import type { ReactNode } from 'react';
import { Navigate, useSearchParams } from 'react-router';
import { useSession } from '../client/session.ts';
import { LanguageSwitch } from '../shell/language-switch.tsx';
import { FirstAdmin } from './first-admin.tsx';
import { NewPassword } from './new-password.tsx';
import classes from './sign-in-page.module.css';
import { wayBack } from './way-back.ts';
import { WaysIn } from './ways-in.tsx';

/** In by whatever way there is, or by a link that opens once: that of the first admin, or one to set a password. */
export function SignInPage(): ReactNode {
  const { user } = useSession();
  const [parameters] = useSearchParams();
  const back = wayBack(parameters.get('returnTo'));
  const first = parameters.get('first');
  const password = parameters.get('password');
  // Whoever opens a link to set a password means to do so, also while somebody is signed in here.
  if (user !== null && password === null) return <Navigate to={back} replace />;
  return (
    <main className={classes.page}>
      <div className={classes.corner}>
        <LanguageSwitch />
      </div>
      {first !== null ? (
        <FirstAdmin token={first} />
      ) : password !== null ? (
        <NewPassword token={password} />
      ) : (
        <WaysIn back={back} />
      )}
    </main>
  );
}
