import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { answered, api } from '../client/client.ts';
import { useWayIn } from '../client/session.ts';
import { fieldProblems } from '../kit/field-problems.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { useProblemSentence } from '../kit/problem.tsx';
import { useSay } from '../words/say.tsx';
import classes from './sign-in-page.module.css';

type Asked = { token: string; name: string; password: string };

/** Whoever has the link that is printed at the first start names the first admin, and is in. */
export function FirstAdmin({ token }: { token: string }): ReactNode {
  const say = useSay();
  const sentence = useProblemSentence();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const enter = useWayIn((body: Asked) => answered(api.POST('/session/first-admin', { body })));
  const wrong = fieldProblems(enter.error, ['name', 'password']);
  return (
    <>
      <PageHead title={say('signIn.first.title')} answer={say('signIn.first.answer')} />
      <form
        className={classes.form}
        onSubmit={event => {
          event.preventDefault();
          enter.mutate({ token, name, password });
        }}
      >
        <TextInput
          label={say('signIn.name')}
          description={say('signIn.nameHint')}
          autoComplete="username"
          autoCapitalize="none"
          required
          withAsterisk={false}
          error={wrong.of('name', say('signIn.nameWrong'))}
          value={name}
          onChange={event => setName(event.currentTarget.value)}
        />
        <PasswordInput
          label={say('signIn.password')}
          description={say('signIn.passwordHint')}
          autoComplete="new-password"
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': say('signIn.showPassword') }}
          error={wrong.of('password', say('signIn.passwordWeak'))}
          value={password}
          onChange={event => setPassword(event.currentTarget.value)}
        />
        <div role="alert" className={classes.wrong}>
          {wrong.rest === null ? null : sentence(wrong.rest)}
        </div>
        <Button type="submit" size="md" loading={enter.isPending}>
          {say('signIn.first.do')}
        </Button>
      </form>
    </>
  );
}
