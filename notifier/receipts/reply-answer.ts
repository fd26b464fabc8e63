import type { Brand } from '../settings.ts';
import type { ReplyWord } from './receipt.ts';

/**
 * What somebody reads who writes a Russian word by SMS. English ones are answered by Twilio itself, as laws want it, and
 * a second answer would only be paid for.
 */
export function replyAnswer(word: ReplyWord, { name, contact }: Pick<Brand, 'name' | 'contact'>): string {
  switch (word) {
    case 'stop':
      return `${name}: SMS больше не придут. Чтобы вернуть их, ответьте СТАРТ.`;
    case 'start':
      return `${name}: SMS о ваших заказах снова будут приходить. Чтобы отказаться, ответьте СТОП.`;
    case 'help': {
      const reach = contact.phone ?? contact.email ?? contact.url;
      const contacts = reach === null ? '' : ` Связаться с нами: ${reach}.`;
      return `${name}: это SMS о ваших заказах.${contacts} Чтобы отказаться, ответьте СТОП.`;
    }
    default:
      return word satisfies never;
  }
}
