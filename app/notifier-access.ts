import type { NotifierAccess } from '../notifier/settings.ts';
import type { Config } from './config.ts';
import { EXIT, Failure } from './exit.ts';

type Around = {
  signingKey: Buffer | null;
  /** Of the API in this process; empty where there is none. */
  httpUrl: string;
  /** Sender of e-mail, as the configuration has it. */
  from: string | null;
  say: (text: string) => void;
};

/**
 * With what messages go out, and what their links lead to; says what a person at the terminal should know of it. Throws
 * Failure when there is nothing to sign links with.
 */
export function notifierAccess({ notifier, port }: Config, { signingKey, httpUrl, from, say }: Around): NotifierAccess {
  if (signingKey === null) {
    throw new Failure(
      'ORDERWATCH_SIGNING_KEY is not set: messages bear links that are signed with it. Give all processes the same, ' +
        'such as `openssl rand -base64 32` makes.',
      EXIT.usage,
    );
  }
  const { publicUrl, smtpUrl, sendgrid, twilio, telegram } = notifier;
  if (publicUrl === null && (smtpUrl !== null || sendgrid.apiKey !== null || twilio || telegram)) {
    say(
      'PUBLIC_URL is not set: links in messages lead to this machine, where customers cannot follow them, and providers ' +
        'cannot tell what became of a message.',
    );
  }
  if ((smtpUrl ?? sendgrid.apiKey) !== null && from === null) {
    say('No e-mail goes out: the configuration names no sender (`from` under `notifications`).');
  }
  return { ...notifier, signingKey, publicUrl: publicUrl ?? (httpUrl || `http://127.0.0.1:${port}`) };
}
