import type { Instant } from '../platform/clock.ts';
import type { NewNotice } from './enqueue.ts';
import type { DueNotice } from './notice-rows.ts';
import type { NotifierSettings } from './settings.ts';

const SUFFIX = ' reminder';

/** Whether it is told only if nothing happens before. */
export function isReminder({ occasion }: { occasion: string }): boolean {
  return occasion.endsWith(SUFFIX);
}

/**
 * What is to be told some time after this notice, if the order has not moved on by then; null: nothing. An occasion of its
 * own: that it was not needed must not undo that the notice itself was told. It becomes a fact when its time has come.
 */
export function reminderOf(
  { orderId, notice, occasion, status, eventId, variables }: DueNotice,
  { notices }: Pick<NotifierSettings, 'notices'>,
  now: Instant,
): NewNotice | null {
  const { reminder = null } = Object.hasOwn(notices, notice) ? notices[notice]! : {};
  if (reminder === null) return null;
  const at = now + reminder.afterMs;
  return {
    orderId,
    notice: reminder.notice,
    occasion: `${occasion}${SUFFIX}`,
    status,
    eventId,
    at,
    notedAt: at,
    dueAt: at,
    variables,
  };
}
