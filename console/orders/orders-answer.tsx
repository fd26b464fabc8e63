import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { answered, api } from '../client/client.ts';
import { Ago } from '../kit/time.tsx';
import { useReader } from '../words/language.tsx';
import { Say } from '../words/say.tsx';

const REFRESHED_MS = 15_000;

/** How all orders stand, whatever the view: its numbers lead to those orders. */
export function OrdersAnswer(): ReactNode {
  const { language } = useReader();
  const { data } = useQuery({
    queryKey: ['orders', 'summary'],
    queryFn: ({ signal }) => answered(api.GET('/orders/summary', { signal })),
    refetchInterval: REFRESHED_MS,
  });
  if (data === undefined) return ' ';
  const { open, stuck, atRisk, overdue, oldestStuckSince, mostCommon } = data;
  const leads = (to: string) => (text: ReactNode[]) => <Link to={to}>{text}</Link>;
  const numbers = {
    ...{ open, stuck, atRisk, overdue },
    toStuck: leads('/?stuck=true&sort=deadline'),
    toRisk: leads('/?atRisk=true&sort=deadline'),
    toOverdue: leads('/?overdue=true&sort=deadline'),
  };
  return (
    <>
      {stuck > 0 ? (
        <Say id="orders.answerStuck" values={{ ...numbers, since: <Ago key="since" at={oldestStuckSince} /> }} />
      ) : (
        <Say id="orders.answerCalm" values={numbers} />
      )}
      {mostCommon !== null && stuck > 0 ? (
        <>
          {' '}
          <Say
            id="orders.answerCause"
            values={{
              title: (mostCommon.cause ?? mostCommon.title)[language],
              toIncident: leads(`/incidents/${mostCommon.incident}`),
            }}
          />
        </>
      ) : null}
    </>
  );
}
