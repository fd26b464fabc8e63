import type { IncidentInFull } from '../client/api.gen.ts';
import { useList, useMoment } from '../kit/moment.ts';
import type { incidentsEn } from '../words/incidents.en.ts';
import { useReader } from '../words/language.tsx';
import { useSay } from '../words/say.tsx';

export type HistoryEvent = IncidentInFull['history'][number];

const RESOLUTIONS = ['moved_on', 'no_longer', 'frozen', 'by_hand', 'rule_gone', 'merged', 'parted'] as const;
const VERDICTS = ['real', 'not_real', 'our_data'] as const;
const SEVERITIES = ['info', 'warning', 'critical'] as const;

type Told = { step?: number; people?: readonly { name: string; channel: string }[] };
type Tail<Prefix extends string> = keyof typeof incidentsEn extends infer Key
  ? Key extends `${Prefix}${infer Rest}`
    ? Rest
    : never
  : never;

/** What became of an incident, a sentence an event, in the reader's language. What this version does not know is told as the API has it. */
export function useHistoryWords(): (event: HistoryEvent) => string {
  const say = useSay();
  const moment = useMoment();
  const list = useList();
  const { language } = useReader();

  const channel = (name: string) =>
    `incidents.channel.${name}` in CHANNELS ? say(`incidents.channel.${name as Tail<'incidents.channel.'>}`) : name;

  return ({ kind, by, detail, inWords }) => {
    const text = (name: string) => (typeof detail[name] === 'string' ? detail[name] : '');
    const number = (name: string) => (typeof detail[name] === 'number' ? detail[name] : 0);
    const reason = text('reason') || text('note');
    const why = reason === '' ? '.' : say('incidents.history.why', { why: reason });
    const until = text('until') === '' ? '' : moment(text('until'));
    const who = by ?? '';
    const names = [detail.first].flat().filter(name => typeof name === 'string');
    const orders = number('orders');
    const what =
      orders === 0 || names.length === 0
        ? ''
        : say('incidents.history.what', { names: names.join(', '), more: Math.max(orders - names.length, 0) });
    const local = typeof detail[language] === 'string' ? detail[language] : text('en');
    switch (kind) {
      case 'opened':
      case 'joined':
      case 'left':
      case 'reopened':
      case 'parted':
        return say(`incidents.history.${kind}`, { what });
      case 'raised': {
        const grown = detail.grown as { from: number; to: number } | undefined;
        if (grown) return say('incidents.history.grown', grown);
        const severity = (name: string) => {
          const known = SEVERITIES.find(each => each === name);
          return known ? say(`incidents.severity.${known}`) : name;
        };
        return say('incidents.history.raised', { from: severity(text('from')), to: severity(text('to')) });
      }
      case 'acknowledged':
      case 'snoozed':
        return say(`incidents.history.${kind}`, { who, until, why });
      case 'acknowledgement_ended':
        return by === null
          ? say('incidents.history.acknowledgementEnded')
          : say('incidents.history.givenBack', { who, why });
      case 'snooze_ended':
        return by === null ? say('incidents.history.snoozeEnded') : say('incidents.history.openedAgain', { who, why });
      case 'told': {
        const { step = 0, people = [] } = detail as Told;
        const told = people.map(person => `${person.name} (${channel(person.channel)})`);
        return say('incidents.history.told', { step: step + 1, names: list(told) });
      }
      case 'nobody_to_tell':
        return say('incidents.history.nobody', { step: number('step') + 1 });
      case 'silenced':
        return say('incidents.history.silenced', { until });
      case 'resolved': {
        if (by !== null) return say('incidents.history.resolvedBy', { who, why });
        const known = RESOLUTIONS.find(each => each === text('resolution')) ?? 'no_longer';
        return say('incidents.history.resolved', { resolution: say(`incidents.resolution.${known}`) });
      }
      case 'note':
        return say('incidents.history.note', { text: text('text') || reason });
      case 'cause':
        return say('incidents.history.cause', { text: local });
      case 'cause_ended':
        return say('incidents.history.causeEnded');
      case 'merged':
        return detail.from === undefined
          ? say('incidents.history.mergedInto', { id: String(detail.into ?? '') })
          : say('incidents.history.mergedFrom', { id: String(detail.from), what });
      case 'suspect':
        return say('incidents.history.suspect', { text: local });
      case 'flapping':
      case 'storm':
      case 'trusted':
        return say(`incidents.history.${kind}`);
      case 'customers':
        return say(
          detail.customers === 'refused' ? 'incidents.history.customersKept' : 'incidents.history.customersTold',
          {
            who,
          },
        );
      case 'verdict': {
        const known = VERDICTS.find(each => each === text('verdict'));
        return known
          ? say('incidents.history.verdict', { who, verdict: say(`incidents.verdict.${known}`), why })
          : inWords;
      }
      default:
        return inWords;
    }
  };
}

const CHANNELS: Readonly<Record<`incidents.channel.${Tail<'incidents.channel.'>}`, true>> = {
  'incidents.channel.email': true,
  'incidents.channel.sms': true,
  'incidents.channel.telegram': true,
  'incidents.channel.slack': true,
  'incidents.channel.webhook': true,
};
