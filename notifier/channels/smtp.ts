import { createHash } from 'node:crypto';
import { type Readable, Transform } from 'node:stream';
import { SpanKind } from '@opentelemetry/api';
import type { NodemailerError, SendMailOptions } from 'nodemailer';
import { deadline } from '../../platform/deadline.ts';
import { NETWORK_PROTOCOL_NAME, SERVER_ADDRESS, SERVER_PORT } from '../../platform/telemetry/semconv.ts';
import { failSpan, withChildSpan } from '../../platform/tracing.ts';
import type { Channel, Content, Handed, Outgoing } from '../channel.ts';
import type { MessageName } from '../message.ts';
import type { NotifierSettings } from '../settings.ts';
import { inShort } from './said.ts';
import { smtpVerdict } from './smtp-answers.ts';

const CONNECTIONS = 5;
/** For one mail in all: a server that trickles its answers is noticed by no other limit. */
const TIMEOUT_MS = 120_000;

export type SmtpServer = { provider: 'smtp' | 'sendgrid'; url: string };

/**
 * Mail over a pool of SMTP connections. A second mail with the same Message-ID is one that mail programs show once, so
 * what may have been handed over is sent again.
 */
export function openSmtp({ server, settings }: { server: SmtpServer; settings: () => NotifierSettings }): Channel {
  let open: { rate: number; pool: Promise<Pool> } | null = null;
  const poolOf = (rate: number): Promise<Pool> => {
    if (open?.rate !== rate) {
      // What is on its way over the one before goes to its end.
      open?.pool.then(before => before.close());
      open = { rate, pool: openPool(server.url, rate) };
    }
    return open.pool;
  };
  return {
    name: 'email',
    provider: server.provider,
    // As many as there are connections: one more would only wait inside the pool.
    concurrency: CONNECTIONS,
    whenUnknown: 'sendAgain',
    send: async (message, signal) => {
      const now = settings();
      const mail = mailOf(message, { settings: now, provider: server.provider });
      if (mail === null) return NO_SENDER;
      const pool = await poolOf(now.limits.perSecond.email ?? 0);
      const within = deadline(signal, TIMEOUT_MS);
      try {
        return await inSpan(server.url, () => pool.send(mail, within.signal));
      } finally {
        within.clear();
      }
    },
    stop: async () => (await open?.pool)?.close(),
  };
}

/** There is no convention for mail; of the URL only the server, since the rest is a password. */
function inSpan(url: string, send: () => Promise<Handed>): Promise<Handed> {
  return withChildSpan('SMTP send', { kind: SpanKind.CLIENT }, async span => {
    const { hostname, port, protocol } = new URL(url);
    span.setAttributes({
      [NETWORK_PROTOCOL_NAME]: 'smtp',
      [SERVER_ADDRESS]: hostname,
      [SERVER_PORT]: Number(port) || (protocol === 'smtps:' ? 465 : 587),
    });
    const handed = await send();
    if (handed.kind !== 'sent') failSpan(span, handed.kind === 'unknown' ? 'unknown' : handed.reason);
    return handed;
  });
}

const NO_SENDER: Handed = {
  kind: 'transient',
  reason: 'bad_sender',
  said: 'No sender of e-mail is declared',
  retryAfterMs: null,
};

type Pool = { send(mail: SendMailOptions, signal: AbortSignal): Promise<Handed>; close(): void };

async function openPool(url: string, rate: number): Promise<Pool> {
  // 5 MB, which a process that sends no mail need not have.
  const { default: nodemailer } = await import('nodemailer');
  const transporter = nodemailer.createTransport({
    pool: true,
    url,
    maxConnections: CONNECTIONS,
    ...(rate > 0 && { rateLimit: rate }),
    connectionTimeout: 10_000,
    greetingTimeout: 15_000,
    socketTimeout: 60_000,
    // A text that names a file or an address is a text.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  // Errors of connections that carry no mail; the next mail makes its own.
  transporter.on('error', () => {});
  const left = new Set<string | undefined>();
  transporter.use('stream', (mail, done) => {
    mail.message.processFunc(mime => inOnePiece(mime).once('end', () => left.add(mail.data.messageId)));
    done();
  });
  return {
    send: async (mail, signal) => {
      try {
        const { response, serverMessageId } = await transporter.sendMail({ ...mail, signal });
        return { kind: 'sent', providerId: serverMessageId ?? null, said: inShort(response) };
      } catch (error) {
        return smtpVerdict(error as NodemailerError, left.has(mail.messageId));
      } finally {
        left.delete(mail.messageId);
      }
    },
    close: () => transporter.close(),
  };
}

/**
 * Nodemailer makes a mail of ten pieces, each of which would be a packet and, where there is TLS, a record: a tenth of the
 * time that it takes to send one, and nearly half of what it takes to receive it.
 */
function inOnePiece(mime: Readable): Readable {
  const pieces: Buffer[] = [];
  const whole = new Transform({
    transform: (piece, _encoding, done) => {
      pieces.push(piece);
      done();
    },
    flush: done => done(null, Buffer.concat(pieces)),
  });
  mime.once('error', error => whole.destroy(error));
  return mime.pipe(whole);
}

/** By which a mail is known to bounces, and to programs that get it twice. */
export function mailIdOf({ id }: Pick<MessageName, 'id'>, domain: string): string {
  return `<${id}@${domain}>`;
}

/** Null: there is nobody in whose name it could be sent. */
function mailOf(
  message: Outgoing,
  { settings, provider }: { settings: NotifierSettings; provider: SmtpServer['provider'] },
): SendMailOptions | null {
  const { from, replyTo } = settings;
  if (from === null) return null;
  const domain = from.replace(/^.*@|>?\s*$/g, '');
  const { subject, text, html } = contentOf(message);
  // There is no mail of this id: it is what all mails about one order answer to, so that programs show them together.
  const thread = mailIdOf({ id: hashOf(message.about) }, domain);
  return {
    from,
    ...(replyTo !== null && { replyTo }),
    // As it is, and not read as a list of addresses.
    to: { name: '', address: message.address },
    subject,
    text,
    html,
    messageId: mailIdOf(message, domain),
    inReplyTo: thread,
    references: [thread],
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Entity-Ref-ID': message.id,
      ...(message.unsubscribeUrl !== null && {
        'List-Unsubscribe': `<${message.unsubscribeUrl}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }),
      ...(provider === 'sendgrid' && { 'X-SMTPAPI': sendgridHeader(message) }),
    },
  };
}

// With it SendGrid tells of each event whose it is. A header is ASCII, and is folded at blanks.
function sendgridHeader({ about, id }: MessageName) {
  const json = JSON.stringify({ unique_args: { about, message: id } })
    .replaceAll(/[^\x20-\x7e]/g, sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll('","', '", "');
  return { prepared: true, foldLines: true, value: json };
}

function hashOf(about: string): string {
  return createHash('sha256').update(about).digest('hex').slice(0, 32);
}

function contentOf({ content }: Outgoing): Extract<Content, { channel: 'email' }> {
  if (content.channel !== 'email') throw new Error(`A mail can't be made of ${content.channel}`);
  return content;
}
