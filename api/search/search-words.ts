import { nearMatch } from '../../platform/near-match.ts';
import { isTraceId } from '../../tracker/search-text.ts';
import { ANOMALY_KINDS } from '../../tracker/state.ts';

/**
 * What somebody types into the one search box: words such as `status:SUBMITTED` and `age:>24h` are filters, all else is
 * text to be looked for. Pure. The filters are parameters of the list by the names that they have there, so that a box
 * and a filter bar mean the same.
 */

export type UnderstoodWord = {
  /** As it was typed. */
  word: string;
  parameter: FilterName;
  value: string;
};

export type Understood = {
  /** What is left to be looked for; null: nothing. */
  text: string | null;
  /** What that looks like. */
  as: TextKind | null;
  words: readonly UnderstoodWord[];
};

export const TEXT_KINDS = ['traceId', 'email', 'phone', 'text'] as const;
export type TextKind = (typeof TEXT_KINDS)[number];

export type SearchReading = { ok: true; understood: Understood } | { ok: false; sentence: string };

type FilterName =
  | 'status'
  | 'source'
  | 'partner'
  | 'customer'
  | 'correlationId'
  | 'assignedTo'
  | 'incident'
  | 'anomaly'
  | 'stuck'
  | 'stuckFor'
  | 'atRisk'
  | 'overdue'
  | 'provisional'
  | 'olderThan'
  | 'youngerThan'
  | 'from'
  | 'to';

type Filter = { parameter: FilterName; value: string };
type Meaning = (value: string, known: Known) => Filter | string;
type Known = { statuses: readonly string[] };

const YES = new Map([
  ...['yes', 'true', 'any', 'да'].map(word => [word, 'true'] as const),
  ...['no', 'false', 'none', 'нет'].map(word => [word, 'false'] as const),
]);

const plain =
  (parameter: FilterName): Meaning =>
  value => ({ parameter, value });

const yesOrNo =
  (parameter: FilterName): Meaning =>
  value => {
    const flag = YES.get(value.toLowerCase());
    return flag === undefined ? 'must be yes or no' : { parameter, value: flag };
  };

const MEANINGS: Readonly<Record<string, Meaning>> = {
  status: (value, { statuses }) => {
    const wanted = value.toUpperCase();
    const status = statuses.find(one => one.toUpperCase() === wanted);
    if (status !== undefined) return { parameter: 'status', value: status };
    const near = nearMatch(value, statuses);
    return near ? `is unknown here; did you mean ${near}?` : `must be one of ${statuses.join(', ')}`;
  },
  source: plain('source'),
  partner: plain('partner'),
  customer: plain('customer'),
  correlation: plain('correlationId'),
  correlationid: plain('correlationId'),
  assigned: plain('assignedTo'),
  assignedto: plain('assignedTo'),
  incident: value => {
    const id = value.replace(/^#/, '');
    return /^\d{1,15}$/.test(id) ? { parameter: 'incident', value: id } : 'must be the number of an incident';
  },
  anomaly: value => {
    const flag = YES.get(value.toLowerCase());
    if (flag !== undefined) return { parameter: 'anomaly', value: flag };
    const kind = ANOMALY_KINDS.find(one => one === value.toLowerCase());
    return kind ? { parameter: 'anomaly', value: kind } : `must be yes, no or one of ${ANOMALY_KINDS.join(', ')}`;
  },
  age: value => {
    const [, sign, rest = ''] = /^([<>]?)=?(.*)$/s.exec(value)!;
    const duration = durationIn(rest);
    return duration ? { parameter: sign === '<' ? 'youngerThan' : 'olderThan', value: duration } : A_STRETCH;
  },
  stuck: (value, known) => {
    const duration = durationIn(value.replace(/^>=?/, ''));
    return duration ? { parameter: 'stuckFor', value: duration } : yesOrNo('stuck')(value, known);
  },
  atrisk: yesOrNo('atRisk'),
  overdue: yesOrNo('overdue'),
  provisional: yesOrNo('provisional'),
  is: value => {
    const parameter = IS[value.toLowerCase().replace(/[-_ ]/g, '')];
    return parameter ? { parameter, value: 'true' } : 'must be stuck, at-risk, overdue or provisional';
  },
  from: plain('from'),
  since: plain('from'),
  to: plain('to'),
  until: plain('to'),
};

const IS: Readonly<Record<string, FilterName>> = {
  stuck: 'stuck',
  atrisk: 'atRisk',
  overdue: 'overdue',
  late: 'overdue',
  provisional: 'provisional',
};

const A_STRETCH = 'must be a time such as >24h, <30min or 2d';

const UNITS: Readonly<Record<string, (count: string) => string>> = {
  m: count => `PT${count}M`,
  min: count => `PT${count}M`,
  h: count => `PT${count}H`,
  d: count => `P${count}D`,
  w: count => `P${count}W`,
};

function durationIn(text: string): string | null {
  if (/^P/i.test(text)) return text.toUpperCase();
  const [, count, unit] = /^(\d{1,6})\s*([a-z]+)$/i.exec(text) ?? [];
  return (count !== undefined && UNITS[unit!.toLowerCase()]?.(count)) || null;
}

// `word:value`, `word:"several words"`; a comma or a sign may stand in a value, a space only within quotes.
const TOKEN = /([^\s:"]+):"([^"]*)"|"([^"]*)"|\S+/g;

/** `~mes:M-77` and `mes:M-77` are ids: a word before a colon that is none of ours stays text. */
export function readSearch(typed: string, known: Known): SearchReading {
  const words: UnderstoodWord[] = [];
  const rest: string[] = [];
  for (const [token, quotedKey, quotedValue, quoted] of typed.matchAll(TOKEN)) {
    const colon = token.indexOf(':');
    const key = quotedKey ?? (colon > 0 ? token.slice(0, colon) : '');
    const name = key.toLowerCase().replace(/[-_]/g, '');
    const meaning = Object.hasOwn(MEANINGS, name) ? MEANINGS[name] : undefined;
    if (!meaning) {
      rest.push(quoted ?? token);
      continue;
    }
    const value = quotedValue ?? token.slice(colon + 1);
    const filter = value === '' ? 'must have a value behind its colon' : meaning(value, known);
    if (typeof filter === 'string') return { ok: false, sentence: `${token}: ${key} ${filter}` };
    words.push({ word: token, ...filter });
  }
  const text = rest.join(' ').trim();
  return { ok: true, understood: { text: text || null, as: text ? kindOf(text) : null, words } };
}

function kindOf(text: string): TextKind {
  if (isTraceId(text)) return 'traceId';
  if (/^\S+@\S+$/.test(text)) return 'email';
  if (/^\+?[\d\s().\-–—/]+$/.test(text) && text.replace(/\D/g, '').length >= 4) return 'phone';
  return 'text';
}
