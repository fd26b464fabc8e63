import type { LocalizedText } from '../tracker/lifecycle.ts';
import type { Usual } from '../tracker/usual.ts';
import { lengthInWords } from './sentences.ts';

/** How long such stays usually are, beside this one of so many milliseconds: `usually 6 d (p90 11 d), this one 14 d`. */
export function usualInWords({ p50Ms, p90Ms }: Usual, ms: number): LocalizedText {
  const [p50, p90, own] = [lengthInWords(p50Ms), lengthInWords(p90Ms), lengthInWords(ms)];
  return {
    en: `usually ${p50.en} (p90 ${p90.en}), this one ${own.en}`,
    ru: `обычно ${p50.ru} (p90 ${p90.ru}), этот уже ${own.ru}`,
  };
}
