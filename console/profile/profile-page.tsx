import { Button, NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useId, useState } from 'react';
import { answered, api } from '../client/client.ts';
import { useSession, useUser, useWayIn } from '../client/session.ts';
import { fieldProblems } from '../kit/field-problems.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { Problem } from '../kit/problem.tsx';
import { useUndo } from '../kit/undo.tsx';
import { isLanguage, LANGUAGES } from '../words/catalogue.ts';
import { useReader } from '../words/language.tsx';
import { Say, useSay } from '../words/say.tsx';
import classes from './profile-page.module.css';
import { SESSIONS_KEY, Sessions } from './sessions.tsx';

/** What people say of themselves, and where they are signed in. */
export function ProfilePage(): ReactNode {
  const say = useSay();
  const { name, displayName, role, partner } = useUser();
  const { signIn } = useSession();
  return (
    <>
      <PageHead
        title={say('shell.page.profile')}
        answer={
          <Say
            id={partner === null ? 'profile.answer' : 'profile.answerPartner'}
            values={{ displayName, name, role: say(`shell.role.${role}`), partner }}
          />
        }
      />
      <Section title={say('profile.you')}>
        <You />
      </Section>
      <Section title={say('profile.here')}>
        <Here />
      </Section>
      {signIn.local ? (
        <Section title={say('profile.password')}>
          <Password />
        </Section>
      ) : null}
      <Section title={say('profile.sessions')}>
        <Sessions />
      </Section>
    </>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }): ReactNode {
  const id = useId();
  return (
    <section className={classes.section} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

function You(): ReactNode {
  const say = useSay();
  const told = useUndo();
  const user = useUser();
  const [displayName, setDisplayName] = useState(user.displayName);
  const save = useWayIn((body: { displayName: string }) => answered(api.PATCH('/session/profile', { body })));
  return (
    <form
      className={classes.form}
      onSubmit={event => {
        event.preventDefault();
        save.mutate({ displayName }, { onSuccess: () => told(say('profile.saved')) });
      }}
    >
      <TextInput
        label={say('profile.displayName')}
        description={say('profile.displayNameHint')}
        required
        value={displayName}
        onChange={event => setDisplayName(event.currentTarget.value)}
      />
      {save.isError ? <Problem error={save.error} /> : null}
      <Button type="submit" size="sm" loading={save.isPending} disabled={displayName === user.displayName}>
        {say('kit.save')}
      </Button>
    </form>
  );
}

/** The language goes with the user, since mails are written in it, too; the zone stays on this device. */
function Here(): ReactNode {
  const say = useSay();
  const { language, setLanguage, zone, setZone } = useReader();
  const save = useWayIn((locale: string) => answered(api.PATCH('/session/profile', { body: { locale } })));
  return (
    <div className={classes.form}>
      <NativeSelect
        label={say('shell.language')}
        value={language}
        onChange={event => {
          const wanted = event.currentTarget.value;
          if (!isLanguage(wanted)) return;
          setLanguage(wanted);
          save.mutate(wanted);
        }}
        data={LANGUAGES.map(value => ({
          value,
          label: say(value === 'ru' ? 'shell.languageRu' : 'shell.languageEn'),
        }))}
      />
      {save.isError ? <Problem error={save.error} /> : null}
      <NativeSelect
        label={say('profile.zone')}
        description={say('profile.zoneHint')}
        value={zone}
        onChange={event => setZone(event.currentTarget.value)}
        data={[...new Set([zone, ...Intl.supportedValuesOf('timeZone'), 'UTC'])].sort()}
      />
    </div>
  );
}

function Password(): ReactNode {
  const say = useSay();
  const told = useUndo();
  const queries = useQueryClient();
  const [current, setCurrent] = useState('');
  const [fresh, setFresh] = useState('');
  const save = useMutation({
    mutationFn: () => answered(api.PATCH('/session/profile', { body: { password: { current, new: fresh } } })),
    onSuccess: () => {
      setCurrent('');
      setFresh('');
      told(say('profile.passwordSaved'));
      void queries.invalidateQueries({ queryKey: SESSIONS_KEY });
    },
  });
  const wrong = fieldProblems(save.error, ['password.current', 'password.new']);
  return (
    <form
      className={classes.form}
      onSubmit={event => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <PasswordInput
        label={say('profile.currentPassword')}
        autoComplete="current-password"
        required
        visibilityToggleButtonProps={{ 'aria-label': say('signIn.showPassword') }}
        error={wrong.of('password.current', say('profile.passwordWrong'))}
        value={current}
        onChange={event => setCurrent(event.currentTarget.value)}
      />
      <PasswordInput
        label={say('signIn.new.password')}
        description={say('signIn.passwordHint')}
        autoComplete="new-password"
        required
        visibilityToggleButtonProps={{ 'aria-label': say('signIn.showPassword') }}
        error={wrong.of('password.new', say('signIn.passwordWeak'))}
        value={fresh}
        onChange={event => setFresh(event.currentTarget.value)}
      />
      {wrong.rest === null ? null : <Problem error={wrong.rest} />}
      <Button type="submit" size="sm" loading={save.isPending}>
        {say('profile.changePassword')}
      </Button>
    </form>
  );
}
