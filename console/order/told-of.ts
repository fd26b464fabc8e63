import type { TimelineItem } from '../client/api.gen.ts';

/** What a customer was told, or was not. */
export type Told = {
  /** Of the message; of a notice that became none, what names it on the timeline. */
  id: string;
  at: string;
  what: string;
  /** Null: nothing went out. */
  channel: string | null;
  /** As it stands now. */
  state: string;
  /** In one word, as the API has it; null: nothing to say. */
  reason: string | null;
  isMessage: boolean;
};

/** From the lines of the timeline about messages to the customer: each message once, as it stands; oldest first. Pure. */
export function toldOf(items: readonly TimelineItem[]): Told[] {
  const told = new Map<string, Told>();
  for (const { kind, data, at, eventId } of items) {
    if (kind !== 'message' || data === null) continue;
    const word = (name: string) => (typeof data[name] === 'string' ? (data[name] as string) : null);
    const message = word('message');
    const notice = word('notice');
    if (message !== null && word('recipient')?.startsWith('customer:')) {
      const known = told.get(message);
      told.set(message, {
        id: message,
        at: known?.at ?? at,
        what: word('template') ?? '',
        channel: word('channel'),
        state: word('state') ?? '',
        reason: word('reason'),
        isMessage: true,
      });
    } else if (notice !== null) {
      const state = word('state') ?? '';
      told.set(eventId, {
        id: eventId,
        at,
        what: notice,
        channel: null,
        state,
        reason: word('reason'),
        isMessage: false,
      });
    }
  }
  return [...told.values()].sort((a, b) => a.at.localeCompare(b.at));
}
