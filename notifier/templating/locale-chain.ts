/** Where to look for words when there are none in a locale: NotifierSettings has both. */
export type LocaleChoice = { fallbacks: Readonly<Record<string, string>>; locale: string };

/**
 * The locales to look in, best first: those that somebody who reads the one that is asked for can read, then the locale
 * of the house, then English.
 */
export function localeChain(asked: string, { fallbacks, locale }: LocaleChoice): string[] {
  return [...new Set([...readableIn(asked, fallbacks), ...readableIn(locale, fallbacks), 'en'])];
}

/** The locale, its language, and what `fallbacks` says to take instead of them. */
export function readableIn(asked: string, fallbacks: LocaleChoice['fallbacks']): string[] {
  const instead = new Map(Object.entries(fallbacks).map(([from, to]) => [canonicalLocale(from) ?? from, to]));
  const found = new Set(parentsOf(asked));
  // What is added is walked, too, and nothing is added twice: fallbacks that go round in a circle end.
  for (const one of found) for (const other of parentsOf(instead.get(one) ?? '')) found.add(other);
  return [...found];
}

/** `ru-RU` for `ru_ru`; null for what is no locale. Events say it in any form. */
export function canonicalLocale(text: string): string | null {
  try {
    return Intl.getCanonicalLocales(text.trim().replaceAll('_', '-'))[0] ?? null;
  } catch {
    return null;
  }
}

export function languageOf(locale: string): string {
  return locale.split('-')[0]!;
}

/** `zh-Hant-TW`, `zh-Hant`, `zh`. What is no locale when it is cut there is left out, as `de-u` of `de-u-co`. */
function parentsOf(text: string): string[] {
  const locale = canonicalLocale(text);
  if (locale === null) return [];
  const parts = locale.split('-');
  return parts
    .map((_, index) => parts.slice(0, parts.length - index).join('-'))
    .filter(one => canonicalLocale(one) === one);
}
