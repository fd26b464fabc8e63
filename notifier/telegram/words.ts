import type { Instant } from '../../platform/clock.ts';
import type { Brand } from '../settings.ts';

export type Language = 'ru' | 'en';

/** An order as its customer may know it. */
export type OrderWords = {
  orderId: string;
  /** What customers read of its status; null: nothing of it is for them. */
  label: string | null;
  since: Instant | null;
  /** Null where it was promised for no day, or has come to its end. */
  promisedAt: Instant | null;
  isOverdue: boolean;
};

/** Russian for those who speak it, or of whom the shop says that they read it; else English. */
export function languageOf(locale: string, fallbacks: Readonly<Record<string, string>>): Language {
  const language = locale.split(/[-_]/, 1)[0]!.toLowerCase();
  const next = Object.hasOwn(fallbacks, language) ? fallbacks[language]! : language;
  return language === 'ru' || next.startsWith('ru') ? 'ru' : 'en';
}

const SENTENCES = {
  ru: {
    linked: 'Готово: сообщения о ваших заказах теперь приходят сюда. Чтобы это прекратить, напишите «стоп».',
    linkIsBad: 'Эта ссылка не подошла. Откройте её ещё раз из последнего письма о заказе.',
    linkIsPrivate: 'Эта ссылка только для вас: откройте её в личном чате, не в группе.',
    stopped: 'Больше ничего не придёт. Если передумаете, откройте ссылку из письма о заказе.',
    notLinked:
      'Здравствуйте! Я рассказываю о заказах, но этого чата ещё не знаю. Откройте ссылку на Telegram из письма о заказе.',
    linkedStaff:
      'Готово: сообщения об инцидентах теперь приходят сюда. Под каждым есть кнопка, чтобы взять его в работу.',
    notYours: 'Эта кнопка не для этого чата.',
    moved: 'Сообщения о ваших заказах теперь приходят в другой чат. Если это сделали не вы, сообщите нам.',
    help: 'Спросите «где мой заказ?» или пришлите его номер. Чтобы больше ничего не приходило, напишите «стоп».',
    noOrders: 'Сейчас у вас нет заказов.',
    reach: 'Связаться с нами:',
    inWork: 'Заказ в работе',
    more: 'Это не все: пришлите номер заказа, и я скажу о нём.',
    since: (day: string) => `с ${day}`,
    promised: (day: string) => `Обещан к ${day}.`,
    overdue: (day: string) => `Был обещан к ${day}; мы опаздываем и просим прощения.`,
  },
  en: {
    linked: 'Done: messages about your orders come here from now on. To end that, write “stop”.',
    linkIsBad: 'This link did not work. Open it again from the latest mail about your order.',
    linkIsPrivate: 'This link is for you alone: open it in a private chat, not in a group.',
    stopped: 'Nothing more will come. Should you change your mind, open the link in a mail about your order.',
    notLinked:
      'Hello! I tell people about their orders, but I don’t know this chat yet. Open the Telegram link in a mail about your order.',
    linkedStaff: 'Done: you are called to incidents here from now on. Each message has a button to take it on.',
    notYours: 'This button is not for this chat.',
    moved: 'Messages about your orders now go to another chat. If that was not you, please tell us.',
    help: 'Ask “where is my order?” or send its number. To get nothing more, write “stop”.',
    noOrders: 'You have no orders at the moment.',
    reach: 'How to reach us:',
    inWork: 'We are working on it',
    more: 'These are not all: send the number of an order to hear about it.',
    since: (day: string) => `since ${day}`,
    promised: (day: string) => `Promised for ${day}.`,
    overdue: (day: string) => `It was promised for ${day}; we are late and sorry for it.`,
  },
} as const;

export type Sentence =
  | 'linked'
  | 'linkIsBad'
  | 'linkIsPrivate'
  | 'stopped'
  | 'notLinked'
  | 'moved'
  | 'help'
  | 'linkedStaff'
  | 'notYours';

// Whoever reads these may want to talk to somebody.
const WITH_CONTACT: readonly Sentence[] = ['linkIsBad', 'notLinked', 'moved', 'help'];

export function sentence(language: Language, name: Sentence, brand: Pick<Brand, 'contact'>): string {
  const words = SENTENCES[language];
  const { email, phone, url } = brand.contact;
  const contacts = [phone, email, url].filter(contact => contact !== null);
  return WITH_CONTACT.includes(name) && contacts.length > 0
    ? `${words[name]}\n\n${words.reach} ${contacts.join(', ')}`
    : words[name];
}

/** Where the orders are; `more`: there are others that are not among them. Plain text: nothing in it is markup. */
export function whereTheyAre(language: Language, zone: string, orders: readonly OrderWords[], more: boolean): string {
  const words = SENTENCES[language];
  if (orders.length === 0) return words.noOrders;
  const day = (at: Instant) => dayOf(language, zone, at);
  const told = orders.map(({ orderId, label, since, promisedAt, isOverdue }) => {
    const status = [label ?? words.inWork, ...(since === null ? [] : [words.since(day(since))])].join(', ');
    const promise = promisedAt === null ? '' : (isOverdue ? words.overdue : words.promised)(day(promisedAt));
    return [`${orderId}: ${status}.`, promise].filter(Boolean).join('\n');
  });
  return [...told, ...(more ? [words.more] : [])].join('\n\n');
}

function dayOf(language: Language, zone: string, at: Instant): string {
  return new Intl.DateTimeFormat(language, { timeZone: zone, day: 'numeric', month: 'long' }).format(at);
}
