import type { ChannelName } from '../notifier/message.ts';
import type { Language } from './page-language.ts';

/** What people read who end or choose messages: whole sentences in each language. */

type ByChannel<T> = Record<ChannelName, T>;

export type Words = {
  title: string;
  /** `address`: masked; null when it is not known any more. */
  tells: (brand: string, channel: ChannelName, address: string | null) => string;
  stop: ByChannel<string>;
  willNotCome: string;
  choose: string;
  usual: string;
  by: ByChannel<string>;
  notAtAll: string;
  save: string;
  saved: string;
  stopped: (brand: string, channel: ChannelName, address: string | null) => string;
  undo: ByChannel<string>;
  /** Of bundled notices, where the status that has one is not called anything to customers, or none has it. */
  notices: Readonly<Record<string, string>>;
};

const en: Words = {
  title: 'Messages about your orders',
  tells: (brand, channel, address) =>
    address === null
      ? `${brand} writes to you ${EN_BY[channel]} when something happens to your order.`
      : `${brand} writes to ${address} when something happens to your order.`,
  stop: {
    email: 'Send me no more e-mails',
    sms: 'Send me no more texts',
    telegram: 'Send me nothing more in Telegram',
    slack: 'Send me nothing more',
    webhook: 'Send me nothing more',
  },
  willNotCome: 'Then you will not hear there of:',
  choose: 'Or choose what you hear of, and how',
  usual: 'As usual',
  by: { email: 'By e-mail', sms: 'By text message', telegram: 'In Telegram', slack: 'In Slack', webhook: 'By webhook' },
  notAtAll: 'Not at all',
  save: 'Save',
  saved: 'Saved.',
  stopped: (brand, channel, address) =>
    address === null
      ? `${brand} does not write to you ${EN_BY[channel]} any more.`
      : `${brand} does not write to ${address} any more.`,
  undo: {
    email: 'Send me e-mails again',
    sms: 'Send me texts again',
    telegram: 'Write to me in Telegram again',
    slack: 'Write to me again',
    webhook: 'Write to me again',
  },
  notices: {
    'order-received': 'Your order has come in',
    'price-ready': 'Your price is ready',
    'manufacturing-started': 'We have begun to make it',
    'order-shipped': 'It is on its way to you',
    'order-cancelled': 'Your order is cancelled',
    'order-delayed': 'A delay, with the new date',
    'price-reminder': 'A reminder that your price is ready',
    'order-message': 'What we write to you in person about an order',
  },
};

const EN_BY: ByChannel<string> = {
  email: 'by e-mail',
  sms: 'by text message',
  telegram: 'in Telegram',
  slack: 'in Slack',
  webhook: 'by webhook',
};

const ru: Words = {
  title: 'Сообщения о ваших заказах',
  tells: (brand, channel, address) =>
    address === null
      ? `${brand} сообщает вам ${RU_BY[channel]}, когда с заказом что-то происходит.`
      : `${brand} пишет на ${address}, когда с вашим заказом что-то происходит.`,
  stop: {
    email: 'Больше не присылать писем',
    sms: 'Больше не присылать SMS',
    telegram: 'Больше не писать в Telegram',
    slack: 'Больше не писать',
    webhook: 'Больше не писать',
  },
  willNotCome: 'Тогда туда больше не придёт:',
  choose: 'Или выберите, о чём и как вам сообщать',
  usual: 'Как обычно',
  by: { email: 'Письмом', sms: 'По SMS', telegram: 'В Telegram', slack: 'В Slack', webhook: 'Вебхуком' },
  notAtAll: 'Не сообщать',
  save: 'Сохранить',
  saved: 'Сохранено.',
  stopped: (brand, channel, address) =>
    address === null ? `${brand} больше не пишет вам ${RU_BY[channel]}.` : `${brand} больше не пишет на ${address}.`,
  undo: {
    email: 'Снова присылать письма',
    sms: 'Снова присылать SMS',
    telegram: 'Снова писать в Telegram',
    slack: 'Снова писать',
    webhook: 'Снова писать',
  },
  notices: {
    'order-received': 'Заказ принят',
    'price-ready': 'Цена готова',
    'manufacturing-started': 'Заказ начали делать',
    'order-shipped': 'Заказ отправлен',
    'order-cancelled': 'Заказ отменён',
    'order-delayed': 'О задержке и новом сроке',
    'price-reminder': 'Напоминание, что цена готова',
    'order-message': 'Что мы пишем вам о заказе лично',
  },
};

const RU_BY: ByChannel<string> = {
  email: 'по электронной почте',
  sms: 'по SMS',
  telegram: 'в Telegram',
  slack: 'в Slack',
  webhook: 'вебхуком',
};

export const WORDS: Record<Language, Words> = { en, ru };
