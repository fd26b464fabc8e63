import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import type { IncidentContext, IncidentInFull } from '../client/api.gen.ts';
import { answered, api } from '../client/client.ts';
import { useMay } from '../client/session.ts';
import { FilterChip } from '../kit/filter-bar.tsx';
import { useAgo } from '../kit/moment.ts';
import { Problem } from '../kit/problem.tsx';
import { Ago, useDuration } from '../kit/time.tsx';
import { useUndo } from '../kit/undo.tsx';
import { useReader } from '../words/language.tsx';
import { useSay } from '../words/say.tsx';
import classes from './incident-page.module.css';
import { incidentQuery } from './incident-queries.ts';

/** What people say of an incident: whether customers are told, whether it was real, and notes. */

const VERDICTS = ['real', 'not_real', 'our_data'] as const;

/** Each answers with the incident as it is then, which is shown at once. */
function useSaying<Said>(id: string, say: (said: Said) => Promise<IncidentInFull>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: say,
    onSuccess: incident => {
      queries.setQueryData(incidentQuery(id).queryKey, incident);
      return queries.invalidateQueries({ queryKey: ['incidents'] });
    },
  });
}

export function CustomersWord({ incident, waiting }: { incident: IncidentInFull; waiting: number }): ReactNode {
  const say = useSay();
  const ago = useAgo();
  const told = useUndo();
  const may = useMay('manager', 'admin');
  const { id, customers, customersBy, customersAt, state } = incident;
  const word = useSaying(id, (tell: boolean) =>
    answered(api.POST('/incidents/{id}/customers', { params: { path: { id } }, body: { tell } })),
  );
  const tell = (wanted: boolean) =>
    word.mutate(wanted, {
      onSuccess: () =>
        told(say(wanted ? 'incidents.customers.told' : 'incidents.customers.kept'), () => word.mutate(!wanted)),
    });
  const by = { who: customersBy ?? '', ago: customersAt === null ? '' : ago(customersAt) };
  return (
    <>
      <p className={classes.plain}>
        {customers === 'usual' ? say('incidents.customers.usual') : null}
        {customers === 'held' ? say('incidents.customers.held', { count: waiting }) : null}
        {customers === 'released' || customers === 'refused' ? say(`incidents.customers.${customers}`, by) : null}
      </p>
      {state === 'resolved' || customers === 'usual' ? null : may ? (
        <div className={classes.choice}>
          {customers === 'released' ? null : (
            <Button loading={word.isPending} onClick={() => tell(true)}>
              {say('incidents.customers.tell')}
            </Button>
          )}
          {customers === 'refused' ? null : (
            <Button variant="default" loading={word.isPending} onClick={() => tell(false)}>
              {say('incidents.customers.keep')}
            </Button>
          )}
        </div>
      ) : (
        <p className={classes.quiet}>{say('incidents.customers.managers')}</p>
      )}
      {word.isError ? <Problem error={word.error} /> : null}
    </>
  );
}

export function VerdictWord({ incident }: { incident: IncidentInFull }): ReactNode {
  const say = useSay();
  const ago = useAgo();
  const may = useMay('support', 'operator', 'manager', 'admin');
  const { id, verdict, verdictBy, verdictAt } = incident;
  const word = useSaying(id, (said: (typeof VERDICTS)[number]) =>
    answered(api.POST('/incidents/{id}/verdict', { params: { path: { id } }, body: { verdict: said } })),
  );
  return (
    <>
      {may ? (
        <div className={classes.choice}>
          {VERDICTS.map(each => (
            <FilterChip key={each} on={verdict === each} onChange={() => word.mutate(each)}>
              {say(`incidents.verdict.${each}`)}
            </FilterChip>
          ))}
        </div>
      ) : verdict === null ? null : (
        <p className={classes.plain}>{say(`incidents.verdict.${verdict}`)}</p>
      )}
      <p className={classes.quiet}>
        {verdict === null || verdictBy === null || verdictAt === null
          ? say('incidents.verdict.why')
          : say('incidents.verdict.by', { who: verdictBy, ago: ago(verdictAt) })}
      </p>
      {word.isError ? <Problem error={word.error} /> : null}
    </>
  );
}

export function NoteWord({ id }: { id: string }): ReactNode {
  const say = useSay();
  const [text, setText] = useState('');
  const note = useSaying(id, (said: string) =>
    answered(api.POST('/incidents/{id}/notes', { params: { path: { id } }, body: { text: said } })),
  );
  return (
    <form
      className={classes.note}
      onSubmit={event => {
        event.preventDefault();
        note.mutate(text.trim(), { onSuccess: () => setText('') });
      }}
    >
      <Textarea
        id="incident-note"
        aria-label={say('incidents.notes')}
        placeholder={say('incidents.notes.placeholder')}
        autosize
        minRows={2}
        maxLength={500}
        value={text}
        onChange={event => setText(event.currentTarget.value)}
      />
      {note.isError ? <Problem error={note.error} /> : null}
      <Button type="submit" variant="default" disabled={text.trim() === ''} loading={note.isPending}>
        {say('incidents.notes.add')}
      </Button>
    </form>
  );
}

/** How the same ended before: what somebody at night wants to know first. */
export function SimilarBefore({ similar }: { similar: IncidentContext['similar'] }): ReactNode {
  const say = useSay();
  const duration = useDuration();
  const { language } = useReader();
  if (similar.length === 0) return <p className={classes.quiet}>{say('incidents.similar.none')}</p>;
  return (
    <ul className={classes.similar}>
      {similar.map(({ id, title, openedAt, resolvedAt, resolvedBy, reason, sameCause, verdict }) => {
        const lasted = resolvedAt === null ? '' : duration(Date.parse(resolvedAt) - Date.parse(openedAt));
        return (
          <li key={id}>
            <Link to={`/incidents/${id}`}>
              #{id} {title[language]}
            </Link>{' '}
            <span className={classes.quiet}>
              <Ago at={openedAt} /> · {say(sameCause ? 'incidents.similar.cause' : 'incidents.similar.rule')}
            </span>
            <div>
              {resolvedAt === null
                ? say('incidents.similar.open')
                : resolvedBy === null
                  ? say('incidents.similar.byItself', { lasted })
                  : say('incidents.similar.by', { who: resolvedBy, lasted })}{' '}
              {verdict === null ? null : `${say(`incidents.verdict.${verdict}`)}. `}
              {reason === null ? null : say('incidents.similar.reason', { reason })}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
