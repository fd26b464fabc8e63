import { inWords, isDuration, parseDuration } from '../tracker/iso-duration.ts';

/** A declared condition in a few words: `dwell: status SUBMITTED, over 1 d`. */
export function looksFor({ kind, ...rest }: Readonly<Record<string, unknown>> & { kind: string }): string {
  const said = Object.entries(rest).flatMap(([name, value]) => {
    const words = valueInWords(value);
    return words === null ? [] : [`${spaced(name)} ${words}`];
  });
  return said.length === 0 ? spaced(kind) : `${spaced(kind)}: ${said.join(', ')}`;
}

function valueInWords(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) return value.map(valueInWords).join(' or ');
  if (typeof value === 'object') return JSON.stringify(value);
  // Of a silence `any` is somebody else: nothing comes from anybody.
  if (value === '*') return 'each';
  if (value === true) return 'yes';
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
