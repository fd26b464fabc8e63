import { nearMatch } from '../../platform/near-match.ts';
import type { Wording } from '../envelope/stated-event.ts';
import type { Source } from './source.ts';

/** What one expression made of a message. */
export type Reading = { field: string; expression: string; gave: unknown; problem: string | null };

const PROPERTIES: Readonly<Record<string, string>> = {
  eventId: 'AMQP property message_id',
  correlationId: 'AMQP property correlation_id',
  type: 'AMQP property type',
  source: 'AMQP property app_id',
};

/** At the beginning of every sentence about a field. */
export function nameOf(
  { declared }: Source,
  { field, expression }: { field: string; expression: string | undefined },
): string {
  return `Source ${declared.name}: \`${field}\`${expression === undefined ? '' : ` (${expression})`}`;
}

/** Rejections of a mapped message name the source, the expression and what it gave. */
export function wordingOf(source: Source, readings: readonly Reading[]): Wording {
  const { declared } = source;
  const opening = `Source ${declared.name}: `;
  const reading = (field: string) => readings.find(one => one.field === field);
  const quoted = (fields: readonly Reading[]) =>
    fields.map(({ field, expression }) => `\`${field}\` (${expression})`).join(' and ');
  return {
    name: field => {
      const found = reading(field);
      const isOurs = found && !isSilent(found);
      return nameOf(source, { field, expression: isOurs ? found.expression : PROPERTIES[field] });
    },
    nameless: () => {
      const naming = readings.filter(
        ({ field }) => field === 'orderId' || field === 'correlationId' || field.startsWith('ids.'),
      );
      const verb = naming.length === 1 ? 'gives' : 'give';
      return `${opening}the message does not say which order it is about: ${quoted(naming)} ${verb} nothing.`;
    },
    sourceless: () => {
      const found = reading('source');
      return (
        `${opening}the message does not say which system it is from: ${found?.expression ?? 'it'} gives nothing, ` +
        'and there is no AMQP property app_id.'
      );
    },
    statusless: type => {
      const silent = ['status', 'type'].flatMap(field => reading(field) ?? []).filter(isSilent);
      const which = silent.length === 1 ? 'gives' : 'give';
      const why =
        type === null ? `${quoted(silent)} ${which} nothing` : `a message of type "${type}" needs a \`status\``;
      const hint = reading('type')
        ? ''
        : ' If such messages are facts that do not move an order, declare `type` as well.';
      return `${opening}the message does not say what happened: ${why}.${hint}`;
    },
    unknownStatus: (status, names) => {
      const mapped = [...source.statuses.keys()];
      const near = nearMatch(status, [...mapped, ...names]);
      const meant = near === null ? '' : ` Did you mean "${near}"?`;
      const known = mapped.length === 0 ? 'Nothing is mapped' : `Mapped are ${mapped.map(it => `"${it}"`).join(', ')}`;
      return (
        `${nameOf(source, { field: 'status', expression: reading('status')?.expression })} is "${clipped(status)}", ` +
        `which is neither mapped nor a status of ours.${meant} ${known}; ours are ${names.join(', ')}.`
      );
    },
  };
}

/** What is empty says nothing: XML and forms have no other way to leave something out. */
function isSilent({ gave }: Reading): boolean {
  return gave === null || (typeof gave === 'string' && gave.trim() === '');
}

export function clipped(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200).toWellFormed()}…` : text;
}
