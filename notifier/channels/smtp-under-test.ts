import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

/**
 * Where something may go wrong. `data`: the mail is read, and not kept; `taken`: it is kept, and its sender not yet told.
 */
export const STAGES = ['connect', 'login', 'sender', 'recipient', 'data', 'taken'] as const;
export type Stage = (typeof STAGES)[number];

/** What the sink does instead of going on: says this; or says nothing and holds the connection; or ends it. */
export type Hindrance = { code: number; words: string } | 'stall' | 'drop';

/** Asked at every stage; null lets it go on. */
export type Hinder = (stage: Stage, mail: { recipient: string | null }) => Hindrance | null;

export type SunkMail = {
  from: string;
  to: readonly string[];
  /** As it came over the wire; postal-mime reads it. */
  raw: Buffer;
  /** What MAIL FROM said besides: BODY, SMTPUTF8. */
  options: Readonly<Record<string, unknown>>;
};

export type SmtpSink = {
  /** For SMTP_URL. */
  url: string;
  /** All it took, in the order in which it did. */
  mails: SunkMail[];
  hinder(how: Hinder): void;
  /** Resolves when a session next comes to this stage. */
  reached(stage: Stage): Promise<void>;
  /** How many there have been. */
  connections(): number;
  /** Ends all connections; nobody listens at `url` until it is started again. */
  stop(): Promise<void>;
  start(): Promise<void>;
};

/** A mail server that takes everything, in memory, at a port of its own. */
export async function startSmtpSink(): Promise<SmtpSink> {
  const mails: SunkMail[] = [];
  const waiting: { stage: Stage; resolve: () => void }[] = [];
  let hinder: Hinder = () => null;
  let connections = 0;
  let port = 0;
  let server: SMTPServer;

  function come(stage: Stage, session: SMTPServerSession, goOn: (refusal?: Error) => void): void {
    const { rcptTo } = session.envelope;
    const hindrance = hinder(stage, { recipient: rcptTo.at(-1)?.address ?? null });
    for (const { resolve } of waiting.filter(each => each.stage === stage)) resolve();
    for (let i = waiting.length - 1; i >= 0; i--) if (waiting[i]!.stage === stage) waiting.splice(i, 1);
    if (hindrance === null) goOn();
    else if (hindrance === 'drop') socketOf(server, session)?.destroy();
    else if (hindrance !== 'stall') goOn(Object.assign(new Error(hindrance.words), { responseCode: hindrance.code }));
  }

  async function start(): Promise<void> {
    server = new SMTPServer({
      authOptional: true,
      allowInsecureAuth: true,
      disabledCommands: ['STARTTLS'],
      disableReverseLookup: true,
      // What the server says of itself would stand before the words of a test.
      hideENHANCEDSTATUSCODES: true,
      closeTimeout: 1,
      onConnect: (session, callback) => {
        connections += 1;
        come('connect', session, callback);
      },
      onAuth: ({ username }, session, callback) =>
        come('login', session, refusal => (refusal ? callback(refusal) : callback(null, { user: username }))),
      onMailFrom: (_address, session, callback) => come('sender', session, callback),
      onRcptTo: ({ address }, session, callback) =>
        come('recipient', { ...session, envelope: { ...session.envelope, rcptTo: [{ address, args: {} }] } }, callback),
      onData: async (stream, session, callback) => {
        const chunks: Buffer[] = [];
        try {
          for await (const chunk of stream) chunks.push(chunk);
        } catch {
          // The sender has gone away in the middle of it.
          return;
        }
        come('data', session, refusal => {
          if (refusal) return callback(refusal);
          mails.push(sunk(session, Buffer.concat(chunks)));
          come('taken', session, callback);
        });
      },
    });
    // Clients that break off are what tests are about.
    server.on('error', () => {});
    await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve));
    port = (server.server.address() as AddressInfo).port;
  }

  await start();
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    hinder: how => {
      hinder = how;
    },
    reached: stage => new Promise(resolve => waiting.push({ stage, resolve })),
    connections: () => connections,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        for (const { _socket: socket } of server.connections) socket.destroy();
      }),
    start,
  };
}

function sunk({ envelope: { mailFrom, rcptTo } }: SMTPServerSession, raw: Buffer): SunkMail {
  return {
    from: mailFrom ? mailFrom.address : '',
    to: rcptTo.map(({ address }) => address),
    raw,
    options: mailFrom ? { ...mailFrom.args } : {},
  };
}

function socketOf(server: SMTPServer, session: SMTPServerSession): { destroy(): void } | undefined {
  return [...server.connections].find(({ id }) => id === session.id)?._socket;
}
