import { Fragment, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import type { Order } from '../client/api.gen.ts';
import { useLifecycleWords } from '../kit/lifecycle-words.ts';
import { useDuration, useNow } from '../kit/time.tsx';
import { useSay } from '../words/say.tsx';
import { standingOf } from './order-standing.ts';

/** "SUBMITTED for 26 h, 2 h over its limit. Expected 28 Nov to 2 Dec." */
export function StandingAnswer({ order }: { order: Order }): ReactNode {
  const say = useSay();
  const intl = useIntl();
  const duration = useDuration();
  const words = useLifecycleWords();
  const now = useNow();
  const ended = words.ended(order.status, order.lifecycle);
  const status = order.status === null ? '' : words.status(order.status, order.lifecycle);
  const sentences = standingOf(order, { ended, now });
  const day = (date: string) => intl.formatDate(date, { day: 'numeric', month: 'long' });
  return sentences.map(({ id, durations, dates }, at) => {
    const days = Object.fromEntries(Object.entries(dates).map(([name, date]) => [name, day(date)]));
    const lengths = Object.fromEntries(Object.entries(durations).map(([name, ms]) => [name, duration(ms)]));
    const isOneDay = id === 'order.standing.expected' && days.from === days.to;
    return (
      <Fragment key={id}>
        {at === 0 ? null : ' '}
        {say(isOneDay ? 'order.standing.expectedOn' : id, { status, ...lengths, ...days })}
      </Fragment>
    );
  });
}
