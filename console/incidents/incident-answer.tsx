import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { IncidentContext, IncidentInFull } from '../client/api.gen.ts';
import { useAgo, useList, useMoment } from '../kit/moment.ts';
import { useDuration, useNow } from '../kit/time.tsx';
import { Say, useSay } from '../words/say.tsx';

type Props = { incident: IncidentInFull; context: IncidentContext | undefined };

/** How it stands: for how long, whose it is until when, how many orders, who is told next. */
export function IncidentAnswer({ incident, context }: Props): ReactNode {
  const say = useSay();
  const moment = useMoment();
  const ago = useAgo();
  const list = useList();
  const duration = useDuration();
  const now = useNow();
  const {
    state,
    orderCount: all,
    openOrderCount: open,
    openedAt,
    until,
    acknowledgedByName,
    acknowledgedAt,
    resolvedAt,
  } = incident;
  if (incident.mergedInto !== null) {
    const id = incident.mergedInto;
    const link = (text: ReactNode[]) => <Link to={`/incidents/${id}`}>{text}</Link>;
    return <Say id="incidents.one.merged" values={{ id, link }} />;
  }
  const orders = all === 0 ? say('incidents.one.noOrders') : say('incidents.one.orders', { open, all });
  const end = until === null ? '' : moment(until);
  switch (state) {
    case 'open':
      return say('incidents.one.answer.open', { age: duration(now - Date.parse(openedAt)), orders, next: next() });
    case 'acknowledged':
      return say('incidents.one.answer.acknowledged', {
        ...{ who: acknowledgedByName ?? '', until: end, orders },
        since: acknowledgedAt === null ? '' : moment(acknowledgedAt),
      });
    case 'snoozed':
      return say('incidents.one.answer.snoozed', { until: end, orders });
    case 'resolved':
      return say('incidents.one.answer.resolved', {
        since: ago(resolvedAt!),
        lasted: duration(Date.parse(resolvedAt!) - Date.parse(openedAt)),
        orders,
      });
    default:
      return state satisfies never;
  }

  function next(): string {
    const step = context?.escalation.steps.find(each => each.state === 'next');
    if (context === undefined) return '';
    if (step === undefined) return context.escalation.of === 0 ? '' : say('incidents.one.nextNobody');
    const names = [...new Set(step.people.map(({ name }) => name))];
    return say('incidents.one.next', { names: list(names), count: names.length, at: moment(step.at) });
  }
}
