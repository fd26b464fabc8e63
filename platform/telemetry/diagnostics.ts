import { type DiagLogger, DiagLogLevel, diag } from '@opentelemetry/api';
import type { Log } from '../log.ts';

const EVERY_MS = 60_000;
// A batch has more messages than a span may have links: that is known, and counted in the span (droppedLinksCount).
const KNOWN = /^Dropped \d+ links /;

/** What the SDK has to complain of goes to our log, one line a minute: an exporter that can't send does so all day. */
export function logDiagnostics(log: Log): void {
  diag.setLogger(
    diagnosticsTo(log, () => performance.now()),
    {
      logLevel: DiagLogLevel.WARN,
      suppressOverrideMessage: true,
    },
  );
}

/** `elapsedMs`: of any clock that only goes forward. */
export function diagnosticsTo(log: Log, elapsedMs: () => number): DiagLogger {
  let saidAt = Number.NEGATIVE_INFINITY;
  let kept = 0;
  const say = (text: string) => {
    if (KNOWN.test(text)) return;
    if (elapsedMs() - saidAt < EVERY_MS) {
      kept += 1;
      return;
    }
    saidAt = elapsedMs();
    log.warn({ reason: messageIn(text), ...(kept > 0 && { alsoSince: kept }) }, 'telemetry is in trouble');
    kept = 0;
  };
  const nothing = () => {};
  return { error: say, warn: say, info: nothing, debug: nothing, verbose: nothing };
}

/** The SDK writes an error as JSON, with its stack and the answer of the other side. */
function messageIn(text: string): string {
  try {
    const { message, name, code }: { message?: string; name?: string; code?: string } = JSON.parse(text);
    return message || code || name || text;
  } catch {
    return text;
  }
}
