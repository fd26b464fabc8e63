import type { Connection } from 'amqplib';

/** The one header of a message whose own headers could not be read; its value says why. */
export const UNREADABLE_HEADERS = 'orderwatch-unreadable-headers';

/** The parts of amqplib's connection that are used here and are not in its types. `intake.mq.test.ts` notices a change. */
type FrameReader = { rest: Buffer; recvFrame(): unknown };

const HEADER_FRAME = 2;
const FRAME_PREFIX = 7;
const FIXED_FIELDS = 14;
const HAS_CONTENT_TYPE = 0x8000;
const HAS_CONTENT_ENCODING = 0x4000;
const HAS_HEADERS = 0x2000;

/**
 * amqplib decodes a message's header table by recursion and ends the connection when that throws: a table nested some
 * thousand levels deep (126 KB are enough for 20,000) overflows the stack. The broker delivers the message again, with
 * all its neighbours, and again, until the delivery limit takes them all. So a table that can't be decoded is cut out
 * of its frame and replaced by one that says so, and the message arrives with everything else it has.
 */
export function guardHeaders(connection: Connection): void {
  const reader = connection as unknown as FrameReader;
  const recvFrame = reader.recvFrame;
  reader.recvFrame = function () {
    const before = this.rest;
    try {
      return recvFrame.call(this);
    } catch (error) {
      // The frame was taken off the stream and its content could not be decoded; anything else is a broken connection.
      const wasTaken = this.rest !== before && before.readUInt8(0) === HEADER_FRAME;
      const repaired = wasTaken ? withoutHeaders(before, reasonOf(error)) : null;
      if (repaired === null) throw error;
      this.rest = Buffer.concat([repaired, this.rest]);
      return recvFrame.call(this);
    }
  };
}

function reasonOf(error: unknown): string {
  return error instanceof RangeError ? 'nested too deep or cut off' : 'values of an unknown kind';
}

/** The header frame at the start of `bytes` with another header table, or null when it has none. */
function withoutHeaders(bytes: Buffer, reason: string): Buffer | null {
  const payload = bytes.subarray(FRAME_PREFIX, FRAME_PREFIX + bytes.readUInt32BE(3));
  const flags = payload.readUInt16BE(FIXED_FIELDS - 2);
  if ((flags & HAS_HEADERS) === 0) return null;
  let table = FIXED_FIELDS;
  if (flags & HAS_CONTENT_TYPE) table += 1 + payload.readUInt8(table);
  if (flags & HAS_CONTENT_ENCODING) table += 1 + payload.readUInt8(table);
  const afterTable = table + 4 + payload.readUInt32BE(table);

  const content = Buffer.concat([payload.subarray(0, table), tableOf(reason), payload.subarray(afterTable)]);
  const frame = Buffer.alloc(FRAME_PREFIX + content.length + 1);
  bytes.copy(frame, 0, 0, 3);
  frame.writeUInt32BE(content.length, 3);
  content.copy(frame, FRAME_PREFIX);
  frame.writeUInt8(0xce, frame.length - 1);
  return frame;
}

/** An AMQP table with one long string. */
function tableOf(reason: string): Buffer {
  const name = Buffer.from(UNREADABLE_HEADERS);
  const value = Buffer.from(reason);
  const table = Buffer.alloc(4 + 1 + name.length + 1 + 4 + value.length);
  let at = table.writeUInt32BE(table.length - 4);
  at = table.writeUInt8(name.length, at);
  at += name.copy(table, at);
  at += table.write('S', at);
  at = table.writeUInt32BE(value.length, at);
  value.copy(table, at);
  return table;
}
