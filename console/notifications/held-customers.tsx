import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { answered, api } from '../client/client.ts';
import { useMay } from '../client/session.ts';
import { Problem } from '../kit/problem.tsx';
import { useUndo } from '../kit/undo.tsx';
import { Say, useSay } from '../words/say.tsx';
import classes from './notifications.module.css';
import { heldQuery, NOTIFICATIONS } from './queries.ts';

/** Incidents of so many orders that a person decides whether their customers are told. */
export function HeldCustomers(): ReactNode {
  const say = useSay();
  const told = useUndo();
  const queries = useQueryClient();
  const mayDecide = useMay('manager', 'admin');
  const { data } = useQuery(heldQuery);
  const decide = useMutation({
    mutationFn: ({ id, tell }: { id: string; tell: boolean }) =>
      answered(api.POST('/incidents/{id}/customers', { params: { path: { id } }, body: { tell } })),
    onSuccess: (_incident, { id, tell }) => {
      told(say('notifications.held.done', { id }), () => decide.mutate({ id, tell: !tell }));
      return queries.invalidateQueries({ queryKey: NOTIFICATIONS });
    },
  });
  // Of none, there is nobody to be told.
  const held = data?.items.filter(({ orders }) => orders > 0) ?? [];
  if (held.length === 0) return null;
  return (
    <section className={classes.held} aria-label={say('notifications.held.title')}>
      {held.map(({ incidentId: id, orders }) => (
        <div key={id} className={classes.heldOne}>
          <span>
            <Say
              id="notifications.held"
              values={{ id, orders, link: text => <Link to={`/incidents/${id}`}>{text}</Link> }}
            />
          </span>
          {mayDecide ? (
            <span className={classes.actions}>
              <Button size="compact-sm" onClick={() => decide.mutate({ id, tell: true })}>
                {say('notifications.held.tell')}
              </Button>
              <Button size="compact-sm" variant="default" onClick={() => decide.mutate({ id, tell: false })}>
                {say('notifications.held.not')}
              </Button>
            </span>
          ) : null}
        </div>
      ))}
      {decide.isError ? <Problem error={decide.error} /> : null}
    </section>
  );
}
