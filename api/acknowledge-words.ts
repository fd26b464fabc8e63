import type { End } from '../alerts/ack-end.ts';
import type { CustomerTelling, IncidentVerdict } from '../alerts/incident.ts';
import type { Severity } from '../alerts/severity.ts';
import type { Language } from './page-language.ts';

/** What people read who take an incident on: whole sentences in each language. */

export type AcknowledgeWords = {
  severity: Record<Severity, string>;
  incident: (id: number) => string;
  since: (at: string, ago: string) => string;
  /** `#` is the number. */
  orders: Record<string, string>;
  more: Record<string, string>;
  cause: (cause: string) => string;
  suspect: (why: string) => string;
  told: (names: string) => string;
  toldNobodyElse: string;
  free: string;
  mine: (until: string) => string;
  taken: (name: string, until: string) => string;
  putOff: (until: string) => string;
  over: (at: string) => string;
  overBy: (name: string, at: string) => string;
  take: string;
  takeOver: string;
  giveBack: string;
  until: string;
  ends: Record<End, string>;
  note: string;
  yourName: string;
  changed: string;
  wasItReal: string;
  verdicts: Record<IncidentVerdict, string>;
  /** Of one of them, when somebody has said so. */
  said: Record<IncidentVerdict, (name: string) => string>;
  customers: Record<Exclude<CustomerTelling, 'usual'>, string>;
  tellCustomers: string;
  keepFromCustomers: string;
};

const en: AcknowledgeWords = {
  severity: { info: 'For your information', warning: 'Warning', critical: 'Critical' },
  incident: id => `incident ${id}`,
  since: (at, ago) => `open since ${at}, for ${ago}`,
  orders: { one: '# order', other: '# orders, the longest first' },
  more: { one: 'and # more order', other: 'and # more orders' },
  cause: cause => `Most likely cause: ${cause}`,
  suspect: why => `What we know may be late: ${why} Look before you act.`,
  told: names => `Also told: ${names}.`,
  toldNobodyElse: 'Nobody else has been told so far.',
  free: 'Nobody has taken it yet. Whoever takes it on looks after it, and nobody else is called until then.',
  mine: until => `You have taken it on, until ${until}. If it is not over by then, the calls begin again.`,
  taken: (name, until) => `${name} has taken it on, until ${until}.`,
  putOff: until => `It is put off until ${until}.`,
  over: at => `It is over since ${at}: what was wrong no longer is.`,
  overBy: (name, at) => `${name} closed it on ${at}.`,
  take: 'I take it',
  takeOver: 'I take it over',
  giveBack: 'Give it back',
  until: 'Until',
  ends: {
    usual: 'As long as usual',
    hour: 'For an hour',
    fourHours: 'For four hours',
    tomorrow: 'Until tomorrow, 9:00',
    monday: 'Until Monday, 9:00',
  },
  note: 'Note, if you like',
  yourName: 'Your name',
  changed: 'Something has changed meanwhile. This is how it stands now.',
  wasItReal: 'Was it real?',
  verdicts: { real: 'Yes, it was real', not_real: 'No, it was not', our_data: 'Our data was wrong' },
  said: {
    real: name => `${name} said that it was real.`,
    not_real: name => `${name} said that it was not real.`,
    our_data: name => `${name} said that our data was wrong.`,
  },
  customers: {
    held: 'So many orders at once: their customers are told of delays only when somebody says so.',
    released: 'Customers are told of delays of these orders.',
    refused: 'Customers are not told of delays of these orders.',
  },
  tellCustomers: 'Tell the customers',
  keepFromCustomers: 'Do not tell them',
};

const ru: AcknowledgeWords = {
  severity: { info: 'К сведению', warning: 'Предупреждение', critical: 'Критично' },
  incident: id => `инцидент ${id}`,
  since: (at, ago) => `открыт ${at}, уже ${ago}`,
  orders: { one: '# заказ', few: '# заказа, начиная с самых давних', many: '# заказов, начиная с самых давних' },
  more: { one: 'и ещё # заказ', few: 'и ещё # заказа', many: 'и ещё # заказов' },
  cause: cause => `Вероятная причина: ${cause}`,
  suspect: why => `Наши данные могут запаздывать: ${why} Сначала проверьте.`,
  told: names => `Сообщили также: ${names}.`,
  toldNobodyElse: 'Больше пока никому не сообщали.',
  free: 'Его ещё никто не взял. Кто возьмёт, тот им и занимается; больше никого до тех пор не побеспокоим.',
  mine: until => `Инцидент у вас в работе до ${until}. Если к этому времени он не закроется, вызовы начнутся снова.`,
  taken: (name, until) => `Его взял(а) в работу ${name}, до ${until}.`,
  putOff: until => `Он отложен до ${until}.`,
  over: at => `Всё закончилось ${at}: нарушения больше нет.`,
  overBy: (name, at) => `Его закрыл(а) ${name}, ${at}.`,
  take: 'Беру в работу',
  takeOver: 'Забираю себе',
  giveBack: 'Вернуть',
  until: 'До каких пор',
  ends: {
    usual: 'Как обычно',
    hour: 'На час',
    fourHours: 'На четыре часа',
    tomorrow: 'До завтра, 9:00',
    monday: 'До понедельника, 9:00',
  },
  note: 'Заметка, если нужно',
  yourName: 'Ваше имя',
  changed: 'За это время что-то изменилось. Вот как обстоят дела сейчас.',
  wasItReal: 'Тревога настоящая?',
  verdicts: { real: 'Да, настоящая', not_real: 'Нет, ложная', our_data: 'Ошибка в наших данных' },
  said: {
    real: name => `${name} считает, что тревога была настоящей.`,
    not_real: name => `${name} считает, что тревога была ложной.`,
    our_data: name => `${name} считает, что ошибка была в наших данных.`,
  },
  customers: {
    held: 'Заказов сразу так много, что клиентам сообщат о задержке, только если кто-нибудь так решит.',
    released: 'Клиентам этих заказов сообщают о задержке.',
    refused: 'Клиентам этих заказов о задержке не сообщают.',
  },
  tellCustomers: 'Сообщить клиентам',
  keepFromCustomers: 'Не сообщать',
};

export const WORDS: Record<Language, AcknowledgeWords> = { en, ru };
