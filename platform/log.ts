import { isSpanContextValid, trace } from '@opentelemetry/api';
import { type DestinationStream, type Logger, pino } from 'pino';
import { errorForLog } from './fault.ts';
import { sendRecord } from './telemetry/log-record.ts';

export type Log = Logger;

/**
 * One JSON line an entry on stderr, so that stdout stays free for what a command was asked for; also as a record of OTLP
 * where telemetry was started for that. What is written within a span says within which.
 * Never log customers' data: order and correlation ids are enough to find them.
 */
export function createLog(level: string, to: DestinationStream = stderr()): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      mixin: activeTrace,
      serializers: { err: (error: unknown) => (error instanceof Error ? errorForLog(error) : error) },
      hooks: {
        streamWrite: line => {
          sendRecord(line);
          return line;
        },
      },
    },
    to,
  );
}

function stderr(): DestinationStream {
  const destination = pino.destination({ fd: 2, sync: true });
  // A terminal that was closed can't be told so.
  destination.on('error', () => {});
  return destination;
}

/** By the names that OpenTelemetry gives them outside of OTLP; its collector looks for these. */
function activeTrace(): object {
  const span = trace.getActiveSpan()?.spanContext();
  return span && isSpanContextValid(span) ? { trace_id: span.traceId, span_id: span.spanId } : {};
}
