import { meant, quoted } from '../../platform/mistake.ts';
import type { Variables } from '../message.ts';
import { smsText } from '../sms-text.ts';
import { type CompiledTemplate, liquidSentence, type PlacedPhrase, phrasesOf } from './compiled-template.ts';
import { type Formats, formatsOf } from './formats.ts';
import { safeUrl } from './link.ts';
import { fill, type Scope, variablesOf } from './liquid.ts';
import { type LocaleChoice, readableIn } from './locale-chain.ts';
import { SAMPLE_BRAND, SUBJECTS, variants } from './samples.ts';
import type { TemplateMistake } from './template-source.ts';
import { scopeOf } from './templates.ts';

const MOST_SEGMENTS = 3;

/** What would go wrong with a customer's message, found out with samples. Each place is told of once. */
export function templateMistakes(template: CompiledTemplate): TemplateMistake[] {
  const samples = variants(SUBJECTS[template.about]).map(variables => scopeOf(variables, { brand: SAMPLE_BRAND }));
  const formats = formatsOf(template.locale, 'UTC');
  const found = [
    ...phrasesOf(template).map(phrase => ({ phrase, sentence: phraseMistake(phrase, samples, formats) })),
    ...neverEmpty(template).map(phrase => ({ phrase, sentence: emptyMistake(phrase, samples, formats) })),
    ...template.links.map(({ url }) => ({ phrase: url, sentence: linkMistake(url, samples, formats) })),
    ...(template.sms ? [{ phrase: template.sms, sentence: lengthMistake(template, samples[0]!, formats) }] : []),
  ].filter(({ sentence }) => sentence !== null);
  return found
    .filter(({ phrase }, index) => found.findIndex(other => other.phrase === phrase) === index)
    .map(({ phrase, sentence }) => ({ file: template.file, line: phrase.line, sentence: sentence! }));
}

function phraseMistake(phrase: PlacedPhrase, samples: readonly Scope[], formats: Formats): string | null {
  const unknown = variablesOf(phrase).find(path => !isGiven(samples[0]!, path));
  if (unknown) {
    const { known, last } = whereItEnds(samples[0]!, unknown);
    const has = known.length === 0 ? '' : ` There are ${known.join(', ')}.`;
    return `There is no variable ${unknown.join('.')}.${meant(last, known)}${has}`;
  }
  for (const sample of samples) {
    try {
      let hasGap = false;
      const text = fill(phrase, sample, formats, () => {
        hasGap = true;
      });
      // All of it may be nothing: then it is left out.
      if (hasGap && text !== '' && !isUrl(phrase)) return gapSentence(text);
    } catch (error) {
      return liquidSentence(error);
    }
  }
  return null;
}

function gapSentence(text: string): string {
  return `Where something in it is not known, this reads ${quoted(text)}; ask for that with {% if … %} first.`;
}

function isUrl({ path }: PlacedPhrase): boolean {
  return path.at(-1) === 'url';
}

/** Those of which something must be left whatever is unknown. */
function neverEmpty({ subject, title, sms, telegram, slack, reason, links }: CompiledTemplate): PlacedPhrase[] {
  return [subject, title, sms, telegram, slack, reason, ...links.map(({ label }) => label)].filter(one => one !== null);
}

function emptyMistake(phrase: PlacedPhrase, samples: readonly Scope[], formats: Formats): string | null {
  const isEmpty = samples.some(sample => filled(phrase, sample, formats) === '');
  return isEmpty ? 'Nothing is left of this where something is not known; say what stands there then.' : null;
}

function linkMistake(url: PlacedPhrase, samples: readonly Scope[], formats: Formats): string | null {
  const wrong = samples
    .map(sample => filled(url, sample, formats))
    .find(text => text !== null && text !== '' && safeUrl(text) === null);
  return wrong === undefined ? null : `This gives "${wrong}", which is no URL with http, https, mailto or tel.`;
}

function lengthMistake({ sms, transliterate }: CompiledTemplate, sample: Scope, formats: Formats): string | null {
  const { segments, encoding, text } = smsText(filled(sms!, sample, formats) ?? '', { transliterate });
  if (segments <= MOST_SEGMENTS) return null;
  return `With the sample this is an SMS of ${segments} segments (${text.length} characters in ${encoding}); at most ${MOST_SEGMENTS} are sent.`;
}

/** Null where it can't be filled, which is told already. */
function filled(phrase: PlacedPhrase, sample: Scope, formats: Formats): string | null {
  try {
    return fill(phrase, sample, formats);
  } catch {
    return null;
  }
}

function isGiven(scope: unknown, path: readonly (string | number)[]): boolean {
  return whereItEnds(scope, path).known.length === 0;
}

/** The names that there are where the path leaves what is given; none where it does not. */
function whereItEnds(scope: unknown, path: readonly (string | number)[]): { known: string[]; last: string } {
  let here = scope;
  for (const step of path) {
    // `size` and the like are Liquid's own.
    if (Array.isArray(here) || typeof here === 'string') return { known: [], last: '' };
    if (typeof here !== 'object' || here === null) return { known: [], last: '' };
    if (!Object.hasOwn(here, step)) return { known: Object.keys(here), last: String(step) };
    here = (here as Variables)[step];
  }
  return { known: [], last: '' };
}

/** Of all locales of the templates beside each other. */
export function silentMistakes(all: readonly CompiledTemplate[]): TemplateMistake[] {
  return [...Map.groupBy(all, ({ name }) => name)].flatMap(([name, inLocales]) => {
    const silent = inLocales.filter(({ sms }) => !sms);
    if (silent.length === inLocales.length) return [];
    return silent.map(({ file, locale }) => ({
      file,
      line: null,
      sentence: `${name} has words for SMS in another locale, but none in ${locale}; give all of them \`sms\`, or none.`,
    }));
  });
}

/** Whoever reads a language that templates speak gets all of them in it, or is told by `fallbacks` in which instead. */
export function localeMistakes(
  files: readonly { name: string; locale: string; path: string }[],
  { fallbacks }: LocaleChoice,
): TemplateMistake[] {
  const spoken = [...new Set(files.map(({ locale }) => locale))].toSorted();
  return [...Map.groupBy(files, ({ name }) => name)].flatMap(([name, inLocales]) => {
    const has = [...new Set(inLocales.map(({ locale }) => locale))];
    const missing = spoken.filter(locale => !readableIn(locale, fallbacks).some(one => has.includes(one)));
    return missing.map(locale => ({
      file: inLocales.at(-1)!.path,
      line: null,
      sentence:
        `${name} is there in ${has.join(' and ')}, but not in ${locale} as others are; ` +
        `write ${name}.${locale}.yaml, or declare a fallback for ${locale}.`,
    }));
  });
}
