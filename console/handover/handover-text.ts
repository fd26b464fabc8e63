import type { Handover } from '../client/api.gen.ts';
import { useMoment } from '../kit/moment.ts';
import { useReader } from '../words/language.tsx';
import { useSay } from '../words/say.tsx';

export type HandoverSection = {
  title: string;
  /** What is said where there is nothing. */
  none: string;
  lines: readonly { text: string; href: string | null; beneath: string | null }[];
};

type Incident = Handover['opened']['first'][number];

/** The handover as sections of lines: what the page shows, and what is copied as text. */
export function useHandoverSections(): (handover: Handover) => HandoverSection[] {
  const say = useSay();
  const moment = useMoment();
  const { language } = useReader();

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
      orders: incident.orders,
      opened: moment(incident.openedAt),
      standing: standing(incident),
    }),
  });
  const incidents = (title: string, none: string, { count, first }: Handover['opened']): HandoverSection => ({
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
    const plain = (text: string, beneath: string | null = null) => ({ text, href: null, beneath });
    return [
      {
        title: say('handover.promises'),
        none: say('handover.promises.none'),
        lines: written(handover, true),
      },
      incidents(say('handover.oldest'), say('handover.oldest.none'), handover.oldestOpen),
      {
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
      incidents(say('handover.opened'), say('handover.none'), handover.opened),
      incidents(say('handover.acknowledged'), say('handover.none'), handover.acknowledged),
      incidents(say('handover.closed'), say('handover.none'), handover.closed),
      {
        title: say('handover.notes'),
        none: say('handover.none'),
        lines: written(handover, false),
      },
      {
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
        title: say('handover.failedMessages'),
        none: say('handover.failedMessages.none'),
        lines: [
          ...failedMessages.byChannel.map(({ channel, messages }) =>
            plain(say('handover.failedMessages.count', { channel, count: messages })),
          ),
          ...failedMessages.first.map(({ id, template, recipient, inWords }) => ({
            text: say('handover.failedMessages.one', { template, recipient, inWords }),
            href: `/notifications/${id}`,
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
    ...lines.flatMap(({ text, href, beneath }) => [
      `  - ${text}${href === null ? '' : ` ${origin}${href}`}`,
      ...(beneath === null ? [] : [`    ${beneath}`]),
    ]),
  ]);
  return [...head, ...body].join('\n');
}
