/**
 * What an anomaly says, as a sentence and as facts. The sentence is what is kept, in English; the facts are read from it
 * again for whoever says it in another language, so that what was noted years ago is said in it as well.
 */
const SENTENCES = {
  cannotFollow: '{source} says {status}, which cannot follow {present}',
  unknownStatus: '{source} says {status}, which is no status of the lifecycle {lifecycle}, that of this order',
  noWayTo: '{source} says {status}, which no order of the lifecycle {lifecycle} begins with or comes to',
  neverCame: '{source} says {status}; {skipped} never came',
  again: '{source} says {status} again after {last}',
  neitherFollows: '{sources} {verb} {status}, {others} {otherVerb} {otherStatus}; neither can follow the other',
  inFuture: '{source} dates this {date}, after its arrival; the time of arrival is used',
  longAgo: '{source} dates this {date}, over a year before it arrived',
  sameId: '{source} sent an event with this id for {order}, and {otherSource} one for {otherOrder}',
  differs: '{source} sent something else under this event id; the first stays. It differs in {fields}',
  anyOfMany: '{provisional} may be any of many orders; it stays apart until somebody says which',
  anyOf: '{provisional} may be any of {orders}; it stays apart until somebody says which',
} as const;

type Sentence = keyof typeof SENTENCES;
type Place<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Place<Rest> : never;

export type AnomalyFact = { says: Sentence; values: Readonly<Record<string, string>> };

export const ANOMALY_SENTENCES = Object.keys(SENTENCES) as [Sentence, ...Sentence[]];

/** The sentence with its values. */
export function anomalySentence<Says extends Sentence>(
  says: Says,
  values: Readonly<Record<Place<(typeof SENTENCES)[Says]>, string>>,
): string {
  return SENTENCES[says].replace(/\{(\w+)\}/g, (_, name: string) => (values as Record<string, string>)[name]!);
}

/** Sentences about one event are kept as one text. */
export const BETWEEN_SENTENCES = '; ';

// Those that say more come first: a value may hold any text, but not the words of a longer sentence.
const READERS = ANOMALY_SENTENCES.map(says => ({
  says,
  pattern: new RegExp(`^${patternOf(SENTENCES[says])}(?:${BETWEEN_SENTENCES}(?<rest>.+))?$`, 's'),
}));

function patternOf(sentence: string): string {
  return sentence
    .replace(/[.*+?^$()|[\]\\]/g, '\\$&')
    .replace(/\{(\w*)([vV])erb\}/g, '(?<$1$2erb>says|say)')
    .replace(/\{(\w+)\}/g, '(?<$1>.+?)');
}

/** The facts of a text, in its order; none when it says anything that is not known here. */
export function anomalyFacts(detail: string): AnomalyFact[] {
  for (const { says, pattern } of READERS) {
    const { rest, ...values } = pattern.exec(detail)?.groups ?? {};
    if (Object.keys(values).length === 0) continue;
    if (rest === undefined) return [{ says, values }];
    const more = anomalyFacts(rest);
    if (more.length > 0) return [{ says, values }, ...more];
  }
  return [];
}
