import { Button, PasswordInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import { answered, api } from '../client/client.ts';
import { useWayIn } from '../client/session.ts';
import { fieldProblems } from '../kit/field-problems.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { useProblemSentence } from '../kit/problem.tsx';
import { useSay } from '../words/say.tsx';
import classes from './sign-in-page.module.css';

/** By a link that an admin has made, whoever has it sets the password of the account, and is in. */
export function NewPassword({ token }: { token: string }): ReactNode {
  const say = useSay();
  const navigate = useNavigate();
  const sentence = useProblemSentence();
  const [password, setPassword] = useState('');
  const enter = useWayIn((body: { token: string; password: string }) =>
    answered(api.POST('/session/password', { body })),
  );
  const wrong = fieldProblems(enter.error, ['password']);
  return (
    <>
      <PageHead title={say('signIn.new.title')} answer={say('signIn.new.answer')} />
      <form
        className={classes.form}
        onSubmit={event => {
          event.preventDefault();
          enter.mutate({ token, password }, { onSuccess: () => void navigate('/', { replace: true }) });
        }}
      >
        <PasswordInput
          label={say('signIn.new.password')}
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
          {say('signIn.new.do')}
        </Button>
      </form>
    </>
  );
}
