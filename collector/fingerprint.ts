import type { Rejection } from './envelope/envelope.ts';
import { codeIn } from './gist.ts';

/**
 * What messages that can't be read have in common: `unknown_status:PRICED:mes`, `bad_time:occurredAt:crm`, `not_json:mes`.
 * It is kept and shown in plain, so it holds words of programs only: of what else a message says, nothing.
 */
export type Fingerprint = {
  reasonKind: string;
  /** The field, or the value of a status that nobody knows; null: it is about all of the message. */
  what: string | null;
  /** Who seems to have sent it; null for what was kept before there were fingerprints. */
  source: string | null;
};

export function fingerprintOf({ kind, about }: Rejection, source: string | null): string {
  const what = about && (kind === 'unknown_status' ? codeIn(about.value) : fieldIn(about.field));
  return [kind, ...(what ? [what] : []), source ?? 'unknown'].join(':');
}

export function readFingerprint(fingerprint: string): Fingerprint {
  const [reasonKind, ...rest] = fingerprint.split(':');
  return { reasonKind: reasonKind!, what: rest.length > 1 ? rest[0]! : null, source: rest.at(-1) ?? null };
}

/** `items[3].price` and `items[7].price` are the same field; names that a customer may have chosen are none. */
function fieldIn(path: string): string | null {
  const field = path.replace(/\[\d+\]/g, '');
  return codeIn(field);
}
