import type { InboundMessage } from './message.ts';

/** Where we publish what we find out about orders: docs/findings.md. */
export const FINDINGS_EXCHANGE = 'orderwatch.findings';

const OWN_TYPE = 'orderwatch.';
const IN_A_BODY = Buffer.from('"orderwatch.');
// A finding has some 300 bytes. What is much larger is none, and not worth parsing to know.
const LARGEST = 16 * 1024;

// A finding, or what somebody decided here, which the ledger has already.
const OWN_MARKS: readonly unknown[] = ['finding', 'decision'];

/**
 * Whether this is a finding of ours that has come back, by a binding or by somebody who passes on what they get. It says
 * nothing new of the order, and taken in as an event it would.
 */
export function isOwnFinding({ exchange, properties, body }: InboundMessage): boolean {
  return (
    exchange === FINDINGS_EXCHANGE ||
    OWN_MARKS.includes(properties.headers['x-orderwatch']) ||
    properties.type?.startsWith(OWN_TYPE) === true ||
    saysSo(body)
  );
}

function saysSo(body: Buffer): boolean {
  if (body.length > LARGEST || !body.includes(IN_A_BODY)) return false;
  try {
    const { type } = JSON.parse(body.toString()) as { type?: unknown };
    return typeof type === 'string' && type.startsWith(OWN_TYPE);
  } catch {
    return false;
  }
}
