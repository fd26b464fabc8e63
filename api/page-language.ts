import type { LocalizedText } from '../tracker/lifecycle.ts';

/** Those that pages for people have words in. */
export type Language = keyof LocalizedText;

/** Of the languages that somebody reads, the best first, the one that there are words in; by way of the fallbacks. */
export function languageOf(
  locales: readonly (string | null | undefined)[],
  fallbacks: Readonly<Record<string, string>>,
): Language {
  for (const locale of locales) {
    let next: string | undefined = locale ?? undefined;
    // The configuration refuses a circle; a language that leads nowhere ends at once.
    while (next !== undefined) {
      const language: string = next.split(/[-_]/)[0]!.toLowerCase();
      if (language === 'en' || language === 'ru') return language;
      next = own(fallbacks, next) ?? (language === next ? undefined : own(fallbacks, language));
    }
  }
  return 'en';
}

function own(map: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(map, name) ? map[name] : undefined;
}
