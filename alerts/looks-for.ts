import { inWords, isDuration, parseDuration } from '../tracker/iso-duration.ts';

/** A declared condition in a few words: `dwell: status SUBMITTED, over 1 d`. */
export function looksFor({ kind, ...rest }: Readonly<Record<string, unknown>> & { kind: string }): string {
  const said = Object.entries(rest).flatMap(([name, value]) => {
    if (value === true) return [spaced(name)];
    const words = WORDS[name]?.(value) ?? valueInWords(value);
    return words === null ? [] : [`${spaced(name)} ${words}`];
  });
  return said.length === 0 ? spaced(kind) : `${spaced(kind)}: ${said.join(', ')}`;
}

/** Where "any", or "or", would say something else. */
const WORDS: Readonly<Record<string, (value: unknown) => string | null>> = {
  between: value => (Array.isArray(value) ? value.join(' and ') : null),
  source: value => (value === '*' ? 'each by itself' : value === 'any' ? 'all together' : null),
};

function valueInWords(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) return value.map(valueInWords).join(' or ');
  if (typeof value === 'object') return JSON.stringify(value);
  if (value === '*') return 'any';
  if (value === false) return 'no';
  return typeof value === 'string' && isDuration(value) ? inWords(parseDuration(value)) : oneLine(String(value));
}

/** `sequenceGap` → `sequence gap` */
function spaced(name: string): string {
  return name.replaceAll(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`);
}

// Of a query its beginning says what it is about.
const SHOWN = 120;

function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > SHOWN ? `${line.slice(0, SHOWN).toWellFormed()}…` : line;
}
