import type { Path } from '../../platform/mistake.ts';
import type { PressName } from '../channel.ts';
import type { TableDeclaration, TemplateDeclaration } from './declaration.ts';
import { type Phrase, parsePhrase, variablesOf } from './liquid.ts';
import type { Subject } from './samples.ts';
import type { TemplateMistake } from './template-source.ts';

/** A phrase that knows where it stands. */
/** `each`: it is filled once for each entry of this list, which is `row` in it. */
export type PlacedPhrase = Phrase & { path: Path; line: number; each?: readonly string[] };

/** `press`: where a chat can be answered by a press of it, that does it at once. */
export type PlacedLink = { label: PlacedPhrase; url: PlacedPhrase; press: boolean };

export type PlacedPress = { label: PlacedPhrase; press: PressName };

export type PlacedTable = {
  title: PlacedPhrase;
  each: readonly string[];
  columns: readonly { label: PlacedPhrase; text: PlacedPhrase; isNumber: boolean }[];
};

/** A template in one locale, ready to be filled. */
export type CompiledTemplate = {
  name: string;
  locale: string;
  file: string;
  about: Subject;
  subject: PlacedPhrase;
  preview: PlacedPhrase;
  title: PlacedPhrase;
  paragraphs: readonly PlacedPhrase[];
  tables: readonly PlacedTable[];
  /** The button is the first. */
  links: readonly PlacedLink[];
  presses: readonly PlacedPress[];
  after: readonly PlacedPhrase[];
  sms: PlacedPhrase | null;
  transliterate: boolean;
  telegram: PlacedPhrase | null;
  slack: PlacedPhrase | null;
  reason: PlacedPhrase;
  /** The variables that it asks for, by the first names of their paths. */
  asksFor: readonly string[];
};

type LinkDeclaration = { label: string; url: string; press?: boolean };

type Around = { name: string; locale: string; file: string; lineOf: (path: Path) => number };

/** Null with the mistakes where a phrase is no Liquid. */
export function compileTemplate(
  declared: TemplateDeclaration,
  { lineOf, ...around }: Around,
): { template: CompiledTemplate | null; mistakes: readonly TemplateMistake[] } {
  const mistakes: TemplateMistake[] = [];

  function phrase(text: string, path: Path): PlacedPhrase {
    const line = lineOf(path);
    try {
      return { ...parsePhrase(text), path, line };
    } catch (error) {
      mistakes.push({ file: around.file, line, sentence: liquidSentence(error) });
      return { parsed: [], fixed: '', path, line };
    }
  }
  const optional = (text: string | undefined, path: Path) => (text === undefined ? null : phrase(text, path));
  const list = (texts: readonly string[], key: string) => texts.map((text, index) => phrase(text, [key, index]));
  const link = ({ label, url, press = false }: LinkDeclaration, path: Path): PlacedLink => ({
    label: phrase(label, [...path, 'label']),
    url: phrase(url, [...path, 'url']),
    press,
  });

  const table = ({ title, each, columns }: TableDeclaration, index: number): PlacedTable => {
    const path = ['tables', index];
    const list = each.split('.');
    return {
      title: phrase(title, [...path, 'title']),
      each: list,
      columns: columns.map(({ label, text, number = false }, at) => ({
        label: phrase(label, [...path, 'columns', at, 'label']),
        text: { ...phrase(text, [...path, 'columns', at, 'text']), each: list },
        isNumber: number,
      })),
    };
  };

  const { about = 'order', button, links = [], presses = [], tables = [], transliterate = false } = declared;
  const template: CompiledTemplate = {
    ...around,
    about,
    subject: phrase(declared.subject, ['subject']),
    preview: phrase(declared.preview, ['preview']),
    title: phrase(declared.title, ['title']),
    paragraphs: list(declared.paragraphs, 'paragraphs'),
    tables: tables.map(table),
    links: [...(button ? [link(button, ['button'])] : []), ...links.map((one, index) => link(one, ['links', index]))],
    presses: presses.map(({ label, press }, at) => ({ label: phrase(label, ['presses', at, 'label']), press })),
    after: list(declared.after ?? [], 'after'),
    sms: optional(declared.sms, ['sms']),
    transliterate,
    telegram: optional(declared.telegram, ['telegram']),
    slack: optional(declared.slack, ['slack']),
    reason: phrase(declared.reason, ['reason']),
    asksFor: [],
  };
  const asked = phrasesOf(template).flatMap(one => [
    ...variablesOf(one).flatMap(([name]) => (one.each && name === 'row' ? [] : [String(name)])),
    ...(one.each ?? []).slice(0, 1),
  ]);
  const asksFor = [...new Set(asked)];
  return { template: mistakes.length === 0 ? { ...template, asksFor } : null, mistakes };
}

export function phrasesOf(template: CompiledTemplate): PlacedPhrase[] {
  const { subject, preview, title, paragraphs, tables, links, presses, after, sms, telegram, slack, reason } = template;
  const ofLinks = [...links.flatMap(({ label, url }) => [label, url]), ...presses.map(({ label }) => label)];
  const ofTables = tables.flatMap(({ title: above, columns }) => [
    above,
    ...columns.flatMap(({ label, text }) => [label, text]),
  ]);
  const optional = [sms, telegram, slack].filter(phrase => phrase !== null);
  return [subject, preview, title, ...paragraphs, ...ofTables, ...ofLinks, ...after, ...optional, reason];
}

/** What Liquid says, without its own idea of files and lines, which counts within the phrase. */
export function liquidSentence(error: unknown): string {
  const message = (error as Error).message.replace(/, (file:.*, )?line:\d+, col:\d+[\s\S]*$/, '');
  return `This can't be filled: ${message}.`;
}
