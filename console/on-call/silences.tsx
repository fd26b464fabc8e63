import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Silence } from '../client/api.gen.ts';
import { answered, api, seen } from '../client/client.ts';
import { serverNow } from '../client/freshness.ts';
import { Loading } from '../kit/loading.tsx';
import { useMoment } from '../kit/moment.ts';
import { Problem, useProblemSentence } from '../kit/problem.tsx';
import { useUndo } from '../kit/undo.tsx';
import { useSay } from '../words/say.tsx';
import classes from './on-call-page.module.css';
import { SILENCES_KEY, silencesQuery } from './on-call-queries.ts';
import { SilenceDialog } from './silence-dialog.tsx';

const LONGER = { PT4H: 4, P1D: 24 } as const;
const HOUR_MS = 3_600_000;

/** What nobody is told of, until when and why; whoever may ends it or makes it longer. */
type Shown = { id: string; version: string };

export function Silences({ may }: { may: boolean }): ReactNode {
  const say = useSay();
  const moment = useMoment();
  const told = useUndo();
  const sentence = useProblemSentence();
  const queries = useQueryClient();
  const silences = useQuery(silencesQuery);
  const [making, setMaking] = useState(false);
  const settled = {
    onError: (error: unknown) => told(sentence(error)),
    onSettled: () => queries.invalidateQueries({ queryKey: SILENCES_KEY }),
  };
  const end = useMutation({
    mutationFn: ({ id, version }: Shown) =>
      answered(api.DELETE('/silences/{id}', { params: { path: { id } }, headers: seen(version) })),
    onSuccess: () => told(say('onCall.silence.ended')),
    ...settled,
  });
  const move = useMutation({
    mutationFn: ({ id, version, until }: Shown & { until: string }) =>
      answered(api.POST('/silences/{id}/end', { params: { path: { id } }, headers: seen(version), body: { until } })),
    onSuccess: ({ until }) => told(say('onCall.silence.moved', { until: moment(until) })),
    ...settled,
  });
  const items = silences.data?.items ?? [];
  return (
    <>
      {silences.isPending ? <Loading shape="lines" rows={3} /> : null}
      {silences.isError ? <Problem error={silences.error} onRetry={() => void silences.refetch()} /> : null}
      {silences.data && items.length === 0 ? <p className={classes.quiet}>{say('onCall.silences.none')}</p> : null}
      <ul className={classes.plainList}>
        {items.map(silence => (
          <li key={silence.id} className={classes.item}>
            <div>
              <strong>{namedIn(silence) || say('onCall.silence.everything')}</strong>
              {silence.kind === 'maintenance' ? ` · ${say('onCall.silence.maintenance')}` : null}
              <div className={classes.quiet}>
                {say(Date.parse(silence.from) > serverNow() ? 'onCall.silence.begins' : 'onCall.silence.until', {
                  ...{ author: silence.author, reason: silence.reason },
                  from: moment(silence.from),
                  until: moment(silence.until),
                })}
              </div>
            </div>
            {may ? (
              <div className={classes.itemDeeds}>
                {(Object.keys(LONGER) as (keyof typeof LONGER)[]).map(length => (
                  <Button
                    key={length}
                    variant="default"
                    onClick={() => {
                      const until = new Date(Date.parse(silence.until) + LONGER[length] * HOUR_MS).toISOString();
                      move.mutate({ id: silence.id, version: silence.version, until });
                    }}
                  >
                    {say('onCall.silence.extend', { length: say(`incidents.for.${length}`) })}
                  </Button>
                ))}
                <Button
                  variant="default"
                  aria-label={say('onCall.endOf', { who: namedIn(silence) || say('onCall.silence.everything') })}
                  onClick={() => end.mutate(silence)}
                >
                  {say('onCall.end')}
                </Button>
              </div>
            ) : null}
          </li>
        ))}
      </ul>
      {may ? (
        <Button variant="default" mt="xs" onClick={() => setMaking(true)}>
          {say('onCall.silence.new')}
        </Button>
      ) : null}
      {making ? <SilenceDialog onClose={() => setMaking(false)} /> : null}
    </>
  );
}

function namedIn({ match }: Pick<Silence, 'match'>): string {
  return Object.values(match).flat().join(', ');
}
