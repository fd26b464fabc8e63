import { useIntl } from 'react-intl';
import type { Tone } from '../kit/tone.ts';

/** States and reasons of messages in the reader's words; what a newer version says is told as it is. */
export function useMessageWords() {
  const intl = useIntl();
  const word = (group: string, code: string) => {
    const id = `notifications.${group}.${code}`;
    return Object.hasOwn(intl.messages, id) ? intl.formatMessage({ id }) : code.replaceAll('_', ' ');
  };
  return {
    state: (state: string) => word('state', state),
    why: (reason: string | null) => (reason === null ? null : word('why', reason)),
    channel: (channel: string) => word('channel', channel),
    kind: (kind: string) => word('kind', kind),
    /** As text; `Recipient` has links. */
    recipient: (name: string) => {
      const [kind, ...id] = name.split(':');
      const key = `notifications.recipient.${kind}`;
      return Object.hasOwn(intl.messages, key) ? intl.formatMessage({ id: key }, { id: id.join(':') }) : name;
    },
    health: (state: string) => word('health', state),
    /** By its own name, where it is one of the company's own. */
    template: (name: string) => {
      const id = `notifications.template.${name}`;
      return Object.hasOwn(intl.messages, id) ? intl.formatMessage({ id }) : name.replaceAll('-', ' ');
    },
  };
}

export function toneOfMessage(state: string): Tone {
  if (state === 'delivered' || state === 'sent') return 'done';
  if (state === 'failed' || state === 'dead') return 'broken';
  return state === 'unknown' ? 'watch' : 'calm';
}

export function toneOfChannel(state: string): Tone {
  if (state === 'down') return 'broken';
  if (state === 'unknown') return 'watch';
  return state === 'up' ? 'done' : 'calm';
}
