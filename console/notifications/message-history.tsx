import type { ReactNode } from 'react';
import type { NotificationInFull } from '../client/api.gen.ts';
import { Timeline, TimelineLine } from '../kit/timeline.tsx';
import type { Tone } from '../kit/tone.ts';
import { useSay } from '../words/say.tsx';
import { toneOfMessage, useMessageWords } from './message-words.ts';

type Line = { at: string; order: number; tone: Tone; what: string; why: string | null; detail: string | null };

const OVER = ['delivered', 'failed', 'unknown', 'dead', 'dropped', 'dry_run'];

/** From the queue to the provider's last word. */
export function MessageHistory({ message }: { message: NotificationInFull }): ReactNode {
  const say = useSay();
  const words = useMessageWords();
  const line = (at: string, what: string, rest: Partial<Line> = {}): Line => ({
    ...{ at, what, order: 1, tone: 'calm', why: null, detail: null },
    ...rest,
  });
  const told = message.history.map(({ at, kind, state, reason, detail }) => {
    const what = say(`notifications.event.${kind}`, { state: state === null ? '—' : words.state(state) });
    const sent = kind === 'attempt' && state === 'sent' ? say('notifications.event.sent') : what;
    const why = kind === 'fallback' ? reason && words.channel(reason) : words.why(reason);
    return line(at, sent, { tone: state === null ? 'calm' : toneOfMessage(state), why, detail });
  });
  const lines = [
    line(message.queuedAt, say('notifications.event.queued'), { order: 0 }),
    ...told,
    ...(message.sentAt === null
      ? []
      : [line(message.sentAt, say('notifications.event.sent'), { tone: 'done', detail: message.provider })]),
    ...(message.settledAt !== null && OVER.includes(message.state)
      ? [
          line(message.settledAt, say('notifications.event.settled', { state: words.state(message.state) }), {
            ...{ order: 2, tone: toneOfMessage(message.state), why: words.why(message.reason) },
          }),
        ]
      : []),
  ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || a.order - b.order);
  return (
    <Timeline label={say('notifications.history')}>
      {lines.map(({ at, tone, what, why, detail }, index) => (
        <TimelineLine
          // biome-ignore lint/suspicious/noArrayIndexKey: two lines may say the same at the same time.
          key={index}
          at={at}
          by={words.channel(message.channel)}
          tone={tone}
          detail={[why, detail].filter(Boolean).join(' · ')}
        >
          {what}
        </TimelineLine>
      ))}
    </Timeline>
  );
}
