import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { ApiProblem } from '../client/problem.ts';
import { Empty } from '../kit/empty.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { Problem } from '../kit/problem.tsx';
import { Say, useSay } from '../words/say.tsx';

type Props = { name: string; error: unknown; onRetry: () => void };

/** No order of that name, several of it, or no answer. */
export function OrderMissing({ name, error, onRetry }: Props): ReactNode {
  const say = useSay();
  const candidates = error instanceof ApiProblem ? (error.problem.candidates ?? []) : [];
  if (candidates.length > 0) {
    return (
      <>
        <PageHead title={name} answer={say('order.several', { name })} />
        <ul>
          {candidates.map(candidate => (
            <li key={candidate}>
              <Link to={`/orders/${encodeURIComponent(candidate)}`}>{candidate}</Link>
            </li>
          ))}
        </ul>
      </>
    );
  }
  if (error instanceof ApiProblem && error.status === 404) {
    return (
      <>
        <PageHead title={name} answer={say('order.missing', { name })} />
        <Empty
          action={
            <Button component={Link} size="sm" to={`/?q=${encodeURIComponent(name)}`}>
              {say('order.missing.search')}
            </Button>
          }
        >
          <Say id="order.missing.why" />
        </Empty>
      </>
    );
  }
  return (
    <>
      <PageHead title={name} />
      <Problem error={error} what={say('order.failed')} works={say('order.failed.works')} onRetry={onRetry} />
    </>
  );
}
