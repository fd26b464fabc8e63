import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import type { Order } from '../client/api.gen.ts';
import { useAnomalyWords } from '../kit/anomaly-words.ts';
import { ToneShape } from '../kit/status-badge.tsx';
import { Ago } from '../kit/time.tsx';
import type { MessageKey } from '../words/catalogue.ts';
import { useSay } from '../words/say.tsx';
import classes from './anomalies.module.css';
import { Section } from './section.tsx';

/** What is odd about what systems say, as far as it still holds. */
export function Anomalies({ order: { anomalies, lifecycle } }: { order: Order }): ReactNode {
  const say = useSay();
  const { messages } = useIntl();
  const told = useAnomalyWords();
  if (anomalies.length === 0) return null;
  return (
    <Section title={say('order.anomalies')}>
      <ul className={classes.anomalies}>
        {anomalies.map(anomaly => {
          const { kind, at, detail } = anomaly;
          const key = `order.anomaly.${kind}`;
          return (
            <li key={`${kind} ${at} ${detail}`}>
              <ToneShape tone="broken" /> {key in messages ? say(key as MessageKey) : kind}{' '}
              <span className={classes.quiet}>
                <Ago at={at} /> · {told(anomaly, lifecycle)}
              </span>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
