import { resolve } from 'node:path';
import { nominalMs, parseDuration } from '../tracker/iso-duration.ts';
import type { Country } from './address.ts';
import { BUNDLED_NOTICES, USUAL } from './bundled-notices.ts';
import { readSecret } from './partner-secret.ts';
import { LOUD_CHANNELS } from './quiet-hours.ts';
import type { NotificationsDeclaration } from './section-schema.ts';
import type { Brand, NoticeSettings, NotifierSettings, PartnerSettings } from './settings.ts';

type Declared = NonNullable<NotificationsDeclaration>;

/** Of whom nothing is declared, as far as it can be said. */
const BY_DEFAULT = {
  settle: 'PT1M',
  bodyRetention: 'P90D',
  quietHours: { from: '20:00', to: '08:00' },
  recipient: { messages: 10, within: 'P1D' },
  // Telegram asks for 30 a second at most, Slack for one.
  perSecond: { telegram: 25, slack: 1 },
  brand: { name: 'Orderwatch', color: '#1f4e79' },
} as const;

/**
 * Of a section without mistakes, or of a document without one. `folder`: from which files are meant, that of the
 * document. Throws when a file with a secret can't be read any more.
 */
export function compileNotifications(
  declared: NotificationsDeclaration | undefined = {},
  folder: string = process.cwd(),
): NotifierSettings {
  const { mode = 'live', from = null, replyTo = null, fallbacks = {} } = declared;
  const { locale, zone } = localeAndZone(declared);
  const { country = null } = declared;
  const { notices = {}, limits = {}, allowList = null, orderUrl = null, carriers = {}, partners = {} } = declared;
  const recipient = limits.recipient ?? BY_DEFAULT.recipient;
  return {
    mode,
    settleMs: ms(declared.settle ?? BY_DEFAULT.settle),
    brand: compileBrand(declared.brand),
    from,
    replyTo,
    locale,
    zone,
    // The schema lets no other through.
    country: country as Country | null,
    fallbacks,
    notices: { ...BUNDLED_NOTICES, ...mapped(notices, compileNotice) },
    quietHours: compileQuietHours(declared.quietHours),
    limits: {
      recipient: { messages: recipient.messages, withinMs: ms(recipient.within) },
      perSecond: limits.perSecond ?? BY_DEFAULT.perSecond,
    },
    allowList,
    bodyRetentionMs: ms(declared.bodyRetention ?? BY_DEFAULT.bodyRetention),
    orderUrl,
    carriers,
    partners: mapped(partners, partner => compilePartner(partner, locale, folder)),
    templates: declared.templates === undefined ? null : resolve(folder, declared.templates),
  };
}

/** Of people of whom nothing else is declared. */
export function localeAndZone({
  locale = 'en',
  zone = 'UTC',
}: NotificationsDeclaration = {}): Pick<NotifierSettings, 'locale' | 'zone'> {
  return { locale, zone };
}

function compileBrand(declared: NonNullable<Declared['brand']> = {}): Brand {
  const { name, color, logoUrl = null, contact = {}, imprint = {} } = declared;
  const { email = null, phone = null, url = null } = contact;
  return {
    name: name ?? BY_DEFAULT.brand.name,
    color: color ?? BY_DEFAULT.brand.color,
    logoUrl,
    contact: { email, phone, url },
    imprint,
  };
}

function compileNotice(
  { template, channels, expiresAfter, urgent, reminder }: NonNullable<Declared['notices']>[string],
  id: string,
): NoticeSettings {
  const bundled = Object.hasOwn(BUNDLED_NOTICES, id) ? BUNDLED_NOTICES[id] : undefined;
  return {
    ...(bundled ?? { ...USUAL, template: id }),
    ...(template !== undefined && { template }),
    ...(channels !== undefined && { channels }),
    ...(expiresAfter !== undefined && { expiresAfterMs: ms(expiresAfter) }),
    ...(urgent !== undefined && { urgent }),
    ...(reminder !== undefined && { reminder: compileReminder(reminder) }),
  };
}

function compileReminder(
  declared: NonNullable<NonNullable<Declared['notices']>[string]['reminder']>,
): NoticeSettings['reminder'] {
  return declared === 'none' ? null : { notice: declared.notice, afterMs: ms(declared.after) };
}

function compileQuietHours(declared: Declared['quietHours']): NotifierSettings['quietHours'] {
  if (declared === 'none') return null;
  const { from, to } = declared ?? BY_DEFAULT.quietHours;
  return { from, to, channels: declared?.channels ?? LOUD_CHANNELS };
}

function compilePartner(
  declared: NonNullable<Declared['partners']>[string],
  ofAll: string,
  folder: string,
): PartnerSettings {
  const { locale = ofAll, email = null, webhook } = declared;
  return {
    locale,
    webhook: webhook === undefined ? null : { url: webhook.url, secret: secretOf(webhook, folder) },
    email,
  };
}

function secretOf({ secret, secretFile }: { secret?: string; secretFile?: string }, folder: string): string {
  if (secret !== undefined) return secret;
  const read = readSecret(folder, secretFile ?? '');
  if (read.ok) return read.secret;
  throw new Error(read.sentence);
}

function mapped<From, To>(
  all: Readonly<Record<string, From>>,
  compile: (one: From, name: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(all).map(([name, one]) => [name, compile(one, name)]));
}

function ms(duration: string): number {
  return nominalMs(parseDuration(duration));
}
