import type { Button } from '../channel.ts';
import type { CompiledTemplate, PlacedLink, PlacedPhrase } from './compiled-template.ts';
import type { Formats } from './formats.ts';
import { safeUrl } from './link.ts';
import { fill, type Scope } from './liquid.ts';

/** What a template says in a chat or a mail, filled and plain; each channel escapes for itself. */
export type Words = {
  title: string;
  paragraphs: readonly string[];
  /** `isPress`: where a chat can be answered by a press of it, that does it at once. */
  links: readonly (Button & { isPress: boolean })[];
};

/** What only a mail says beside that. */
export type MailWords = Words & { subject: string; preview: string; after: readonly string[]; reason: string };

/** Throws when a variable is missing. */
export function fillWords(template: CompiledTemplate, scope: Scope, formats: Formats): Words {
  const text = (phrase: PlacedPhrase) => fill(phrase, scope, formats);
  return {
    title: inOneLine(text(template.title)),
    paragraphs: template.paragraphs.map(text).filter(paragraph => paragraph !== ''),
    links: template.links.flatMap(link => fillLink(link, text)),
  };
}

export function fillMailWords(template: CompiledTemplate, scope: Scope, formats: Formats): MailWords {
  const text = (phrase: PlacedPhrase) => fill(phrase, scope, formats);
  return {
    ...fillWords(template, scope, formats),
    subject: inOneLine(text(template.subject)),
    preview: inOneLine(text(template.preview)),
    after: template.after.map(text).filter(paragraph => paragraph !== ''),
    reason: inOneLine(text(template.reason)),
  };
}

/** Nothing where there is nothing to lead to, or to no place that a message may lead to. */
function fillLink({ label, url, press }: PlacedLink, text: (phrase: PlacedPhrase) => string): Words['links'] {
  const leadsTo = safeUrl(text(url));
  return leadsTo === null ? [] : [{ label: inOneLine(text(label)), url: leadsTo, isPress: press }];
}

function inOneLine(text: string): string {
  return text.replaceAll('\n', ' ');
}
