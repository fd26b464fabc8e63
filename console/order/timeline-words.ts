import { useIntl } from 'react-intl';
import { useLifecycleWords } from '../kit/lifecycle-words.ts';
import type { MessageKey } from '../words/catalogue.ts';
import { useReader } from '../words/language.tsx';
import { useSay } from '../words/say.tsx';
import { useMessageWords } from './message-words.ts';
import type { TimelineRow } from './timeline-lines.ts';

/** What a line says, in the reader's language as far as that knows it; else as the API has it. */
export function useTimelineWords(lifecycle: string): (row: TimelineRow) => string {
  const say = useSay();
  const { messages } = useIntl();
  const { language } = useReader();
  const words = useLifecycleWords();
  const ofMessages = useMessageWords();
  const status = (name: string) => words.status(name, lifecycle);
  return row => {
    const { kind, data, move, title, type } = row;
    const text = (name: string) => (typeof data?.[name] === 'string' ? (data[name] as string) : null);
    const known = (key: string) => (key in messages ? (key as MessageKey) : null);
    if (move !== null) {
      return move.from === null
        ? say('order.line.began', { to: status(move.to) })
        : say(kind === 'correction' ? 'order.line.movedBy' : 'order.line.moved', {
            from: status(move.from),
            to: status(move.to),
          });
    }
    switch (kind) {
      case 'message': {
        const notice = text('notice');
        if (notice !== null) {
          const what = notice.replaceAll('-', ' ');
          return say(text('state') === 'waiting' ? 'order.line.willTell' : 'order.line.nobodyTold', { what });
        }
        return say('order.line.message', {
          named: ofMessages.named(text('channel'), text('template') ?? ''),
          state: ofMessages.state(text('step') ?? text('state') ?? ''),
        });
      }
      case 'incident': {
        const key = known(`order.incident.${text('step')}`);
        const named = data?.title as { en: string; ru: string } | undefined;
        return key === null || named === undefined
          ? title
          : say(key, { id: text('incident') ?? '', title: named[language] });
      }
      case 'anomaly': {
        const key = known(`order.anomaly.${text('kind')}`);
        return key === null ? title : say(key);
      }
      case 'correction': {
        const key = known(`order.proposal.${text('step')}`);
        return key === null ? say('order.type.order.status_corrected') : say(key, { status: status(text('to') ?? '') });
      }
      case 'assignment':
        return type === 'order.assigned'
          ? say(text('to') === null ? 'order.line.unassigned' : 'order.line.assigned', { to: text('to') ?? '' })
          : say(type === 'order.taken' ? 'order.line.taken' : 'order.line.released');
      case 'deadLetter':
        return text('lies') === 'quarantine'
          ? say('order.line.quarantined')
          : say('order.line.died', {
              what: text('status') ?? text('type') ?? '',
              queue: text('diedIn') ?? text('queue') ?? '',
            });
      default: {
        const key = type === null ? null : known(`order.type.${type}`);
        if (key !== null) return say(key);
        return row.status === null ? title : say('order.line.says', { status: status(row.status) });
      }
    }
  };
}
