import { CHANNEL_NAMES } from '../notifier/message-words.ts';
import { toIso } from '../platform/clock.ts';
import type { IncidentEvent, IncidentVerdict, Told } from './incident.ts';
import type { Person } from './settings.ts';

/** What became of an incident, for people: its page, the timeline of an order, the terminal. Times are UTC. */

/** As others read of them, by what the configuration calls them. */
export type Names = Readonly<Record<string, Pick<Person, 'name'>>>;

/** In one sentence. */
export function eventInWords({ kind, by: key, detail }: IncidentEvent, people: Names): string {
  const by = key === null ? null : nameOf(people, key);
  const why = text(detail, 'reason') ?? text(detail, 'note');
  const end = endInWords(detail);
  switch (kind) {
    case 'opened':
      return `It opened${what(detail)}.`;
    case 'joined':
      return `More of the same joined${what(detail)}.`;
    case 'left':
      return `Some of it is over${what(detail)}.`;
    case 'raised':
      if (detail.grown) return grownInWords(detail.grown as { from: number; to: number });
      return `It became more urgent: ${text(detail, 'to') ?? 'worse'} instead of ${text(detail, 'from') ?? 'before'}.`;
    case 'reopened':
      return `It came back${what(detail)}.`;
    case 'flapping':
      return 'It comes and goes: nobody is told again until it has been quiet for a while.';
    case 'acknowledged':
      return said(`${by ?? 'Somebody'} has taken it on${end}`, why);
    case 'acknowledgement_ended':
      return by === null
        ? 'The time for which it was taken on has ended: it is open again.'
        : said(`${by} gave it back`, why);
    case 'snoozed':
      return said(`${by ?? 'Somebody'} put it off${end}`, why);
    case 'snooze_ended':
      return by === null
        ? 'The time for which it was put off has ended: it is open again.'
        : said(`${by} opened it again`, why);
    case 'told':
      return toldInWords(detail as Told);
    case 'nobody_to_tell':
      return `${stepInWords(detail)} had nobody to tell.`;
    case 'silenced':
      return said(`Nobody is told, since a silence holds${end}`, why);
    case 'resolved':
      return by === null
        ? `It is over: ${resolutionInWords(text(detail, 'resolution'))}.`
        : said(`${by} resolved it`, why);
    case 'cause':
      return `What causes it: ${text(detail, 'en') ?? 'known by now'}`;
    case 'cause_ended':
      return 'What caused it is over. What is still stuck when its turn has come will be another matter.';
    case 'parted':
      return `Some of it is stuck for another reason${what(detail)}.`;
    case 'merged':
      return detail.from === undefined
        ? `It turned out to be the same matter as ${detail.into === undefined ? 'another one' : `incident ${detail.into}`}.`
        : `Incident ${detail.from} turned out to be the same matter${what(detail)}.`;
    case 'storm':
      return 'So much at once is one matter; customers are told of delays only when somebody says so.';
    case 'suspect':
      return said('What we know may be late', text(detail, 'en'));
    case 'trusted':
      return 'What we know is up to date again.';
    case 'customers':
      return `${by ?? 'Somebody'} said that customers ${detail.customers === 'refused' ? 'are not' : 'are'} to be told of delays.`;
    case 'verdict':
      return said(`${by ?? 'Somebody'} said: ${VERDICTS[detail.verdict as IncidentVerdict] ?? 'what it was'}`, why);
    case 'note':
      return `${by ?? 'Somebody'} noted: ${text(detail, 'text') ?? why ?? ''}`;
    default:
      return kind satisfies never;
  }
}

/** Keys and people whom the configuration does not name are called as they called themselves. */
export function nameOf(people: Names, by: string): string {
  return Object.hasOwn(people, by) ? people[by]!.name : by;
}

/** Why it no longer holds, within a sentence. What a person wrote is left as it is. */
export function resolutionInWords(resolution: string | null): string {
  if (resolution === null) return 'nothing of it holds any more';
  return Object.hasOwn(RESOLUTIONS, resolution) ? RESOLUTIONS[resolution]! : resolution;
}

const RESOLUTIONS: Readonly<Record<string, string>> = {
  moved_on: 'the orders have moved on',
  no_longer: 'it is no longer so',
  frozen: 'the orders were frozen',
  by_hand: 'somebody resolved it',
  rule_gone: 'its rule is no longer declared',
  merged: 'it turned out to be the same matter as another incident',
  parted: 'what caused it is over, and what is still stuck is another matter',
};

/** `2026-11-20 09:12 UTC` */
export function timeInWords(at: number | string): string {
  return `${toIso(typeof at === 'string' ? Date.parse(at) : at)
    .slice(0, 16)
    .replace('T', ' ')} UTC`;
}

/** `Olga, Ivan and 3 more` */
export function listInWords(names: readonly string[], more = 0): string {
  const all = more > 0 ? [...names, `${more} more`] : names;
  return all.length < 2 ? (all[0] ?? '') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}

function toldInWords({ step, round, people = [] }: Partial<Told>): string {
  const names = people.map(({ name, channel }) => `${name} (${channelName(channel)})`);
  const again = (round ?? 0) > 0 ? `, round ${round! + 1}` : '';
  return `${listInWords(names) || 'Nobody'} ${names.length === 1 ? 'was' : 'were'} told, step ${(step ?? 0) + 1}${again}.`;
}

function channelName(channel: string): string {
  return Object.hasOwn(CHANNEL_NAMES, channel) ? CHANNEL_NAMES[channel as keyof typeof CHANNEL_NAMES] : channel;
}

function grownInWords({ from, to }: { from: number; to: number }): string {
  return `It has grown from ${from} to ${to} orders since it was taken on: it is open again.`;
}

function stepInWords(detail: IncidentEvent['detail']): string {
  return typeof detail.step === 'number' ? `Step ${detail.step + 1} of its chain` : 'A step of its chain';
}

/** `: ORD-1 and 13 more`; they are orders, queues, sources. */
function what({ orders: count, first }: IncidentEvent['detail']): string {
  if (typeof count !== 'number' || count === 0) return '';
  const names = [first].flat().filter(name => typeof name === 'string');
  return names.length === 0 ? `: ${count}` : `: ${listInWords(names, count - names.length)}`;
}

function endInWords({ until }: IncidentEvent['detail']): string {
  return typeof until === 'string' || typeof until === 'number' ? ` until ${timeInWords(until)}` : '';
}

function text(detail: IncidentEvent['detail'], name: string): string | null {
  const value = detail[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

function said(sentence: string, why: string | null): string {
  return why === null ? `${sentence}.` : `${sentence}: ${why}`;
}

const VERDICTS: Readonly<Record<IncidentVerdict, string>> = {
  real: 'it was real',
  not_real: 'it was not real',
  our_data: 'our data was wrong',
};
