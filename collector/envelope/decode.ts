import type { Lifecycles } from '../../tracker/lifecycle.ts';
import { UNREADABLE_HEADERS } from '../header-guard.ts';
import { decodeMapped } from '../mapping/mapped.ts';
import type { Reading } from '../mapping/mapped-wording.ts';
import { mismatch, type Source } from '../mapping/source.ts';
import type { InboundMessage } from '../message.ts';
import { nestedDeeperThan } from '../storable.ts';
import { type DecodeContext, type Envelope, rejected, type Verdict } from './envelope.ts';
import { plain } from './plain.ts';

// The first that recognises a message decodes it; plain recognises all that is left, so it stays the last.
const envelopes: readonly Envelope[] = [plain];

const MAX_HEADER_DEPTH = 32;

/** `historic`: from an import or a replay that nobody shall be told about. Never throws or rejects. */
export type Decode = (message: InboundMessage, options: { historic: boolean }) => Verdict | Promise<Verdict>;

/** Decodes under the lifecycles and the declared sources of the moment. */
export function decoder(lifecycles: () => Lifecycles, sources: () => readonly Source[] = () => []): Decode {
  return (message, { historic }) => decode(message, { lifecycles: lifecycles(), historic }, sources());
}

/**
 * Bytes and properties → an event, or the reason why not; a declared source goes before every envelope. At once, but
 * for a source whose expressions take a moment. Never throws or rejects.
 */
export function decode(message: InboundMessage, context: DecodeContext): Verdict;
export function decode(
  message: InboundMessage,
  context: DecodeContext,
  sources: readonly Source[],
): Verdict | Promise<Verdict>;
export function decode(message: InboundMessage, context: DecodeContext, sources: readonly Source[] = []) {
  const examined = examine(message, context, sources);
  return examined instanceof Promise ? examined.then(({ verdict }) => verdict) : examined.verdict;
}

/** What became of a message, and why. */
export type Examination = {
  verdict: Verdict;
  /** Each source that was asked, in order, and why it does not read the message; null for the one that does. */
  asked: readonly { source: string; mismatch: string | null }[];
  /** What read it, unless a source did; null too where nothing could. */
  envelope: string | null;
  readings: readonly Reading[];
};

/** The same, and why. Never throws or rejects. */
export function examine(
  message: InboundMessage,
  context: DecodeContext,
  sources: readonly Source[],
): Examination | Promise<Examination> {
  try {
    const unreadable = headerProblem(message);
    if (unreadable) return { ...NOTHING, verdict: unreadable };
    const asked: { source: string; mismatch: string | null }[] = [];
    for (const source of sources) {
      const reason = mismatch(source, message);
      asked.push({ source: source.declared.name, mismatch: reason });
      if (reason !== null) continue;
      const mapped = decodeMapped(source, message, context);
      if (!(mapped instanceof Promise)) return { asked, envelope: null, ...mapped };
      return mapped.then(settled => ({ asked, envelope: null, ...settled })).catch(ourFailure);
    }
    const envelope = envelopes.find(it => it.recognises(message))!;
    return { asked, envelope: envelope.name, readings: [], verdict: envelope.decode(message, context) };
  } catch (error) {
    return ourFailure(error as Error);
  }
}

const NOTHING = { asked: [], envelope: null, readings: [] };

/** A mistake of ours in a decoder must not cost more than the message that showed it. */
function ourFailure({ message }: Error): Examination {
  const reason = `Orderwatch failed while it read this message: ${message}.`;
  return { ...NOTHING, verdict: rejected('decoder_failed', reason) };
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
