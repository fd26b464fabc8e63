import { useIntl } from 'react-intl';
import type { MessageKey } from '../words/catalogue.ts';
import { useSay } from '../words/say.tsx';

const CHANNELS = ['email', 'sms', 'telegram', 'slack', 'webhook'];

/** Messages in the reader's words. What this version does not know is said as the API has it. */
export function useMessageWords() {
  const say = useSay();
  const { messages } = useIntl();
  const known = (key: string, otherwise: string) => (key in messages ? say(key as MessageKey) : otherwise);
  const channel = (name: string) => (CHANNELS.includes(name) ? say(`order.channel.${name}` as MessageKey) : name);
  return {
    /** `e-mail “order received”`; without a channel the notice alone. */
    named: (name: string | null, what: string) => {
      const title = what.replaceAll('-', ' ');
      return name === null
        ? say('order.message.notice', { what: title })
        : say('order.message.named', { channel: channel(name), what: title });
    },
    state: (state: string) => known(`order.message.${state}`, state),
    /** Empty for none. */
    reason: (reason: string | null) => (reason === null ? '' : known(`order.reason.${reason}`, reason)),
    channel,
  };
}
