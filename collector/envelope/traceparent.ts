const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The W3C trace context of the publisher. One of a wrong form is no reason to refuse an event: it is left out. */
export function readTraceparent(headers: Readonly<Record<string, unknown>>): string | null {
  const value = headers.traceparent;
  return typeof value === 'string' && TRACEPARENT.test(value) ? value : null;
}
