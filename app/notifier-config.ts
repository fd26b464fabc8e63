import { createPublicKey } from 'node:crypto';
import { normalAddress } from '../notifier/address.ts';
import type { NotifierAccess, TwilioAccess } from '../notifier/settings.ts';
import { keyBytes } from './key-bytes.ts';
import { baseUrl, type Reader, secret, secretUrl, shaped, WEB } from './setting.ts';

/**
 * What the environment gives to the notifier. Null: `publicUrl` follows from where the API listens, and the signing key
 * is made at the first start and kept in the home folder.
 */
export type NotifierConfig = Omit<NotifierAccess, 'publicUrl' | 'signingKey'> & {
  publicUrl: string | null;
  signingKey: Buffer | null;
};

const SIGNING_KEY_BYTES = 32;

export function notifierConfig(reader: Reader): NotifierConfig {
  return {
    smtpUrl: secretUrl(reader, 'SMTP_URL', ['smtp:', 'smtps:'], 'smtp://user:password@mail.example:587'),
    twilio: twilio(reader),
    sendgrid: { apiKey: secret(reader, 'SENDGRID_API_KEY') ?? null, webhookKey: webhookKey(reader) },
    telegram: telegram(reader),
    slackWebhookUrl: secretUrl(reader, 'SLACK_WEBHOOK_URL', WEB, 'https://hooks.slack.com/services/T000/B000/XXXX'),
    slackSigningSecret:
      shaped(
        reader,
        'SLACK_SIGNING_SECRET',
        /^[0-9a-f]{32}$/i,
        '32 hexadecimal digits, as Slack shows it under Basic Information',
      ) ?? null,
    publicUrl: baseUrl(reader, 'PUBLIC_URL', 'https://orders.example'),
    signingKey: signingKey(reader),
  };
}

/** All of it or nothing: a part of it would be an SMS that never goes out. */
function twilio(reader: Reader): TwilioAccess | null {
  const accountSid = shaped(reader, 'TWILIO_ACCOUNT_SID', /^AC[0-9a-f]{32}$/i, 'AC and 32 hexadecimal digits');
  const authToken = secret(reader, 'TWILIO_AUTH_TOKEN');
  const from = sender(reader);
  const messagingServiceSid = shaped(
    reader,
    'TWILIO_MESSAGING_SERVICE_SID',
    /^MG[0-9a-f]{32}$/i,
    'MG and 32 hexadecimal digits',
  );
  const apiUrl = baseUrl(reader, 'TWILIO_API_URL', 'https://api.twilio.com');
  if ([accountSid, authToken, from, messagingServiceSid, apiUrl ?? undefined].every(part => part === undefined)) {
    return null;
  }
  const missing = [
    ...(accountSid === undefined ? ['TWILIO_ACCOUNT_SID'] : []),
    ...(authToken === undefined ? ['TWILIO_AUTH_TOKEN'] : []),
    ...(from === undefined && messagingServiceSid === undefined ? ['TWILIO_FROM or TWILIO_MESSAGING_SERVICE_SID'] : []),
  ];
  if (accountSid === undefined || authToken === undefined || missing.length > 0) {
    reader.problems.push(`Twilio is set up in part only: ${missing.join(' and ')} must be set, too.`);
    return null;
  }
  return { accountSid, authToken, from: from ?? null, messagingServiceSid: messagingServiceSid ?? null, apiUrl };
}

function sender(reader: Reader): string | undefined {
  const from = secret(reader, 'TWILIO_FROM');
  if (from === undefined) return undefined;
  // A name that phones show: https://www.twilio.com/docs/glossary/what-alphanumeric-sender-id
  const isName = /^(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}$/.test(from);
  const isShortCode = /^\d{3,8}$/.test(from);
  if (isName || isShortCode) return from;
  const number = normalAddress('sms', from);
  if (number === null) {
    reader.problems.push(
      `TWILIO_FROM is "${from}"; it must be a number with its country such as +15005550006, a short code, or a name of ` +
        'at most 11 letters and digits.',
    );
  }
  return number ?? from;
}

function telegram(reader: Reader): NotifierAccess['telegram'] {
  const apiUrl = baseUrl(reader, 'TELEGRAM_API_URL', 'https://api.telegram.org');
  const botToken = shaped(
    reader,
    'TELEGRAM_BOT_TOKEN',
    /^\d+:[A-Za-z0-9_-]{20,}$/,
    'digits, a colon, and 20 signs or more, as @BotFather gives it',
  );
  return botToken === undefined ? null : { botToken, apiUrl: apiUrl ?? 'https://api.telegram.org' };
}

/** The key with which SendGrid signs, as its page shows it: an elliptic-curve public key, DER in base64. */
function webhookKey(reader: Reader): string | null {
  const key = secret(reader, 'SENDGRID_WEBHOOK_KEY');
  if (key === undefined) return null;
  try {
    const { asymmetricKeyType } = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });
    if (asymmetricKeyType === 'ec') return key;
  } catch {
    // Told below, like a key of another kind.
  }
  reader.problems.push(
    'SENDGRID_WEBHOOK_KEY (not shown) is no public key; it must be the verification key that SendGrid shows beside ' +
      'its event webhook, in base64.',
  );
  return null;
}

function signingKey(reader: Reader): Buffer | null {
  const text = secret(reader, 'ORDERWATCH_SIGNING_KEY');
  if (text === undefined) return null;
  const key = keyBytes(text);
  if (key !== null && key.length >= SIGNING_KEY_BYTES) return key;
  reader.problems.push(
    `ORDERWATCH_SIGNING_KEY (not shown, it is a secret) has ${text.length} characters; it must be ` +
      `${SIGNING_KEY_BYTES} bytes or more as base64 or hexadecimal digits, such as \`openssl rand -base64 32\` makes them.`,
  );
  return null;
}
