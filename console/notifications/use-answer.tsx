import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { At } from '../kit/time.tsx';
import { Say, useSay } from '../words/say.tsx';
import { useMessageWords } from './message-words.ts';
import { channelsQuery, summaryQuery } from './queries.ts';

const FAILED = ['failed', 'dead', 'unknown'];

/** How things are with messages, in a sentence or two; undefined: not known yet. */
export function useAnswer(): ReactNode {
  const say = useSay();
  const words = useMessageWords();
  const summary = useQuery(summaryQuery);
  const channels = useQuery(channelsQuery);
  if (!summary.data || !channels.data) return undefined;
  const failed = summary.data.counts
    .filter(({ state }) => FAILED.includes(state))
    .reduce((sum, { count }) => sum + count, 0);
  const all = channels.data.items;
  const down = all.filter(({ state }) => state === 'down');
  return (
    <>
      <Say id="notifications.answer" values={{ failed, link: text => <Link to="?troubled=true">{text}</Link> }} />{' '}
      {down.map(({ channel, since }) => (
        <span key={channel}>
          <Say
            id="notifications.answerDown"
            values={{ channel: words.channel(channel), at: since === null ? '—' : <At at={since} /> }}
          />{' '}
        </span>
      ))}
      {down.length === 0
        ? say(all.every(({ state }) => state === 'unknown') ? 'notifications.answerNobody' : 'notifications.answerUp')
        : null}
    </>
  );
}
