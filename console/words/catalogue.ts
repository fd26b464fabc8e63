import type { english } from './english.ts';

/** The languages of the console's readers. */
export const LANGUAGES = ['en', 'ru'] as const;
export type Language = (typeof LANGUAGES)[number];

export type MessageKey = keyof typeof english;
/** A sentence for every key of another language's file: one that is missing is no program. */
export type InOtherWords<Words> = { readonly [Key in keyof Words]: string };

const loading = new Map<Language, Promise<Record<MessageKey, string>>>();

/** All sentences of a language; each language is a file of its own, which its readers load only. */
export function wordsOf(language: Language): Promise<Record<MessageKey, string>> {
  let words = loading.get(language);
  if (words === undefined) {
    words =
      language === 'ru'
        ? import('./russian.ts').then(({ russian }) => russian)
        : import('./english.ts').then(({ english }) => english);
    loading.set(language, words);
  }
  return words;
}

export function isLanguage(text: string | null | undefined): text is Language {
  return LANGUAGES.some(language => language === text);
}
