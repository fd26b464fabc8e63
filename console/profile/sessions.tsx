import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { answered, api } from '../client/client.ts';
import { Loading } from '../kit/loading.tsx';
import { Problem } from '../kit/problem.tsx';
import { ToneBadge } from '../kit/status-badge.tsx';
import { Ago } from '../kit/time.tsx';
import { useSay } from '../words/say.tsx';
import { deviceOf } from './device.ts';
import classes from './sessions.module.css';

export const SESSIONS_KEY = ['sessions'] as const;

/** Where somebody is signed in, the present one among them; the others can be ended from here. */
export function Sessions(): ReactNode {
  const say = useSay();
  const queries = useQueryClient();
  const sessions = useQuery({
    queryKey: SESSIONS_KEY,
    queryFn: ({ signal }) => answered(api.GET('/session/sessions', { signal })),
  });
  const end = useMutation({
    mutationFn: (id: string) => answered(api.DELETE('/session/sessions/{id}', { params: { path: { id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: SESSIONS_KEY }),
  });
  if (sessions.isPending) return <Loading shape="lines" rows={2} />;
  if (sessions.isError) return <Problem error={sessions.error} onRetry={() => void sessions.refetch()} />;
  return (
    <>
      <ul className={classes.list}>
        {sessions.data.items.map(({ id, current, address, agent, lastSeenAt }) => (
          <li key={id} className={classes.session}>
            <span className={classes.device} title={agent ?? undefined}>
              {deviceOf(agent) ?? say('profile.unknownDevice')}
            </span>
            <span className={classes.quiet}>{address}</span>
            <span className={classes.quiet}>
              <Ago at={lastSeenAt} />
            </span>
            {current ? (
              <ToneBadge tone="done">{say('profile.thisSession')}</ToneBadge>
            ) : (
              <Button variant="default" onClick={() => end.mutate(id)}>
                {say('profile.endSession')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {end.isError ? <Problem error={end.error} /> : null}
    </>
  );
}
