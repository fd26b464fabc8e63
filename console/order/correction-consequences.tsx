import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { Link } from 'react-router';
import type { CorrectionPreview } from '../client/api.gen.ts';
import { useLifecycleWords } from '../kit/lifecycle-words.ts';
import { At } from '../kit/time.tsx';
import { Say, useSay } from '../words/say.tsx';
import classes from './correction-consequences.module.css';
import { useMessageWords } from './message-words.ts';

/** What a correction would do, a sentence each. */
export function useConsequences(lifecycle: string): (preview: CorrectionPreview, to: string) => ReactNode[] {
  const say = useSay();
  const intl = useIntl();
  const words = useLifecycleWords();
  const messageWords = useMessageWords();
  const status = (name: string | null) => (name === null ? '—' : words.status(name, lifecycle));
  return ({ verdict, why, skipped, after, incidents, messages, untold, publishes }, to) => {
    if (verdict === 'refused' || after === null) return [why ?? say('order.correct.refused')];
    const names = intl.formatList(skipped.map(status), { type: 'conjunction' });
    return [
      verdict === 'needsSecond' ? <strong key="second">{say('order.correct.needsSecond')}</strong> : null,
      skipped.length === 0 ? null : say('order.correct.skipped', { count: skipped.length, names }),
      after.status === to
        ? say('order.correct.becomes', { status: status(after.status) })
        : say('order.correct.stays', { status: status(after.status) }),
      after.dueAt === null ? (
        say('order.correct.noLimit')
      ) : (
        <Say
          key="limit"
          id={after.stuck ? 'order.correct.stillLate' : 'order.correct.limit'}
          values={{ at: <At key="at" at={after.dueAt} /> }}
        />
      ),
      ...incidents.map(({ id, closes }) => (
        <Say
          key={id}
          id={closes ? 'order.correct.closes' : 'order.correct.leaves'}
          values={{ id, link: text => <Link to={`/incidents/${id}`}>{text}</Link> }}
        />
      )),
      ...messages.map(message => (
        <Message key={`${message.channel} ${message.to} ${message.template}`} message={message} />
      )),
      ...untold.map(({ notice, reason }) =>
        say('order.correct.untold', { what: notice.replaceAll('-', ' '), why: messageWords.reason(reason) }),
      ),
      messages.length === 0 && untold.length === 0 ? say('order.correct.nobody') : null,
      publishes === null
        ? say('order.correct.unpublished')
        : say('order.correct.publishes', { exchange: publishes.exchange, routingKey: publishes.routingKey }),
    ].filter(sentence => sentence !== null);
  };
}

/** Who would be told, with the words that they would read. */
function Message({ message }: { message: CorrectionPreview['messages'][number] }): ReactNode {
  const say = useSay();
  const words = useMessageWords();
  const { kind, channel, to, subject, text } = message;
  return (
    <details>
      <summary>
        {say(kind === 'customer' ? 'order.correct.tellsCustomer' : 'order.correct.tells', {
          channel: words.channel(channel),
          to,
        })}
      </summary>
      <blockquote className={classes.words}>
        {subject === null ? null : <strong>{subject}</strong>}
        <p>{text}</p>
      </blockquote>
    </details>
  );
}
