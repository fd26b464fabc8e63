import type { Outgoing } from './channel.ts';
import type { Message, Variables } from './message.ts';
import { UNREADABLE } from './message-rows.ts';
import type { People } from './people.ts';
import type { NotifierSettings } from './settings.ts';
import type { Templates } from './template.ts';

export type Making = {
  settings: () => NotifierSettings;
  templates: () => Templates;
  people: Pick<People, 'unsubscribeUrl' | 'telegramUrl' | 'pressesOf' | 'trackingUrl'>;
};

/** The message as it goes out, the same each time. Throws when its template can't be filled. */
export function makeOutgoing(message: Message, { settings, templates, people }: Making): Outgoing {
  const { about, id, recipient, address, locale, zone, channel, template, variables, attempts } = message;
  if (variables === UNREADABLE) throw new Error('What the message is filled with can not be read any more');
  const unsubscribeUrl = canUnsubscribe(message)
    ? people.unsubscribeUrl({ recipient, channel, addressHash: message.addressHash, template })
    : null;
  const telegramUrl = message.kind !== 'staff' && channel === 'email' ? people.telegramUrl(recipient) : null;
  const frame = {
    brand: settings().brand,
    locale,
    zone,
    unsubscribeUrl,
    telegramUrl,
    presses: people.pressesOf(message),
  };
  const content = templates().render(template, channel, withTracking(message, variables, people), frame);
  return { about, id, recipient, address, locale, content, unsubscribeUrl, attempt: attempts };
}

/** As old as the message, so that it is the same one however often it is tried. */
function withTracking(
  { kind, about, queuedAt }: Message,
  variables: Variables,
  { trackingUrl }: Pick<People, 'trackingUrl'>,
): Variables {
  if (kind !== 'customer') return variables;
  const links = {
    ...(variables.links as object | undefined),
    tracking: trackingUrl({ order: about, madeAt: queuedAt }),
  };
  return { ...variables, links };
}

/** Those of the company are told what they have to know; a program that is told of changes reads no links. */
function canUnsubscribe({ kind, channel }: Message): boolean {
  return kind !== 'staff' && channel !== 'webhook' && channel !== 'slack';
}
