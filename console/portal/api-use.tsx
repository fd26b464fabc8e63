import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useId } from 'react';
import { Link } from 'react-router';
import type { PartnerKeys } from '../client/api.gen.ts';
import { answered, api } from '../client/client.ts';
import { Loading } from '../kit/loading.tsx';
import { Problem } from '../kit/problem.tsx';
import { Ago, At } from '../kit/time.tsx';
import { Say, useSay } from '../words/say.tsx';
import classes from './api-use.module.css';

/** How much the partner may ask and has asked, by key. The keys themselves nobody is shown again. */
export function ApiUse(): ReactNode {
  const say = useSay();
  const heading = useId();
  const keys = useQuery({
    queryKey: ['usage', 'keys'],
    queryFn: ({ signal }) => answered(api.GET('/usage/keys', { signal })),
  });
  const use = useQuery({ queryKey: ['usage'], queryFn: ({ signal }) => answered(api.GET('/usage', { signal })) });
  const items = keys.data?.items;
  return (
    <section aria-labelledby={heading} className={classes.use}>
      <h2 id={heading}>{say('portal.use')}</h2>
      {keys.isPending ? <Loading shape="lines" /> : null}
      {keys.isError ? <Problem error={keys.error} onRetry={() => void keys.refetch()} /> : null}
      {items === undefined ? null : (
        <>
          <p className={classes.answer}>
            {say('portal.useAnswer', { keys: items.length })}
            {use.data ? ` ${say('portal.useYours', { used: use.data.used, limit: use.data.limit })}` : null}{' '}
            <Anchor component={Link} to="/reference" underline="always" inherit>
              {say('shell.page.reference')}
            </Anchor>
          </p>
          <ul className={classes.list}>
            {items.map(key => (
              <KeyLine key={key.name} of={key} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function KeyLine({ of }: { of: PartnerKeys['items'][number] }): ReactNode {
  const say = useSay();
  const { name, used, limit, requests, refused, lastUsedAt, expiresAt } = of;
  return (
    <li className={classes.key}>
      <span className={classes.name}>{name}</span>
      <span>{say('portal.key.minute', { used, limit })}</span>
      <span>{say('portal.key.requests', { requests, refused })}</span>
      <span className={classes.quiet}>
        {lastUsedAt === null ? (
          say('portal.key.neverUsed')
        ) : (
          <Say id="portal.key.lastUsed" values={{ ago: <Ago key="ago" at={lastUsedAt} /> }} />
        )}
      </span>
      <span className={classes.quiet}>
        {expiresAt === null ? (
          say('portal.key.endless')
        ) : (
          <Say id="portal.key.ends" values={{ at: <At key="at" at={expiresAt} /> }} />
        )}
      </span>
    </li>
  );
}
