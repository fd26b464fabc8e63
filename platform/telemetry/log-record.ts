import { type Attributes, type LogRecord, logs, SeverityNumber } from '@opentelemetry/api';
import { EXCEPTION_MESSAGE, EXCEPTION_STACKTRACE, EXCEPTION_TYPE } from './semconv.ts';

// https://github.com/pinojs/pino/blob/main/docs/api.md#loggerlevels-object
const SEVERITIES: Readonly<Record<number, { severityNumber: SeverityNumber; severityText: string }>> = {
  10: { severityNumber: SeverityNumber.TRACE, severityText: 'trace' },
  20: { severityNumber: SeverityNumber.DEBUG, severityText: 'debug' },
  30: { severityNumber: SeverityNumber.INFO, severityText: 'info' },
  40: { severityNumber: SeverityNumber.WARN, severityText: 'warn' },
  50: { severityNumber: SeverityNumber.ERROR, severityText: 'error' },
  60: { severityNumber: SeverityNumber.FATAL, severityText: 'fatal' },
};

type Line = { level: number; time: string; msg?: string; trace_id?: string; span_id?: string; [name: string]: unknown };

/** Sends a line of the log as a record too, in the trace of the active span; nothing where nobody has asked for records. */
export function sendRecord(line: string): void {
  // Not kept: a provider that has come or gone since would not be noticed.
  const logger = logs.getLogger('orderwatch');
  if (logger.enabled()) logger.emit(recordOf(JSON.parse(line)));
}

/** The trace is no part of it: the SDK takes it from where the line was written. */
export function recordOf({ level, time, msg, trace_id: _trace, span_id: _span, ...said }: Line): LogRecord {
  return {
    timestamp: new Date(time),
    ...SEVERITIES[level],
    ...(msg !== undefined && { body: msg }),
    attributes: attributesOf(said),
  };
}

function attributesOf(said: Readonly<Record<string, unknown>>): Attributes {
  return Object.fromEntries(Object.entries(said).flatMap(([name, value]) => attribute(name, value)));
}

/** Loki takes no nested values beside a line, and calls a correlation id by the name that it has beside lines of containers. */
function attribute(name: string, value: unknown): [string, string | number | boolean][] {
  if (value === null || value === undefined) return [];
  if (name === 'err' && typeof value === 'object') return exception(value);
  const known = name === 'correlationId' ? 'correlation_id' : name;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return [[known, value]];
  return [[known, JSON.stringify(value)]];
}

/** An error as fault.ts has written it. */
function exception({ type, message, stack }: { type?: string; message?: string; stack?: string }): [string, string][] {
  return [
    [EXCEPTION_TYPE, type ?? 'Error'],
    [EXCEPTION_MESSAGE, message ?? ''],
    [EXCEPTION_STACKTRACE, stack ?? ''],
  ];
}
