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
import { listAt } from './words.ts';

const MOST_SEGMENTS = 3;

/** What would go wrong with a customer's message, found out with samples. Each place is told of once. */
export function templateMistakes(template: CompiledTemplate): TemplateMistake[] {
  const samples = variants(SUBJECTS[template.about]).map(variables => scopeOf(variables, { brand: SAMPLE_BRAND }));
  const formats = formatsOf(template.locale, 'UTC');
  const needed = new Set(neverEmpty(template));
  return phrasesOf(template).flatMap(phrase => {
    const trial = tryOut(phrase, samples, formats);
    const sentence =
      'sentence' in trial
        ? trial.sentence
        : (gapMistake(phrase, trial.texts) ??
          (needed.has(phrase) ? emptyMistake(trial.texts) : null) ??
          (isUrl(phrase) ? linkMistake(trial.texts) : null) ??
          (phrase === template.sms ? lengthMistake(trial.texts[0]!.text, template) : null));
    return sentence === null ? [] : [{ file: template.file, line: phrase.line, sentence }];
  });
}

/** `hasGap`: something was to be put in, and there was nothing. */
type Tried = { text: string; hasGap: boolean };

/** The first of the texts is the one with everything. */
function tryOut(
  phrase: PlacedPhrase,
  samples: readonly Scope[],
  formats: Formats,
): { texts: readonly Tried[] } | { sentence: string } {
  if (phrase.fixed !== null) return { texts: [{ text: phrase.fixed, hasGap: false }] };
  const { each } = phrase;
  const scopes = each ? samples.flatMap(sample => listAt(sample, each).map(row => ({ ...sample, row }))) : samples;
  if (each && scopes.length === 0) return { sentence: `There is no list ${each.join('.')}.` };
  const asked = variablesOf(phrase);
  const unknown = asked.find(path => !isGiven(scopes[0]!, path));
  if (unknown) {
    const { known, last } = whereItEnds(scopes[0]!, unknown);
    return {
      sentence: `There is no variable ${unknown.join('.')}.${meant(last, known)} There are ${known.join(', ')}.`,
    };
  }
  try {
    return { texts: thatDiffer(scopes, asked).map(sample => fillTrying(phrase, sample, formats)) };
  } catch (error) {
    return { sentence: liquidSentence(error) };
  }
}

/** Most phrases ask for little, and most samples are the same in that. */
function thatDiffer(samples: readonly Scope[], asked: readonly (string | number)[][]): Scope[] {
  const names = [...new Set(asked.map(([name]) => String(name)))];
  return [...new Map(samples.map(sample => [JSON.stringify(names.map(name => sample[name])), sample])).values()];
}

function fillTrying(phrase: PlacedPhrase, sample: Scope, formats: Formats): Tried {
  let hasGap = false;
  const text = fill(phrase, sample, formats, () => {
    hasGap = true;
  });
  return { text, hasGap };
}

/** All of it may be nothing: then it is left out. */
function gapMistake(phrase: PlacedPhrase, texts: readonly Tried[]): string | null {
  const found = isUrl(phrase) ? undefined : texts.find(({ text, hasGap }) => hasGap && text !== '');
  if (!found) return null;
  return `Where something in it is not known, this reads ${quoted(found.text)}; ask for that with {% if … %} first.`;
}

function isUrl({ path }: PlacedPhrase): boolean {
  return path.at(-1) === 'url';
}

/** Those of which something must be left whatever is unknown. */
function neverEmpty({ subject, title, sms, telegram, slack, reason, links }: CompiledTemplate): PlacedPhrase[] {
  return [subject, title, sms, telegram, slack, reason, ...links.map(({ label }) => label)].filter(one => one !== null);
}

function emptyMistake(texts: readonly Tried[]): string | null {
  const isEmpty = texts.some(({ text }) => text === '');
  return isEmpty ? 'Nothing is left of this where something is not known; say what stands there then.' : null;
}

function linkMistake(texts: readonly Tried[]): string | null {
  const wrong = texts.find(({ text }) => text !== '' && safeUrl(text) === null);
  return wrong ? `This gives ${quoted(wrong.text)}, which is no URL with http, https, mailto or tel.` : null;
}

function lengthMistake(sample: string, { transliterate }: CompiledTemplate): string | null {
  const { segments, encoding, text } = smsText(sample, { transliterate });
  if (segments <= MOST_SEGMENTS) return null;
  return `With the sample this is an SMS of ${segments} segments (${text.length} characters in ${encoding}); at most ${MOST_SEGMENTS} are sent.`;
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
