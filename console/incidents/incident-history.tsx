import type { ReactNode } from 'react';
import { Timeline, TimelineLine } from '../kit/timeline.tsx';
import type { Tone } from '../kit/tone.ts';
import { useSay } from '../words/say.tsx';
import { type HistoryEvent, useHistoryWords } from './history-words.ts';

const LINES = 200;

/** The newest first: whoever comes wants to know what was last. */
export function IncidentHistory({ history }: { history: readonly HistoryEvent[] }): ReactNode {
  const say = useSay();
  const words = useHistoryWords();
  const latest = history.toReversed().slice(0, LINES);
  return (
    <Timeline label={say('incidents.timeline')}>
      {latest.map((event, nth) => (
        <TimelineLine
          // biome-ignore lint/suspicious/noArrayIndexKey: a history only grows, so each line keeps its number from the end.
          key={history.length - nth}
          at={event.at}
          by={event.by ?? say('incidents.orderwatch')}
          tone={TONES[event.kind] ?? 'calm'}
        >
          {words(event)}
        </TimelineLine>
      ))}
    </Timeline>
  );
}

const TONES: Partial<Record<HistoryEvent['kind'], Tone>> = {
  opened: 'watch',
  reopened: 'watch',
  raised: 'late',
  storm: 'late',
  nobody_to_tell: 'broken',
  suspect: 'broken',
  resolved: 'done',
};
