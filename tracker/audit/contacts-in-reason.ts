import type { AuditEntry } from './entry.ts';

const EMAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+/gu;
/** Nine digits or more with what people write between them. */
const NUMBER = /\+?\d(?:[\s().-]{0,3}\d){8,}/g;
const DATE = /^\d{4}-\d{2}-\d{2}/;

/**
 * The entry without addresses and numbers in its reason, which people type in: a row of the chain can't be cleared when
 * its customer is forgotten. A date and an order's id are none.
 */
export function withoutContacts(entry: AuditEntry): AuditEntry {
  if (entry.reason === null) return entry;
  const reason = entry.reason
    .replace(EMAIL, '[e-mail]')
    .replace(NUMBER, (number, at: number, whole: string) =>
      DATE.test(number) || isPartOfId(whole, at) ? number : '[number]',
    );
  return { ...entry, reason };
}

/** `ORD-1042000001`: letters stand right before it. */
function isPartOfId(text: string, at: number): boolean {
  return /[\p{L}_]-?$/u.test(text.slice(0, at));
}
