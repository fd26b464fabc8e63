import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { DATABASES } from './databases.ts';
import { MESSAGING } from './messaging.ts';
import { NOTIFICATIONS } from './notifications.ts';
import { ORDERS } from './orders.ts';
import { ORDERWATCH } from './orderwatch.ts';
import { SERVICES } from './services.ts';
import { SUPPORT } from './support.ts';

export const BOARDS: readonly Dashboard[] = [
  ORDERS,
  SUPPORT,
  MESSAGING,
  DATABASES,
  SERVICES,
  NOTIFICATIONS,
  ORDERWATCH,
];

/** The files of `grafana/`, by name, as they have to be: `npm run boards` writes them, a test compares them. */
export function boardFiles(): Map<string, string> {
  return new Map(BOARDS.map(board => [`${board.uid}.json`, `${JSON.stringify(board, null, 2)}\n`]));
}
