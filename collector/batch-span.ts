import { type Link, type Span, SpanKind, trace } from '@opentelemetry/api';
import {
  BATCH_ATTEMPTS,
  BATCH_CONFLICTS,
  BATCH_DUPLICATES,
  BATCH_QUARANTINED,
  BATCH_RECORDED,
  BATCH_REDELIVERED,
  ERROR_TYPE,
  MESSAGING_BATCH_MESSAGE_COUNT,
  MESSAGING_DESTINATION_NAME,
  MESSAGING_OPERATION_NAME,
  MESSAGING_OPERATION_TYPE,
  MESSAGING_SYSTEM,
} from '../platform/telemetry/semconv.ts';
import { errorType, failSpan, spanContextOf, withSpan } from '../platform/tracing.ts';
import type { Accepted } from './accept.ts';
import { readTraceparent } from './envelope/traceparent.ts';
import type { InboundMessage } from './message.ts';

/**
 * One span for all messages of a batch, in a trace of its own, with a link to what published each: docs/messaging of
 * the semantic conventions. The SDK keeps 128 links a span, and counts the others.
 * The destination is the queue alone, which is what they have in common: routing keys may name orders.
 */
export function withBatchSpan<T>(
  queue: string,
  messages: readonly InboundMessage[],
  work: () => Promise<T>,
): Promise<T> {
  const attributes = {
    [MESSAGING_SYSTEM]: 'rabbitmq',
    [MESSAGING_DESTINATION_NAME]: queue,
    [MESSAGING_OPERATION_NAME]: 'process',
    [MESSAGING_OPERATION_TYPE]: 'process',
    [MESSAGING_BATCH_MESSAGE_COUNT]: messages.length,
  };
  return withSpan(`process ${queue}`, { kind: SpanKind.CONSUMER, attributes, root: true }, span => {
    if (span.isRecording()) describe(span, messages);
    return work();
  });
}

function describe(span: Span, messages: readonly InboundMessage[]): void {
  const published = new Set(messages.map(({ properties }) => readTraceparent(properties.headers)));
  span.addLinks(
    [...published].flatMap((traceparent): Link[] => {
      const context = spanContextOf(traceparent);
      return context ? [{ context }] : [];
    }),
  );
  span.setAttribute(BATCH_REDELIVERED, messages.filter(({ redelivered }) => redelivered).length);
}

/** What became of the batch in whose span this is called. */
export function tellTaken({ outcomes }: Accepted, attempts: number): void {
  const span = trace.getActiveSpan();
  if (!span?.isRecording()) return;
  const count = { recorded: 0, duplicate: 0, conflict: 0, quarantined: 0 };
  for (const { outcome } of outcomes) count[outcome] += 1;
  span.setAttributes({
    [BATCH_RECORDED]: count.recorded,
    [BATCH_DUPLICATES]: count.duplicate,
    [BATCH_CONFLICTS]: count.conflict,
    [BATCH_QUARANTINED]: count.quarantined,
    [BATCH_ATTEMPTS]: attempts,
  });
}

/** The batch in whose span this is called was not taken at this attempt. */
export function tellTrouble(error: unknown): void {
  trace.getActiveSpan()?.addEvent('not taken', { [ERROR_TYPE]: errorType(error) });
}

/** … nor at any other: the broker delivers it again. */
export function tellGivenUp(why: unknown): void {
  const span = trace.getActiveSpan();
  if (span) failSpan(span, why);
}
