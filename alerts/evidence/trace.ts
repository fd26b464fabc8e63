import type { LastWord } from '../../tracker/last-words.ts';
import type { Evidence } from '../evidence.ts';

/**
 * Where the trace can be looked at: that of the last message, as its producer named it, else the one of the order. Null:
 * there is neither. `sent`: in which trace there is something of the order.
 */
export function traceOf(
  word: LastWord,
  sent: string | undefined,
  jaegerUrl: string,
): Omit<Evidence, 'provider'> | null {
  const ofProducer = traceIn(word.traceparent);
  const traceId = ofProducer ?? sent;
  if (traceId === undefined) return null;
  return {
    kind: 'trace',
    weight: 5,
    at: null,
    text: ofProducer
      ? {
          en: `The last message of ${word.source} is in the trace ${traceId}.`,
          ru: `Последнее сообщение от ${word.source} — в трассировке ${traceId}.`,
        }
      : { en: `The trace of the order is ${traceId}.`, ru: `Трассировка заказа: ${traceId}.` },
    link: `${jaegerUrl}/trace/${traceId}`,
    cause: null,
    blinds: false,
  };
}

/** W3C Trace Context: version, trace id, parent id, flags. */
function traceIn(traceparent: string | null): string | null {
  return /^[0-9a-f]{2}-([0-9a-f]{32})-/.exec(traceparent ?? '')?.[1] ?? null;
}
