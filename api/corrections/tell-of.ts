import { enqueueNotices } from '../../notifier/enqueue.ts';
import { keepQuietOf, ownWordsNotice } from '../../notifier/own-words.ts';
import type { TellOf } from '../../tracker/corrections/correct.ts';
import type { Vault } from '../../tracker/personal-data.ts';

/**
 * What becomes of the notices of a correction. Those that are usual are written down already by whoever writes them down for
 * every move, in the same transaction; here some are taken back.
 */
export function tellOfCorrections(vault: Vault): TellOf {
  return async (tx, { correction: { orderId, notify, words, to }, event, now }) => {
    if (notify === 'usual') return;
    const { eventId, recordedAt } = event;
    await keepQuietOf(tx, { orderId, eventId });
    if (notify !== 'own' || words === null) return;
    // An order that has moved on by what is newer is not in the status that was put right: it is told all the same.
    const status = now.state.status === to ? to : null;
    await enqueueNotices(tx, [ownWordsNotice({ orderId, words, status, eventId }, recordedAt)], vault);
  };
}
