import type { StatedEvent } from '../../tracker/event.ts';
import type { Lifecycles } from '../../tracker/lifecycle.ts';
import type { InboundMessage } from '../message.ts';

/** Why a message is in quarantine, in one word: for metrics and filters. The sentence beside it is for people. */
export const REASON_KINDS = [
  'empty_body',
  'too_large',
  'invalid_utf8',
  'not_json',
  'not_xml',
  'not_form',
  'not_an_object',
  'too_deep',
  'bad_characters',
  'bad_number',
  'bad_time',
  'bad_id',
  'wrong_type',
  'missing_field',
  'unknown_status',
  'expression_failed',
  'reserved',
  'unreadable_headers',
  'decoder_failed',
  'refused_by_ledger',
  'ledger_failed',
] as const;

export type ReasonKind = (typeof REASON_KINDS)[number];

export type Rejection = {
  ok: false;
  kind: ReasonKind;
  reason: string;
  /** Which field it is about, and what it says where that is a name of ours, such as a status. */
  about?: { field: string; value?: string };
  /** Whom it names and who says so, as far as that was read before it failed; nothing of it has been checked. */
  said?: {
    orderId: string | null;
    ids: Readonly<Record<string, unknown>>;
    correlationId: string | null;
    source: string | null;
  };
};
export type Verdict = { ok: true; event: StatedEvent } | Rejection;

export type DecodeContext = {
  lifecycles: Pick<Lifecycles, 'knows' | 'names' | 'systems'>;
  /** From an import or a replay that nobody shall be told about; no message can say so itself. */
  historic: boolean;
};

/** One way of writing an order event into a message. Both functions are pure and never throw. */
export interface Envelope {
  name: string;
  recognises(message: InboundMessage): boolean;
  decode(message: InboundMessage, context: DecodeContext): Verdict;
}

/** `reason`: whole sentences that say what is wrong, where (a JSON path in backticks), and what would be right. */
export function rejected(kind: ReasonKind, reason: string, about?: NonNullable<Rejection['about']>): Rejection {
  return about ? { ok: false, kind, reason, about } : { ok: false, kind, reason };
}
