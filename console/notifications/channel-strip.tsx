import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ToneBadge } from '../kit/status-badge.tsx';
import { Ago, At } from '../kit/time.tsx';
import { useSay } from '../words/say.tsx';
import { toneOfChannel, useMessageWords } from './message-words.ts';
import classes from './notifications.module.css';
import { channelsQuery } from './queries.ts';

/** Each channel: whether its provider takes messages, since when, and what waits for it. */
export function ChannelStrip(): ReactNode {
  const say = useSay();
  const words = useMessageWords();
  const { data } = useQuery(channelsQuery);
  if (!data) return null;
  return (
    <ul className={classes.channels} aria-label={say('notifications.channels')}>
      {data.items.map(one => (
        <li key={one.channel} className={classes.channel}>
          <div className={classes.channelHead}>
            <strong>{words.channel(one.channel)}</strong>
            <ToneBadge tone={toneOfChannel(one.state)}>{words.health(one.state)}</ToneBadge>
          </div>
          <div className={classes.why}>
            {one.state === 'down' && one.since ? (
              <>
                {say('notifications.since')} <At at={one.since} />
                {one.lastReason === null ? '' : `: ${words.why(one.lastReason)}`}
              </>
            ) : one.lastSentAt === null ? (
              say('notifications.neverSent')
            ) : (
              <>
                {say('notifications.lastSent')} <Ago at={one.lastSentAt} />
              </>
            )}
            {' · '}
            {say('notifications.waiting', { count: one.queued })}
          </div>
        </li>
      ))}
    </ul>
  );
}
