import { type Context, type FilterImplOptions, Liquid, type Template } from 'liquidjs';
import type { Formats } from './formats.ts';
import { personName } from './plain-value.ts';

/** `fixed`: all of it, where nothing is put in. */
export type Phrase = { parsed: Template[]; fixed: string | null };

/** What a phrase is filled with. */
export type Scope = Readonly<Record<string, unknown>>;

/** `onGap` is told of each place in which nothing is put. */
type Around = { formats: Formats; onGap: () => void };

// A variable that is missing is a mistake, but one may ask whether there is a price before saying which.
const engine = new Liquid({ strictVariables: true, strictFilters: true, lenientIf: true, outputEscape: tellGaps });

/** Nothing is escaped here: what is put in where text is made is text. */
function tellGaps(this: { context: Context }, value: unknown): string {
  if (value === null || value === undefined || value === '') (this.context.globals as Around).onGap();
  return value as string;
}

/** They read files. */
for (const tag of ['include', 'render', 'layout', 'block']) delete engine.tags[tag];

type Price = { amount: number; currency: string };
type Named = [name: string, value: string];

// Where there is no value, nothing is said. `date` takes the place of Liquid's own, which knows no languages.
const FILTERS: Record<string, (formats: Formats, value: never, ...rest: never[]) => string> = {
  date: (formats, iso: string, style?: string) => formats.date(iso, style),
  dateRange: (formats, range: { from: string; to: string }) => formats.dateRange(range.from, range.to),
  money: (formats, { amount, currency }: Price) => formats.money(amount, currency),
  plural: (formats, count: number, ...forms: Named[]) => formats.plural(count, Object.fromEntries(forms)),
  duration: (formats, iso: string) => formats.duration(iso),
  span: (formats, ms: number) => formats.span(ms),
};

for (const [name, filter] of Object.entries(FILTERS)) engine.registerFilter(name, withFormats(filter));

/** `{{ customer.name | greet: "Hello #,", "Hello," }}`: by their name, else without one. */
engine.registerFilter('greet', (name: string | null, byName: string, without: string) => {
  const known = personName(name ?? '');
  return known === '' ? without : byName.replace('#', () => known);
});

function withFormats(filter: (formats: Formats, value: never, ...rest: never[]) => string): FilterImplOptions {
  return function (value: unknown, ...rest: unknown[]) {
    if (value === null || value === undefined) return '';
    const { formats } = this.context.globals as Around;
    return filter(formats, value as never, ...(rest as never[]));
  };
}

/** Throws where it is no Liquid. */
export function parsePhrase(text: string): Phrase {
  return { parsed: engine.parse(text), fixed: /\{[{%]/.test(text) ? null : tidy(text) };
}

/**
 * The phrase as plain text; values are put in as they are and never read as Liquid. Throws when a variable or what a
 * filter needs is missing. Lines end where the author ends them; spaces beside each other are one.
 */
export function fill(phrase: Phrase, scope: Scope, formats: Formats, onGap: () => void = ignore): string {
  if (phrase.fixed !== null) return phrase.fixed;
  const globals: Around = { formats, onGap };
  return tidy(engine.renderSync(phrase.parsed, scope, { globals }) as string);
}

function ignore(): void {}

function tidy(text: string): string {
  return text
    .split('\n')
    .map(line => line.replace(/[ \t]+/g, ' ').trim())
    .filter(line => line !== '')
    .join('\n');
}

/** Which variables it asks for, as paths: `['order', 'id']`. Those that it makes itself are not among them. */
export function variablesOf(phrase: Phrase): (string | number)[][] {
  return engine
    .globalVariableSegmentsSync(phrase.parsed)
    .map(path => path.filter(step => typeof step === 'string' || typeof step === 'number'));
}
