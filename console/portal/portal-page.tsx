import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { OrderPage } from '../client/api.gen.ts';
import { answered, api } from '../client/client.ts';
import { useUser } from '../client/session.ts';
import { PageHead } from '../kit/page-head.tsx';
import { Say, useSay } from '../words/say.tsx';
import { ApiUse } from './api-use.tsx';
import { PartnerOrders } from './partner-orders.tsx';

const REFRESHED_MS = 60_000;

/** A partner's page: its own orders, how much it asks, and nothing of what is inside. */
export function PortalPage(): ReactNode {
  const say = useSay();
  return (
    <>
      <PageHead title={say('shell.page.portal')} answer={<Answer />} />
      <PartnerOrders />
      <ApiUse />
    </>
  );
}

function Answer(): ReactNode {
  const { partner } = useUser();
  const overdue = useCount('overdue');
  const atRisk = useCount('atRisk');
  if (overdue === undefined || atRisk === undefined) return ' ';
  const leads = (to: string) => (text: ReactNode[]) => (
    <Link key={to} to={to}>
      {text}
    </Link>
  );
  const ways = { toOverdue: leads('?overdue=true'), toRisk: leads('?atRisk=true') };
  return <Say id="portal.answer" values={{ partner, overdue, atRisk, ...ways }} />;
}

/** Undefined until it is known. */
function useCount(flag: 'overdue' | 'atRisk'): number | undefined {
  const { data } = useQuery({
    queryKey: ['orders', 'portal', flag],
    queryFn: ({ signal }) =>
      answered(
        api.GET('/orders', {
          signal,
          params: { query: { [flag]: 'true' as const, count: 'true', limit: 1 } },
        }) as Promise<{ data?: OrderPage }>,
      ),
    refetchInterval: REFRESHED_MS,
  });
  return data?.total?.count;
}
