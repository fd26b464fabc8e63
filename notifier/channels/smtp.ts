import { createHash } from 'node:crypto';
import nodemailer, { type NodemailerError, type SendMailOptions } from 'nodemailer';
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
  const rateOf = () => settings().limits.perSecond.email ?? 0;
  let rate = rateOf();
  let pool = openPool(server.url, rate);
  return {
    name: 'email',
    provider: server.provider,
    // As many as there are connections: one more would only wait inside the pool.
    concurrency: CONNECTIONS,
    whenUnknown: 'sendAgain',
    send: async (message, signal) => {
      const mail = mailOf(message, { settings: settings(), provider: server.provider });
      if (mail === null) return NO_SENDER;
      if (rate !== rateOf()) {
        // What the old one still has it sends to the end.
        pool.close();
        rate = rateOf();
        pool = openPool(server.url, rate);
      }
      return pool.send(mail, AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]));
    },
    stop: async () => pool.close(),
  };
}

const NO_SENDER: Handed = {
  kind: 'transient',
  reason: 'bad_sender',
  said: 'No sender of e-mail is declared',
  retryAfterMs: null,
};

function openPool(url: string, rate: number) {
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
    mail.message.processFunc(mime => mime.once('end', () => left.add(mail.data.messageId)));
    done();
  });
  return {
    send: async (mail: SendMailOptions, signal: AbortSignal): Promise<Handed> => {
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
