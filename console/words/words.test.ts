import { createIntl, createIntlCache, type MessageFormatElement } from 'react-intl';
import { expect, test } from 'vitest';
import { english } from './english.ts';
import { russian } from './russian.ts';

/** The numbers by which the parser names its elements. */
const LITERAL = 0;
const SELECT = 5;
const PLURAL = 6;
const POUND = 7;
const TAG = 8;

function parsed(language: string, sentence: string): MessageFormatElement[] {
  const { formatters } = createIntl({ locale: language }, createIntlCache());
  return formatters.getMessageFormat(sentence, language).getAst();
}

/** The names of places and tags, with what is done at them; plural forms are the language's own affair. */
function places(elements: MessageFormatElement[]): string[] {
  return elements.flatMap(element => {
    const type: number = element.type;
    if (type === LITERAL || type === POUND) return [];
    const { value } = element as { value: string };
    if (type === PLURAL || type === SELECT) {
      const { options } = element as unknown as { options: Record<string, { value: MessageFormatElement[] }> };
      return [`${value}: ${type}`, ...Object.values(options).flatMap(option => places(option.value))];
    }
    if (type === TAG) return [`<${value}>`, ...places((element as { children: MessageFormatElement[] }).children)];
    return [`${value}: ${type}`];
  });
}

test('each sentence has the same places in both languages, and Russian counts as Russians do', () => {
  for (const [key, sentence] of Object.entries(english)) {
    const translated = russian[key as keyof typeof english];
    const here = new Set(places(parsed('en', sentence)));
    const there = new Set(places(parsed('ru', translated)));
    expect([...there].sort(), key).toEqual([...here].sort());
    if (/, plural,/.test(translated)) expect(translated, key).toMatch(/few \{[\s\S]*many \{/);
  }
});
