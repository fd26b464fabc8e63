import type { Handover } from '../client/api.gen.ts';
import { useMoment } from '../kit/moment.ts';
import { useMessageWords } from '../notifications/message-words.ts';
import { useReader } from '../words/language.tsx';
import { useSay } from '../words/say.tsx';

export type HandoverSection = {
  /** Its place on the page. */
  id: string;
  title: string;
  /** What is said where there is nothing. */
  none: string;
  /** `orders`: how many it is about, and where they are; null where it is about none. */
  lines: readonly {
    text: string;
    href: string | null;
    beneath: string | null;
    orders?: { text: string; href: string } | null;
  }[];
};

type Incident = Handover['opened']['first'][number];

/** The handover as sections of lines: what the page shows, and what is copied as text. */
export function useHandoverSections(): (handover: Handover) => HandoverSection[] {
  const say = useSay();
  const moment = useMoment();
  const { language } = useReader();
  const words = useMessageWords();

  const standing = ({ state, acknowledgedByName, until, resolvedAt, resolvedBy }: Incident): string => {
    const end = until === null ? '' : moment(until);
    switch (state) {
      case 'open':
        return say('handover.state.open');
      case 'acknowledged':
        return say('handover.state.acknowledged', { who: acknowledgedByName ?? '', until: end });
      case 'snoozed':
        return say('handover.state.snoozed', { until: end });
      case 'resolved':
        return resolvedBy === null
          ? say('handover.state.over', { at: moment(resolvedAt!) })
          : say('handover.state.overBy', { who: resolvedBy, at: moment(resolvedAt!) });
      default:
        return state satisfies never;
    }
  };
  const line = (incident: Incident) => ({
    text: say('handover.incident', { id: incident.id, title: incident.title[language] }),
    href: `/incidents/${incident.id}`,
    beneath: say('handover.incident.facts', {
      severity: say(`incidents.severity.${incident.severity}`),
      opened: moment(incident.openedAt),
      standing: standing(incident),
    }),
    orders:
      incident.orders === 0
        ? null
        : {
            text: say('handover.incident.orders', { orders: incident.orders }),
            href: `/?incident=${encodeURIComponent(incident.id)}`,
          },
  });
  const incidents = (
    id: string,
    title: string,
    none: string,
    { count, first }: Handover['opened'],
  ): HandoverSection => ({
    id,
    title: count > first.length ? `${title}: ${say('handover.oldest.of', { shown: first.length, count })}` : title,
    none,
    lines: first.map(line),
  });
  const note = ({ incident, title, by, at, text }: Handover['notes'][number]) => ({
    text: say('handover.note', { by: by ?? '', at: moment(at), text }),
    href: `/incidents/${incident}`,
    beneath: say('handover.incident', { id: incident, title: title[language] }),
  });
  const orderNote = ({ orderId, by, at, text }: Handover['orderNotes'][number]) => ({
    text: say('handover.note', { by, at: moment(at), text }),
    href: `/orders/${encodeURIComponent(orderId)}`,
    beneath: say('handover.note.order', { order: orderId }),
  });
  const written = ({ notes, orderNotes }: Handover, promises: boolean) => [
    ...notes.filter(({ promise }) => promise === promises).map(note),
    ...orderNotes.filter(({ promise }) => promise === promises).map(orderNote),
  ];

  return handover => {
    const { silencesEnding, failedMessages, onCall } = handover;
    const plain = (text: string, beneath: string | null = null) => ({ text, href: '/on-call', beneath });
    return [
      {
        id: 'promises',
        title: say('handover.promises'),
        none: say('handover.promises.none'),
        lines: written(handover, true),
      },
      incidents('left', say('handover.oldest'), say('handover.oldest.none'), handover.oldestOpen),
      {
        id: 'on-call',
        title: say('handover.onCall'),
        none: say('handover.none'),
        lines: onCall.map(({ rotation, now, next }) =>
          plain(
            next === null
              ? say('handover.onCall.last', { rotation, now: now?.name ?? say('handover.nobody') })
              : say('handover.onCall.line', {
                  ...{ rotation, until: moment(next.from) },
                  now: now?.name ?? say('handover.nobody'),
                  next: next.name ?? say('handover.nobody'),
                }),
          ),
        ),
      },
      incidents('opened', say('handover.opened'), say('handover.none'), handover.opened),
      incidents('acknowledged', say('handover.acknowledged'), say('handover.none'), handover.acknowledged),
      incidents('closed', say('handover.closed'), say('handover.none'), handover.closed),
      {
        id: 'notes',
        title: say('handover.notes'),
        none: say('handover.none'),
        lines: written(handover, false),
      },
      {
        id: 'silences',
        title: say('handover.silences'),
        none: say('handover.silences.none'),
        lines: silencesEnding.map(({ author, reason, until, about }) =>
          plain(
            about.join(', ') || say('onCall.silence.everything'),
            say('onCall.silence.until', { until: moment(until), author, reason }),
          ),
        ),
      },
      {
        id: 'messages',
        title: say('handover.failedMessages'),
        none: say('handover.failedMessages.none'),
        lines: [
          ...failedMessages.byChannel.map(({ channel, messages }) => ({
            text: say('handover.failedMessages.count', { channel: words.channel(channel), count: messages }),
            href: `/notifications?${new URLSearchParams({ troubled: 'true', channel })}`,
            beneath: null,
          })),
          ...failedMessages.first.map(({ id, template, recipient, state, reason }) => ({
            text: say('handover.failedMessages.one', {
              template: words.template(template),
              recipient: words.recipient(recipient),
              inWords: words.why(reason) ?? words.state(state),
            }),
            href: `/notifications?${new URLSearchParams({ message: id })}`,
            beneath: null,
          })),
        ],
      },
    ];
  };
}

/** As somebody pastes it into a chat or a mail. */
export function asText(head: readonly string[], sections: readonly HandoverSection[], origin: string): string {
  const body = sections.flatMap(({ title, none, lines }) => [
    '',
    title,
    ...(lines.length === 0 ? [`  ${none}`] : []),
    ...lines.flatMap(({ text, href, beneath, orders }) => [
      `  - ${text}${href === null ? '' : ` ${origin}${href}`}`,
      ...(beneath === null ? [] : [`    ${orders ? `${beneath} · ${orders.text} ${origin}${orders.href}` : beneath}`]),
    ]),
  ]);
  return [...head, ...body].join('\n');
}
