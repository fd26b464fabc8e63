/** ICAO Doc 9303, part 3, section 6 B, as passports have it; the sign of the rouble beside it. */
const LATIN: Readonly<Record<string, string>> = {
  ...{ а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ё: 'e', ж: 'zh', з: 'z', и: 'i', й: 'i', к: 'k', л: 'l' },
  ...{ м: 'm', н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'kh', ц: 'ts', ч: 'ch', ш: 'sh' },
  ...{ щ: 'shch', ъ: 'ie', ы: 'y', ь: '', э: 'e', ю: 'iu', я: 'ia' },
  // Of Ukrainian and Belarusian.
  ...{ ґ: 'g', є: 'ie', і: 'i', ї: 'i', ў: 'u' },
  '₽': 'rub.',
};

const CYRILLIC = /[а-яёґєіїў₽]/giu;

/** Cyrillic in Latin letters: `Щукин` is `Shchukin`, and `ЩУКИН` `SHCHUKIN`. */
export function toLatin(text: string): string {
  return text.normalize('NFC').replaceAll(CYRILLIC, (letter, at: number, all: string) => {
    const small = letter.toLowerCase();
    const latin = LATIN[small]!;
    if (letter === small) return latin;
    const isShouted = isCapital(all[at + 1]) || (!isLetter(all[at + 1]) && isCapital(all[at - 1]));
    return isShouted ? latin.toUpperCase() : latin.charAt(0).toUpperCase() + latin.slice(1);
  });
}

function isCapital(character: string | undefined): boolean {
  return character !== undefined && /\p{Lu}/u.test(character);
}

function isLetter(character: string | undefined): boolean {
  return character !== undefined && /\p{L}/u.test(character);
}
