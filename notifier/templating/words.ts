import type { Button, PressName } from '../channel.ts';
import type { CompiledTemplate, PlacedLink, PlacedPhrase, PlacedTable } from './compiled-template.ts';
import type { Formats } from './formats.ts';
import { safeUrl } from './link.ts';
import { fill, type Scope } from './liquid.ts';

/** What a template says in a chat or a mail, filled and plain; each channel escapes for itself. */
export type Words = {
  title: string;
  paragraphs: readonly string[];
  /** `isPress`: where a chat can be answered by a press of it, that does it at once. */
  links: readonly (Button & { isPress: boolean })[];
  /** What can be answered by a press, and nowhere else. */
  presses: readonly { label: string; press: PressName }[];
};

/** What only a mail says beside that. */
export type MailWords = Words & {
  subject: string;
  preview: string;
  tables: readonly FilledTable[];
  after: readonly string[];
  reason: string;
};

export type FilledTable = { title: string; columns: readonly Column[]; rows: readonly (readonly Cell[])[] };
type Column = { label: string; isNumber: boolean };
/** With the label of its column, for where that stands beside it. */
export type Cell = Column & { text: string };

/** Throws when a variable is missing. */
export function fillWords(template: CompiledTemplate, scope: Scope, formats: Formats): Words {
  const text = (phrase: PlacedPhrase) => fill(phrase, scope, formats);
  return {
    title: inOneLine(text(template.title)),
    paragraphs: template.paragraphs.map(text).filter(paragraph => paragraph !== ''),
    links: template.links.flatMap(link => fillLink(link, text)),
    presses: template.presses
      .map(({ label, press }) => ({ label: inOneLine(text(label)), press }))
      .filter(({ label }) => label !== ''),
  };
}

export function fillMailWords(template: CompiledTemplate, scope: Scope, formats: Formats): MailWords {
  const text = (phrase: PlacedPhrase) => fill(phrase, scope, formats);
  return {
    ...fillWords(template, scope, formats),
    subject: inOneLine(text(template.subject)),
    preview: inOneLine(text(template.preview)),
    tables: template.tables.flatMap(table => fillTable(table, scope, formats)),
    after: template.after.map(text).filter(paragraph => paragraph !== ''),
    reason: inOneLine(text(template.reason)),
  };
}

/** Without the columns in which nothing stands; nothing where there is no row. */
function fillTable({ title, each, columns }: PlacedTable, scope: Scope, formats: Formats): FilledTable[] {
  const rows = listAt(scope, each);
  const filled = columns
    .map(({ label, text, isNumber }) => ({
      head: { label: inOneLine(fill(label, scope, formats)), isNumber },
      texts: rows.map(row => inOneLine(fill(text, { ...scope, row }, formats))),
    }))
    .filter(({ texts }) => texts.some(text => text !== ''));
  if (filled.length === 0) return [];
  return [
    {
      title: inOneLine(fill(title, scope, formats)),
      columns: filled.map(({ head }) => head),
      rows: rows.map((_, index) => filled.map(({ head, texts }) => ({ ...head, text: texts[index]! }))),
    },
  ];
}

/** Empty where there is no list. */
export function listAt(scope: Scope, path: readonly string[]): readonly unknown[] {
  const found = path.reduce<unknown>((here, name) => (here as Scope | undefined)?.[name], scope);
  return Array.isArray(found) ? found : [];
}

/** Nothing where there is nothing to lead to, or to no place that a message may lead to. */
function fillLink({ label, url, press }: PlacedLink, text: (phrase: PlacedPhrase) => string): Words['links'] {
  const leadsTo = safeUrl(text(url));
  return leadsTo === null ? [] : [{ label: inOneLine(text(label)), url: leadsTo, isPress: press }];
}

function inOneLine(text: string): string {
  return text.replaceAll('\n', ' ');
}
