import { type Rejection, rejected } from '../envelope/envelope.ts';
import { decodeUtf8, MAX_BODY_BYTES, notUtf8, tooLarge } from '../envelope/json-body.ts';
import type { MessageProperties } from '../message.ts';

/** Bytes → text in the encoding that the message states, UTF-8 if none. */
export function readText(
  body: Buffer,
  { contentEncoding }: MessageProperties,
  stated: string | null,
): { ok: true; text: string } | Rejection {
  if (body.length === 0) return rejected('empty_body', 'The body is empty.');
  if (body.length > MAX_BODY_BYTES) return tooLarge(body.length);
  if (stated === null || /^utf-?8$/i.test(stated)) {
    const text = decodeUtf8(body);
    if (text !== null) return { ok: true, text };
    if (contentEncoding !== null) return notUtf8(contentEncoding);
    return rejected(
      'invalid_utf8',
      'The body is not valid UTF-8 text; send it as UTF-8, or let the message say its charset in the content type.',
    );
  }
  const decoder = decoderOf(stated);
  if (decoder === null) {
    return rejected(
      'invalid_utf8',
      `The body says that it is written in "${stated}", which is not known here; send it as UTF-8.`,
    );
  }
  try {
    return { ok: true, text: decoder.decode(body) };
  } catch {
    return rejected('invalid_utf8', `The body says that it is written in "${stated}", and it is not.`);
  }
}

/** `charset` of the content type. */
export function statedCharset({ contentType }: MessageProperties): string | null {
  return /;\s*charset\s*=\s*"?([\w.:-]{1,40})/i.exec(contentType ?? '')?.[1] ?? null;
}

/** Null for an encoding that is not known. */
export function decoderOf(charset: string): InstanceType<typeof TextDecoder> | null {
  try {
    return new TextDecoder(charset, { fatal: true });
  } catch {
    return null;
  }
}
