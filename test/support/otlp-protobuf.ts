type Kind = 'hex' | 'text' | 'int' | 'bool' | 'fixed64' | 'double';
/** Fields by number; those in brackets may come more than once. */
type Message = { [field: number]: [name: string, Kind | Message] | [name: string, [Message]] };

// Names as in OTLP/JSON, numbers as in https://github.com/open-telemetry/opentelemetry-proto (trace.proto, common.proto).
const VALUE: Message = {
  1: ['stringValue', 'text'],
  2: ['boolValue', 'bool'],
  3: ['intValue', 'int'],
  4: ['doubleValue', 'double'],
};
const ATTRIBUTE: Message = { 1: ['key', 'text'], 2: ['value', VALUE] };
const EVENT: Message = { 1: ['timeUnixNano', 'fixed64'], 2: ['name', 'text'], 3: ['attributes', [ATTRIBUTE]] };
const LINK: Message = { 1: ['traceId', 'hex'], 2: ['spanId', 'hex'], 4: ['attributes', [ATTRIBUTE]] };
const SPAN: Message = {
  1: ['traceId', 'hex'],
  2: ['spanId', 'hex'],
  4: ['parentSpanId', 'hex'],
  5: ['name', 'text'],
  6: ['kind', 'int'],
  7: ['startTimeUnixNano', 'fixed64'],
  8: ['endTimeUnixNano', 'fixed64'],
  9: ['attributes', [ATTRIBUTE]],
  11: ['events', [EVENT]],
  13: ['links', [LINK]],
  14: ['droppedLinksCount', 'int'],
  15: ['status', { 3: ['code', 'int'] }],
};
const SCOPE_SPANS: Message = { 1: ['scope', { 1: ['name', 'text'] }], 2: ['spans', [SPAN]] };
const RESOURCE_SPANS: Message = {
  1: ['resource', { 1: ['attributes', [ATTRIBUTE]] }],
  2: ['scopeSpans', [SCOPE_SPANS]],
};
const TRACES: Message = { 1: ['resourceSpans', [RESOURCE_SPANS]] };

/** A request to /v1/traces in protobuf, as it would be in JSON; fields that no test reads are left out. */
export function tracesAsJson(bytes: Buffer): string {
  return JSON.stringify(read(bytes, TRACES));
}

function read(bytes: Buffer, message: Message): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes.readUInt8(at++);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const take = (length: number) => {
    at += length;
    return bytes.subarray(at - length, at);
  };
  const WIRE: Record<number, () => Buffer | bigint> = {
    0: varint,
    1: () => take(8),
    2: () => take(Number(varint())),
    5: () => take(4),
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const taken = WIRE[tag & 7]!();
    const [name, kind] = message[tag >> 3] ?? [];
    if (name === undefined || kind === undefined) continue;
    if (Array.isArray(kind)) found[name] = [...((found[name] as unknown[]) ?? []), read(taken as Buffer, kind[0])];
    else found[name] = typeof kind === 'object' ? read(taken as Buffer, kind) : toValue(taken, kind);
  }
  return found;
}

function toValue(taken: Buffer | bigint, kind: Kind): string | number | boolean {
  if (typeof taken === 'bigint') return kind === 'bool' ? taken === 1n : Number(taken);
  if (kind === 'fixed64') return taken.readBigUInt64LE().toString();
  if (kind === 'double') return taken.readDoubleLE();
  return taken.toString(kind === 'hex' ? 'hex' : 'utf8');
}
