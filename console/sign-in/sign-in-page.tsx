import { Button, Divider, PasswordInput, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Navigate, useSearchParams } from 'react-router';
import { ApiProblem } from '../client/problem.ts';
import { useSession, useSignIn } from '../client/session.ts';
import { PageHead } from '../kit/page-head.tsx';
import { useProblemSentence } from '../kit/problem.tsx';
import { useSay } from '../words/say.tsx';
import classes from './sign-in-page.module.css';
import { wayBack } from './way-back.ts';

export function SignInPage(): ReactNode {
  const say = useSay();
  const { user, signIn } = useSession();
  const [parameters] = useSearchParams();
  const back = wayBack(parameters.get('returnTo'));
  if (user !== null) return <Navigate to={back} replace />;
  return (
    <main className={classes.page}>
      <PageHead title={say('signIn.title')} answer={say('signIn.answer')} />
      {signIn.oidc === null ? null : (
        <Button component="a" size="md" fullWidth href={`/auth/oidc/start?returnTo=${encodeURIComponent(back)}`}>
          {say('signIn.with', { provider: signIn.oidc.name })}
        </Button>
      )}
      {signIn.oidc !== null && signIn.local ? <Divider label={say('signIn.or')} my="md" /> : null}
      {signIn.local ? <WithPassword /> : null}
      {signIn.oidc === null && !signIn.local ? <p>{say('signIn.none')}</p> : null}
    </main>
  );
}

function WithPassword(): ReactNode {
  const say = useSay();
  const sentence = useProblemSentence();
  const signIn = useSignIn();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const wrong = signIn.error instanceof ApiProblem && signIn.error.status === 401;
  return (
    <form
      className={classes.form}
      onSubmit={event => {
        event.preventDefault();
        signIn.mutate({ name, password });
      }}
    >
      <TextInput
        label={say('signIn.name')}
        autoComplete="username"
        autoCapitalize="none"
        required
        withAsterisk={false}
        value={name}
        onChange={event => setName(event.currentTarget.value)}
      />
      <PasswordInput
        label={say('signIn.password')}
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={password}
        onChange={event => setPassword(event.currentTarget.value)}
      />
      <div role="alert" className={classes.wrong}>
        {signIn.isError ? (wrong ? say('signIn.wrong') : sentence(signIn.error)) : null}
      </div>
      <Button type="submit" size="md" loading={signIn.isPending}>
        {say('signIn.do')}
      </Button>
    </form>
  );
}
