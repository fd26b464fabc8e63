import { nearMatch } from '../../platform/near-match.ts';
import type { InboundMessage } from '../message.ts';
import type { DecodeContext, Envelope, Verdict } from './envelope.ts';
import { parseTime } from './iso-time.ts';
import { readJsonObject } from './json-body.ts';
import { readShape } from './plain-shape.ts';
import { derivedId, digestOf, statedEvent, type Wording } from './stated-event.ts';

/** Our own contract (DESIGN §4): a JSON object; AMQP properties fill what it lacks. */
export const plain: Envelope = { name: 'plain', recognises: () => true, decode };

function decode(message: InboundMessage, context: DecodeContext): Verdict {
  const json = readJsonObject(message.body, message.properties.contentEncoding);
  if (!json.ok) return json;
  const shape = readShape(json.object);
  if (!shape.ok) return shape;
  const { body } = shape;
  const fields = {
    ...body,
    source: body.source ?? message.properties.appId ?? sourceInRoutingKey(message.routingKey),
    time: (field: 'occurredAt' | 'promisedAt') => {
      const text = body[field];
      return text === null || text === undefined ? null : parseTime(text);
    },
    data: () => (body.data ? (json.exact().data as Record<string, unknown>) : null),
    // Without a time, the bytes tell one from another.
    identity: ({ key, source, what, at }: { key: string; source: string; what: string; at: number | null }) =>
      derivedId([key, source, what, at ?? digestOf(message.body)]),
  };
  return statedEvent(fields, message, context, wording);
}

function sourceInRoutingKey(routingKey: string | null): string | null {
  return /^order\.([^.]+)\.[^.]+$/.exec(routingKey ?? '')?.[1] ?? null;
}

const wording: Wording = {
  name: field => `\`${field}\``,
  nameless: () =>
    'The event does not say which order it is about: it needs `orderId`, or an id of the order in another system ' +
    'in `ids` ({ "mes": "M-77" }), or a `correlationId`.',
  sourceless: () =>
    'The event does not say which system it is from: set `source` in the body, the AMQP property app_id, ' +
    'or a routing key of the form order.<source>.<status>.',
  statusless: (type, names) => {
    const why =
      type === null ? 'The event has neither `type` nor `status`' : `An event of type "${type}" needs a \`status\``;
    return `${why}; a status is one of ${names.join(', ')}.`;
  },
  unknownStatus: (status, names) => {
    const shown = status.length > 60 ? `${status.slice(0, 60).toWellFormed()}…` : status;
    const near = nearMatch(status, names);
    const meant = near === null ? '' : ` Did you mean ${near}?`;
    return `\`status\` "${shown}" is not a known status.${meant} Known are ${names.join(', ')}.`;
  },
};
