import { CHANGE_TOPICS } from '../../tracker/changes/note-change.ts';

/** What may be listened to. `summary` and `asOf` are how things are, told anew as they change; the others, what has changed. */
export const TOPICS = [...CHANGE_TOPICS, 'summary', 'asOf'] as const;

export type Topic = (typeof TOPICS)[number];

/** What partners and customers may listen to: their own orders, and how old what they are shown is. */
export const OPEN_TOPICS: readonly Topic[] = ['order', 'asOf'];
