import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Order } from '../client/api.gen.ts';
import { useAnomalyWords } from '../kit/anomaly-words.ts';
import { useLifecycleWords } from '../kit/lifecycle-words.ts';
import { ToneBadge } from '../kit/status-badge.tsx';
import { Ago } from '../kit/time.tsx';
import { useSay } from '../words/say.tsx';
import { pathQuery } from './order-queries.ts';
import { Section } from './section.tsx';
import classes from './systems.module.css';
import { type SystemView, systemsOf } from './systems-of.ts';

/** What each system says of the order, side by side; those that disagree are marked, and those that say nothing. */
export function Systems({ order }: { order: Order }): ReactNode {
  const say = useSay();
  const told = useAnomalyWords();
  const { data: path } = useQuery(pathQuery(order.orderId));
  const systems = systemsOf(order, path?.steps ?? []);
  const disagreement = order.anomalies.find(({ kind }) => kind === 'divergence');
  return (
    <Section title={say('order.systems')}>
      {systems.length === 0 ? <p className={classes.none}>{say('order.systems.none')}</p> : null}
      <table className={classes.systems}>
        <tbody>
          {systems.map(system => (
            <System key={system.source} system={system} lifecycle={order.lifecycle} />
          ))}
        </tbody>
      </table>
      {disagreement === undefined ? null : (
        <p className={classes.disagree}>
          <ToneBadge tone="broken">{say('order.systems.disagree')}</ToneBadge> {told(disagreement, order.lifecycle)}
        </p>
      )}
    </Section>
  );
}

function System({ system, lifecycle }: { system: SystemView; lifecycle: string }): ReactNode {
  const say = useSay();
  const words = useLifecycleWords();
  const { source, status, at, standing } = system;
  return (
    <tr data-standing={standing}>
      <th scope="row">{source}</th>
      <td>
        {status === null ? say('order.systems.silent') : words.status(status, lifecycle)}
        {standing === 'disagrees' ? (
          <>
            {' '}
            <ToneBadge tone="broken">{say('order.systems.other')}</ToneBadge>
          </>
        ) : null}
      </td>
      <td className={classes.when}>{at === null ? '' : <Ago at={at} />}</td>
    </tr>
  );
}
