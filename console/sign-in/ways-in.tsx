import { Button, Divider, PasswordInput, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { answered, api } from '../client/client.ts';
import { ApiProblem } from '../client/problem.ts';
import { useSession, useWayIn } from '../client/session.ts';
import { PageHead } from '../kit/page-head.tsx';
import { useProblemSentence } from '../kit/problem.tsx';
import { useSay } from '../words/say.tsx';
import classes from './sign-in-page.module.css';

/** `back`: the path that somebody wanted before. */
export function WaysIn({ back }: { back: string }): ReactNode {
  const say = useSay();
  const { signIn } = useSession();
  return (
    <>
      <PageHead title={say('signIn.title')} answer={say('signIn.answer')} />
      {signIn.oidc === null ? null : (
        <Button component="a" size="md" fullWidth href={`/auth/oidc/start?returnTo=${encodeURIComponent(back)}`}>
          {say('signIn.with', { provider: signIn.oidc.name })}
        </Button>
      )}
      {signIn.oidc !== null && signIn.local ? <Divider label={say('signIn.or')} my="md" /> : null}
      {signIn.local ? <WithPassword /> : null}
      {signIn.oidc === null && !signIn.local ? <p>{say('signIn.none')}</p> : null}
    </>
  );
}

function WithPassword(): ReactNode {
  const say = useSay();
  const sentence = useProblemSentence();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const enter = useWayIn((body: { name: string; password: string }) => answered(api.POST('/session', { body })));
  const wrong = enter.error instanceof ApiProblem && enter.error.status === 401;
  return (
    <form
      className={classes.form}
      onSubmit={event => {
        event.preventDefault();
        enter.mutate({ name, password });
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
        visibilityToggleButtonProps={{ 'aria-label': say('signIn.showPassword') }}
        value={password}
        onChange={event => setPassword(event.currentTarget.value)}
      />
      <div role="alert" className={classes.wrong}>
        {enter.isError ? (wrong ? say('signIn.wrong') : sentence(enter.error)) : null}
      </div>
      <Button type="submit" size="md" loading={enter.isPending}>
        {say('signIn.do')}
      </Button>
    </form>
  );
}
