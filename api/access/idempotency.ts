import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { Log } from '../../platform/log.ts';
import type { Db } from '../../platform/postgres.ts';
import { whoAsks } from '../authentication.ts';
import { badField, badRequest, idempotencyConflict, idempotencyMismatch, Refused, tooLarge } from '../problem.ts';
import { begin, forgetOld, giveUp, keepAnswer, type Named } from './idempotent-rows.ts';
import { type SessionDeps, tokenIn } from './session-cookie.ts';

/** As much as POST /events takes. */
const MAX_REQUEST_BYTES = 16 * 1024 * 1024;
/** With what sealing adds it still fits into the column. A longer answer is made anew. */
const MAX_ANSWER_BYTES = 1024 * 1024 - 64;
const FORGET_EVERY_MS = 60 * 60_000;

/**
 * A POST that is sent again under the same Idempotency-Key is answered as it was, and done once
 * (draft-ietf-httpapi-idempotency-key-header). The answers are kept for a day, sealed with what only their sender has:
 * there are personal data in them, and new keys. Behind everything that refuses for other reasons: what was refused there
 * may be sent again.
 */
export function idempotency(deps: SessionDeps & { log: Log }): RequestHandler {
  const { pool, clock, log } = deps;
  let forgottenAt = Number.NEGATIVE_INFINITY;

  return async (req, res, next) => {
    const key = req.get('idempotency-key');
    const principal = whoAsks(res);
    if (key === undefined || req.method !== 'POST' || principal === null || isOfSession(res)) return next();
    if (!/^[\x20-\x7e]{1,200}$/.test(key)) {
      throw new Refused(badField('Idempotency-Key', 'must be 1 to 200 signs of ASCII, such as a UUID'));
    }
    const secret = secretOf(deps, req, key);
    const request = createHmac('sha256', secret)
      .update(`${req.method} ${req.originalUrl}\n`)
      .update(await bodyOf(req))
      .digest();
    const named: Named = { principal, key };
    const begun = await begin(pool, named, request, clock.now());
    switch (begun.kind) {
      case 'new':
        keepWhatIsSent(res, { db: pool, named, secret, log });
        await forgetSometimes();
        return next();
      case 'answered': {
        const { status, contentType, body } = begun.answer;
        res.status(status).set('Idempotent-Replayed', 'true');
        if (contentType !== null) res.set('Content-Type', contentType);
        res.end(unseal(secret, body));
        return;
      }
      case 'running':
        res.set('Retry-After', '1');
        throw new Refused(idempotencyConflict());
      case 'other':
        throw new Refused(idempotencyMismatch());
      default:
        return begun satisfies never;
    }
  };

  async function forgetSometimes(): Promise<void> {
    const now = clock.now();
    if (now - forgottenAt < FORGET_EVERY_MS) return;
    forgottenAt = now;
    await forgetOld(pool, now);
  }
}

/** Signing in has secrets of its own, and ends with a cookie, which is not to be had twice. */
function isOfSession(res: Response): boolean {
  return / \/session(\/|$)/.test(res.locals.operation);
}

/**
 * The whole of it, which stays to be read by the route. It is put back before the stream has told that it has ended,
 * which is why its length has to be known.
 */
async function bodyOf(req: Request): Promise<Buffer> {
  if (req.get('transfer-encoding') !== undefined) {
    throw new Refused(
      badRequest(411, 'With an Idempotency-Key the length of the body must be said, in Content-Length.'),
    );
  }
  const length = Number(req.get('content-length') ?? 0);
  if (length > MAX_REQUEST_BYTES) throw new Refused(tooLarge('The body is larger than is taken in one request.'));
  if (length === 0) return Buffer.alloc(0);
  const chunks: Buffer[] = [];
  let had = 0;
  return new Promise((resolve, reject) => {
    const readable = () => {
      for (let chunk: Buffer | null = req.read(); chunk !== null; chunk = req.read()) {
        chunks.push(chunk);
        had += chunk.length;
        if (had < length) continue;
        forget();
        const body = Buffer.concat(chunks);
        req.unshift(body);
        return resolve(body);
      }
    };
    const broken = () => {
      forget();
      reject(new Refused(badRequest(400, 'The body ended before it was complete.')));
    };
    const forget = () => {
      req.off('readable', readable).off('close', broken).off('end', broken);
    };
    req.on('readable', readable).on('close', broken).on('end', broken);
  });
}

type Keeping = { db: Db; named: Named; secret: Buffer; log: Log };

/** The answer goes out when it is kept: whoever has got it, and lost it, gets the same again. */
function keepWhatIsSent(res: Response, { db, named, secret, log }: Keeping): void {
  const end = res.end.bind(res) as (chunk?: Buffer) => Response;
  let isEnded = false;
  const settle = async (body: Buffer) => {
    // Whatever was our fault may go better the next time.
    if (res.statusCode >= 500 || body.length > MAX_ANSWER_BYTES) return giveUp(db, named);
    const contentType = res.get('content-type') ?? null;
    await keepAnswer(db, named, { status: res.statusCode, contentType, body: seal(secret, body) });
  };
  res.end = ((chunk?: unknown, encoding?: unknown) => {
    if (isEnded) return res;
    isEnded = true;
    const body = bytesOf(chunk, encoding);
    settle(body)
      .catch(error => log.warn({ err: (error as Error).message }, 'an answer could not be kept for an Idempotency-Key'))
      .finally(() => (body.length === 0 ? end() : end(body)));
    return res;
  }) as typeof res.end;
}

function bytesOf(chunk: unknown, encoding: unknown): Buffer {
  if (Buffer.isBuffer(chunk)) return chunk;
  if (typeof chunk !== 'string') return Buffer.alloc(0);
  return Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8');
}

/** Of the key or the session that is not kept here, so that nobody who reads the table can read an answer. */
function secretOf(deps: SessionDeps, req: Request, key: string): Buffer {
  const credential = req.get('authorization') ?? tokenIn(deps, req) ?? '';
  return createHmac('sha256', credential).update(`idempotency ${key}`).digest();
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

function seal(secret: Buffer, plain: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', secret, nonce);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function unseal(secret: Buffer, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', secret, sealed.subarray(0, NONCE_BYTES));
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
}
