import type { Lifecycles } from '../../tracker/lifecycle.ts';
import { UNREADABLE_HEADERS } from '../header-guard.ts';
import type { InboundMessage } from '../message.ts';
import { nestedDeeperThan } from '../storable.ts';
import { type DecodeContext, type Envelope, rejected, type Verdict } from './envelope.ts';
import { plain } from './plain.ts';

// The first that recognises a message decodes it; plain recognises all that is left, so it stays the last.
const envelopes: readonly Envelope[] = [plain];

const MAX_HEADER_DEPTH = 32;

/** `historic`: from an import or a replay that nobody shall be told about. Never throws or rejects. */
export type Decode = (message: InboundMessage, options: { historic: boolean }) => Verdict | Promise<Verdict>;

/** Decodes under the lifecycles of the moment. */
export function decoder(lifecycles: () => Lifecycles): Decode {
  return (message, { historic }) => decode(message, { lifecycles: lifecycles(), historic });
}

/** Bytes and properties → an event, or the reason why not. Never throws. */
export function decode(message: InboundMessage, context: DecodeContext): Verdict {
  try {
    return headerProblem(message) ?? envelopes.find(it => it.recognises(message))!.decode(message, context);
  } catch (error) {
    // A mistake of ours in a decoder must not cost more than the message that showed it.
    return rejected('decoder_failed', `Orderwatch failed while it read this message: ${(error as Error).message}.`);
  }
}

function headerProblem({ properties: { headers } }: InboundMessage): Verdict | null {
  const unreadable = headers[UNREADABLE_HEADERS];
  if (typeof unreadable === 'string') {
    return rejected(
      'unreadable_headers',
      `The AMQP headers of this message can't be read (${unreadable}). They were dropped, the body was kept. ` +
        'Headers should be a flat table; a replay takes the message without them.',
    );
  }
  if (nestedDeeperThan(headers, MAX_HEADER_DEPTH)) {
    return rejected(
      'too_deep',
      `The AMQP headers are nested more than ${MAX_HEADER_DEPTH} levels deep. Headers should be a flat table; ` +
        'a replay takes the message with the outer levels only.',
    );
  }
  return null;
}
