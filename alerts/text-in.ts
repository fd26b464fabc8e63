import type { LocalizedText } from '../tracker/lifecycle.ts';

/** What rules say is there in two languages; who reads neither reads English. */
export function textIn(locale: string, { en, ru }: LocalizedText): string {
  return new Intl.Locale(locale).language === 'ru' ? ru : en;
}
