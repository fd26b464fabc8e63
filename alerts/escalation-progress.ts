import type { Instant } from '../platform/clock.ts';
import type { ForeseenStep } from './foresee.ts';
import type { IncidentEvent, Told } from './incident.ts';

export type ProgressPerson = { recipient: string; name: string; channel: string; messageId: string | null };

/** A step of an escalation. `nobody`: it had nobody, and was passed over; `next` and `ahead`: it comes if nobody acts. */
export type ProgressStep = {
  state: 'told' | 'nobody' | 'next' | 'ahead';
  /** Counted from 0, as in `Told`. */
  step: number;
  round: number;
  at: Instant;
  people: readonly ProgressPerson[];
};

/** How an escalation has come so far, by the history of its incident, and what would follow. */
export function progressOf(history: readonly IncidentEvent[], ahead: readonly ForeseenStep[]): ProgressStep[] {
  const past = history.flatMap(({ kind, at, detail }): ProgressStep[] => {
    const { step = 0, round = 0, people = [] } = detail as Partial<Told>;
    if (kind === 'told') return [{ state: 'told', step, round, at, people }];
    return kind === 'nobody_to_tell' ? [{ state: 'nobody', step, round, at, people: [] }] : [];
  });
  const coming = ahead.map(({ step, round, at, people }, nth): ProgressStep => {
    const named = people.map(({ recipient, name, channel }) => ({ recipient, name, channel, messageId: null }));
    return { state: nth === 0 ? 'next' : 'ahead', step, round, at, people: named };
  });
  return [...past, ...coming];
}
