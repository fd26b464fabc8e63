import type { Button } from '../channel.ts';
import type { Brand } from '../settings.ts';
import type { Frame } from '../template.ts';
import type { FrameWords } from './declaration.ts';
import { safeUrl } from './link.ts';
import { canonicalLocale, localeChain } from './locale-chain.ts';
import type { Subject } from './samples.ts';
import type { MailWords } from './words.ts';

/** An e-mail before it is HTML or text: its own words, and what stands around them. */
export type Mail = MailWords & {
  locale: string;
  brand: Pick<Brand, 'name' | 'color'> & { logoUrl: string | null };
  contact: { sentence: string; email: string | null; phone: Button | null; site: Button | null } | null;
  telegram: Button | null;
  unsubscribe: Button | null;
  imprint: readonly string[];
};

/** Whom they are for knows how to reach each other. */
export const FOR_STAFF: ReadonlySet<Subject> = new Set<Subject>([
  'incident',
  'incidentResolved',
  'incidentTaken',
  'digest',
]);

type Around = { around: FrameWords; frame: Frame; locale: string; about: Subject };

export function composeMail(words: MailWords, { around, frame, locale, about }: Around): Mail {
  const { brand, unsubscribeUrl, telegramUrl = null } = frame;
  return {
    ...words,
    locale,
    brand: { name: brand.name, color: brand.color, logoUrl: brand.logoUrl && safeUrl(brand.logoUrl) },
    // Whoever is called to an incident is the one to reach.
    contact: FOR_STAFF.has(about) ? null : contactOf(brand, around),
    telegram: buttonTo(around.telegram, telegramUrl),
    unsubscribe: buttonTo(around.unsubscribe, unsubscribeUrl),
    imprint: imprintOf(brand, locale),
  };
}

function contactOf({ contact: { email, phone, url } }: Brand, { contact, site }: FrameWords): Mail['contact'] {
  if (email === null && phone === null && url === null) return null;
  const call = phone === null ? null : `tel:${phone.replace(/[^+\d]/g, '')}`;
  return { sentence: contact, email, phone: buttonTo(phone ?? '', call), site: buttonTo(site, url) };
}

function buttonTo(label: string, url: string | null): Button | null {
  const leadsTo = url === null ? null : safeUrl(url);
  return leadsTo === null ? null : { label, url: leadsTo };
}

/** What the law wants is there in some language, rather than not at all. */
function imprintOf({ imprint }: Brand, locale: string): readonly string[] {
  const known = Object.keys(imprint);
  const chain = localeChain(locale, { fallbacks: {}, locale: 'en' });
  const found = chain.map(one => known.find(name => canonicalLocale(name) === one)).find(name => name !== undefined);
  const text = imprint[found ?? known[0] ?? ''] ?? '';
  return text.split('\n').filter(line => line.trim() !== '');
}
