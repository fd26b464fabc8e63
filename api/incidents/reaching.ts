import type { Reaching } from '../../alerts/reach.ts';
import type { AlertSettings } from '../../alerts/settings.ts';
import type { NotifierSettings } from '../../notifier/settings.ts';
import { findChats } from '../../notifier/telegram-chats.ts';
import type { Vault } from '../../tracker/personal-data.ts';

export type ReachingDeps = { alerts: () => AlertSettings; notifications: () => NotifierSettings; vault: Vault };

/**
 * How those who would be told are reached, by what is known here. Which channels are set up the process knows that sends:
 * each counts as one that is, so a step is foreseen by the way that people prefer.
 */
export function reachingOf({ alerts, notifications, vault }: ReachingDeps): Reaching {
  return {
    settings: alerts,
    notifications,
    channels: { has: () => true },
    findChats: (db, recipients) => findChats(db, recipients, vault),
  };
}
