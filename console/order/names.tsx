import type { ReactNode } from 'react';
import type { Order } from '../client/api.gen.ts';
import { CopyButton } from '../kit/copy-button.tsx';
import { useSay } from '../words/say.tsx';
import classes from './customer-card.module.css';
import { Section } from './section.tsx';

/** Under which names other systems know the order. */
export function Names({ order: { ids, correlationId } }: { order: Order }): ReactNode {
  const say = useSay();
  const names: [string, string][] = Object.entries(ids);
  if (correlationId !== null) names.push([say('order.names.correlation'), correlationId]);
  if (names.length === 0) return null;
  return (
    <Section title={say('order.names')}>
      <dl className={classes.card}>
        {names.flatMap(([system, id]) => [
          <dt key={`${system} name`}>{system}</dt>,
          <dd key={system}>
            {id} <CopyButton text={id} what={system} />
          </dd>,
        ])}
      </dl>
    </Section>
  );
}
