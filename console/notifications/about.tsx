import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Notification } from '../client/api.gen.ts';
import { useSay } from '../words/say.tsx';

/** The order or the incident, as a link. */
export function About({ message }: { message: Pick<Notification, 'about' | 'orderId' | 'incidentId'> }): ReactNode {
  const say = useSay();
  const { about, orderId, incidentId } = message;
  if (orderId !== null) return <Link to={`/orders/${encodeURIComponent(orderId)}`}>{orderId}</Link>;
  if (incidentId === null) return about;
  return <Link to={`/incidents/${incidentId}`}>{say('notifications.incident', { id: incidentId })}</Link>;
}
