import { z } from 'zod';
import { mustBe } from '../tracker/calendar-section.ts';
import { email, locale, text } from './written.ts';

/** One of the `partners` under `notifications`. */

const A_SECRET = /^whsec_[A-Za-z0-9+/]+={0,2}$/;
// What Standard Webhooks asks for: "between 24 bytes (192 bits) and 64 bytes (512 bits)".
const SECRET_BYTES = { least: 24, most: 64 };

export const SECRET_FORM =
  'whsec_ and 24 to 64 bytes as base64, such as `echo whsec_$(openssl rand -base64 32)` makes it';

export function isSecret(written: string): boolean {
  const bytes = Buffer.from(written.slice('whsec_'.length), 'base64').length;
  return A_SECRET.test(written) && bytes >= SECRET_BYTES.least && bytes <= SECRET_BYTES.most;
}

/** Plain HTTP on this machine only: for whoever tries it out. */
export function isEndpoint(written: string): boolean {
  const url = URL.parse(written);
  if (url === null) return false;
  const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback);
}

function hasNoPassword(written: string): boolean {
  const url = URL.parse(written);
  return url === null || (url.username === '' && url.password === '');
}

const webhook = z
  .strictObject({
    url: z
      .string()
      // A password in it would be shown with everything else that is wrong with it, so that is told first.
      .refine(hasNoPassword, {
        error: () => '`url` (not shown) has a password in it; the signature says who it is from, so leave it out.',
        abort: true,
      })
      .refine(
        isEndpoint,
        mustBe('an address with https (plain http only for localhost), such as https://acme.example/orders'),
      )
      .meta({ description: 'Where it is posted to.', examples: ['https://acme.example/orders'] }),
    secret: z
      .string()
      .refine(isSecret, {
        // The value is a secret: it stands in no sentence.
        error: () => `\`secret\` (not shown, it is one) must be ${SECRET_FORM}.`,
      })
      .exactOptional()
      .meta({
        description: 'Under which it is signed, as Standard Webhooks has it. Or `secretFile`.',
        examples: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
      }),
    secretFile: text()
      .exactOptional()
      .meta({
        description: 'A file that holds the secret, its path relative to this one. It is read with the configuration.',
        examples: ['/run/secrets/acme'],
      }),
  })
  .meta({
    description: 'Told of every change of their orders: a signed POST, by Standard Webhooks.',
    examples: [{ url: 'https://acme.example/orders', secretFile: '/run/secrets/acme' }],
  });

export const partner = z
  .strictObject({
    locale: locale()
      .exactOptional()
      .meta({ description: 'Language of their messages; if left out, `locale` of all.', examples: ['ru'] }),
    email: email()
      .exactOptional()
      .meta({
        description: 'Where their notices go, beside Telegram chats that they link.',
        examples: ['orders@acme.example'],
      }),
    webhook: webhook.exactOptional(),
  })
  .meta({ description: 'What a partner gets.' });
