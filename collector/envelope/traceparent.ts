const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

// In the order in which they count: OpenTelemetry and NServiceBus; MassTransit (the Activity.Id of .NET, which is W3C
// unless somebody has chosen the older, hierarchical form); the extension "distributed tracing" of CloudEvents, with
// either prefix, which names where it all began and not who published.
const HEADERS = ['traceparent', 'MT-Activity-Id', 'cloudEvents_traceparent', 'cloudEvents:traceparent'];

/** The W3C trace context of the publisher. One of a wrong form is no reason to refuse an event: it is left out. */
export function readTraceparent(headers: Readonly<Record<string, unknown>>): string | null {
  for (const name of HEADERS) {
    const value = textOf(headers[name]);
    if (value !== null && TRACEPARENT.test(value)) return value;
  }
  return null;
}

/** Some clients write texts as bytes. */
function textOf(value: unknown): string | null {
  if (Buffer.isBuffer(value)) return value.toString('latin1');
  return typeof value === 'string' ? value : null;
}
