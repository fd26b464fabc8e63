import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useMay } from '../client/session.ts';
import { Loading } from '../kit/loading.tsx';
import { ToneShape } from '../kit/status-badge.tsx';
import { At } from '../kit/time.tsx';
import type { Tone } from '../kit/tone.ts';
import { useSay } from '../words/say.tsx';
import { useMessageWords } from './message-words.ts';
import { timelineQuery } from './order-queries.ts';
import { ResendButton } from './resend-button.tsx';
import { Section } from './section.tsx';
import classes from './told.module.css';
import { type Told, toldOf } from './told-of.ts';

/** What the customer was told, what became of it, and what they were not told and why not. */
export function ToldToCustomer({ id }: { id: string }): ReactNode {
  const say = useSay();
  const { data } = useQuery(timelineQuery(id));
  const told = data === undefined ? [] : toldOf(data);
  return (
    <Section title={say('order.told')}>
      {data === undefined ? <Loading shape="lines" rows={2} /> : null}
      {data !== undefined && told.length === 0 ? <p className={classes.none}>{say('order.told.none')}</p> : null}
      <ul className={classes.told}>
        {told.map(one => (
          <ToldLine key={one.id} order={id} told={one} />
        ))}
      </ul>
    </Section>
  );
}

function ToldLine({ order, told }: { order: string; told: Told }): ReactNode {
  const words = useMessageWords();
  const mayOpen = useMay('viewer', 'support', 'operator', 'manager', 'admin');
  const { at, what, channel, state, reason, isMessage, id } = told;
  const maySend = useMay('support', 'manager', 'admin');
  const named = words.named(channel, what);
  const why = words.reason(reason);
  return (
    <li className={classes.line}>
      <ToneShape tone={toneOf(told)} />
      <span>
        {isMessage && mayOpen ? <Link to={`/notifications/${encodeURIComponent(id)}`}>{named}</Link> : named}
        {`: ${words.state(state)}`}
        {why === '' ? null : <span className={classes.why}>{` (${why})`}</span>}
      </span>
      <span className={classes.when}>
        {isMessage && maySend ? <ResendButton order={order} message={id} /> : null} <At at={at} />
      </span>
    </li>
  );
}

function toneOf({ state, isMessage }: Told): Tone {
  if (state === 'delivered') return 'done';
  if (state === 'failed' || state === 'dead' || state === 'unknown') return 'broken';
  return isMessage && state === 'dropped' ? 'watch' : 'calm';
}
