import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import type { OnCallCalendar } from '../client/api.gen.ts';
import { answered, api } from '../client/client.ts';
import { useMay } from '../client/session.ts';
import { Empty } from '../kit/empty.tsx';
import { Loading } from '../kit/loading.tsx';
import { useList, useMoment } from '../kit/moment.ts';
import { PageHead } from '../kit/page-head.tsx';
import { Problem, useProblemSentence } from '../kit/problem.tsx';
import { useUndo } from '../kit/undo.tsx';
import { useRefetchOn } from '../live/live.tsx';
import { useSay } from '../words/say.tsx';
import { EnterDialog, type Entry } from './enter-dialog.tsx';
import classes from './on-call-page.module.css';
import { calendarQuery, ON_CALL_KEY } from './on-call-queries.ts';
import { Entered, Rota, Teams } from './rota.tsx';
import { Silences } from './silences.tsx';

/** Who is on call now and in the coming two weeks, who is away, and what nobody is told of. */
export function OnCallPage(): ReactNode {
  const say = useSay();
  const told = useUndo();
  const sentence = useProblemSentence();
  const queries = useQueryClient();
  const may = useMay('manager', 'admin');
  const calendar = useQuery(calendarQuery);
  useRefetchOn(['on-call'], ON_CALL_KEY);
  const [entry, setEntry] = useState<Entry | null>(null);
  const settled = {
    onError: (error: unknown) => told(sentence(error)),
    onSettled: () => queries.invalidateQueries({ queryKey: ON_CALL_KEY }),
  };
  const end = useMutation({
    mutationFn: ({ kind, id }: { kind: 'override' | 'away'; id: string }) => {
      const params = { path: { id } };
      return kind === 'away'
        ? answered(api.DELETE('/on-call/away/{id}', { params }))
        : answered(api.DELETE('/on-call/overrides/{id}', { params }));
    },
    onSuccess: () => told(say('onCall.ended')),
    ...settled,
  });
  const back = useMutation({
    mutationFn: () => answered(api.DELETE('/on-call/away/me')),
    onSuccess: () => told(say('onCall.me.backDone')),
    ...settled,
  });
  const { data } = calendar;
  const away = data !== undefined && isAway(data);
  return (
    <>
      <PageHead
        title={say('shell.page.onCall')}
        answer={data && <Answer calendar={data} />}
        actions={
          <>
            <Button component={Link} to="/handover" variant="default">
              {say('handover.open')}
            </Button>
            {data?.me == null ? null : away ? (
              <Button loading={back.isPending} onClick={() => back.mutate()}>
                {say('onCall.me.back')}
              </Button>
            ) : (
              <Button variant="default" onClick={() => setEntry('me')}>
                {say('onCall.me.away')}
              </Button>
            )}
          </>
        }
      />
      {calendar.isPending ? <Loading shape="rows" /> : null}
      {calendar.isError ? (
        <Problem
          error={calendar.error}
          what={say('onCall.failed')}
          works={say('onCall.failedWorks')}
          onRetry={() => void calendar.refetch()}
        />
      ) : null}
      {data ? (
        <div className={classes.page}>
          <div className={classes.column}>
            {data.rotations.length === 0 ? <Empty>{say('onCall.noRotations')}</Empty> : null}
            {data.rotations.map(rotation => (
              <Rota key={rotation.rotation} rotation={rotation} me={data.me} />
            ))}
          </div>
          <div className={classes.column}>
            <section className={classes.section} aria-label={say('onCall.entered')}>
              <h2 className={classes.heading}>{say('onCall.entered')}</h2>
              <Entered calendar={data} onEnd={may ? (kind, id) => end.mutate({ kind, id }) : null} />
              {may ? (
                <div className={classes.deeds}>
                  <Button variant="default" onClick={() => setEntry('standIn')}>
                    {say('onCall.standIn')}
                  </Button>
                  <Button variant="default" onClick={() => setEntry('away')}>
                    {say('onCall.away')}
                  </Button>
                </div>
              ) : (
                <p className={classes.quiet}>{say('onCall.managers')}</p>
              )}
            </section>
            <section className={classes.section} aria-label={say('onCall.silences')}>
              <h2 className={classes.heading}>{say('onCall.silences')}</h2>
              <Silences may={may} />
            </section>
            {data.teams.length > 0 ? (
              <section className={classes.section} aria-label={say('onCall.teams')}>
                <h2 className={classes.heading}>{say('onCall.teams')}</h2>
                <Teams calendar={data} />
              </section>
            ) : null}
          </div>
        </div>
      ) : null}
      {entry !== null && data ? <EnterDialog entry={entry} calendar={data} onClose={() => setEntry(null)} /> : null}
    </>
  );
}

function Answer({ calendar: { rotations, me } }: { calendar: OnCallCalendar }): ReactNode {
  const say = useSay();
  const moment = useMoment();
  const list = useList();
  if (rotations.length === 0) return say('onCall.answer.none');
  const there = rotations.flatMap(({ rotation, now }) => (now?.name == null ? [] : [{ rotation, name: now.name }]));
  const gaps = rotations.filter(({ now }) => now?.person == null).map(({ rotation }) => rotation);
  const mine = rotations.flatMap(({ shifts }) => shifts).filter(({ person }) => me !== null && person === me);
  const isMine = rotations.some(({ now }) => me !== null && now?.person === me);
  const [next] = mine.toSorted((a, b) => Date.parse(a.from) - Date.parse(b.from));
  return [
    there.length === 0 || (isMine && there.length === 1)
      ? null
      : say('onCall.answer', { names: list(there.map(one => say('onCall.of', one))), count: there.length }),
    gaps.length === 0 ? null : say('onCall.answer.gap', { rotations: list(gaps) }),
    isMine ? say('onCall.you') : next === undefined ? null : say('onCall.youNext', { at: moment(next.from) }),
  ]
    .filter(word => word !== null)
    .join(' ');
}

function isAway({ me, overrides, from }: OnCallCalendar): boolean {
  const now = Date.parse(from);
  return overrides.some(one => one.kind === 'away' && one.person === me && Date.parse(one.from) <= now);
}
