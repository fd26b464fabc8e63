import { type Instant, toIso } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';

/** What may change, in words that programs outside know (the topics of the stream). */
export const CHANGE_TOPICS = ['order', 'queue', 'incident', 'quarantine', 'notification', 'rule', 'on-call'] as const;

export type ChangeTopic = (typeof CHANGE_TOPICS)[number];

/** Of what people change by hand, by the kinds of things of the audit log: what is told to whoever looks at the like. */
export const TOPICS_OF: Readonly<Record<string, readonly ChangeTopic[]>> = {
  order: ['order', 'queue'],
  correction: ['queue'],
  incident: ['incident'],
  notification: ['notification'],
  quarantine: ['quarantine'],
  rule: ['rule'],
  override: ['on-call'],
  absence: ['on-call'],
  silence: ['on-call'],
};

/** So many orders went from one status into another; `from` null: they began there. */
export type Move = { lifecycle: string; from: string | null; to: string; orders: number };

export type Change = {
  at: Instant;
  topic: ChangeTopic;
  /** Ids. None: something of the topic has changed, whatever it was. */
  subjects: readonly string[];
  moves?: readonly Move[];
};

/** Tells all who watch, in whatever process, as soon as the transaction commits, and nobody if it does not. */
export async function noteChange(tx: Db, { at, topic, subjects, moves = [] }: Change): Promise<void> {
  await tx.query('insert into tracker.change (at, topic, subjects, moves) values ($1, $2, $3, $4)', [
    toIso(at),
    topic,
    subjects,
    moves.length === 0 ? null : JSON.stringify(moves),
  ]);
}
