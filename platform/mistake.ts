import { nearMatch } from './near-match.ts';

/** Where something stands in a document. */
export type Path = readonly (string | number)[];

/** A mistake in a declaration: where it stands, from the root of its document, and a sentence with what would be right. */
export type Mistake = { path: Path; sentence: string };

/**
 * What is left of a declaration when all that was refused is taken out of it, so that what is left can be checked too
 * and a person hears of everything at once.
 */
export type Readable<T> = T extends readonly (infer E)[]
  ? readonly (Readable<E> | undefined)[]
  : T extends object
    ? { readonly [K in keyof T]?: Readable<T[K]> | undefined }
    : T;

/** Something at, above or below the path was refused already: nothing follows from its absence. */
export type Refused = (path: Path) => boolean;

/** What stands at the path, in words: `` `owner` ``, `entry 2 of `next` ``. */
export function named(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return 'the document';
  return typeof last === 'number' ? `entry ${last + 1} of ${named(path.slice(0, -1))}` : `\`${last}\``;
}

/** A value that somebody wrote, short enough for a sentence. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return value.trim() === '' ? 'empty' : quoted(value);
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  return `the ${typeof value === 'boolean' ? 'truth value' : 'number'} ${String(value)}`;
}

export function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60).toWellFormed()}…` : text);
}

/** ` Did you mean CANCELLED?`, or nothing when no name is near. */
export function meant(word: string, names: readonly string[]): string {
  const near = nearMatch(word, names);
  return near === null ? '' : ` Did you mean ${near}?`;
}

/** Ends the sentence, unless it is ended already, as what came from elsewhere may be. */
export function ended(sentence: string): string {
  return /[.?!…]$/.test(sentence) ? sentence : `${sentence}.`;
}

/** Begins a sentence with it. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
