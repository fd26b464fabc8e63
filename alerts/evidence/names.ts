import { aliasesOf } from '../../tracker/event.ts';
import type { AskedOrder } from '../evidence-provider.ts';

/** Every name by which a message may mean the order, as the ledger writes them: `ORD-1042`, `~mes:M-77`. */
export function namesOf(order: AskedOrder): string[] {
  return [...new Set([...order.keys, ...aliasesOf(order)])];
}
