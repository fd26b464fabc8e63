import type { End } from '../alerts/ack-end.ts';
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
};

const en: AcknowledgeWords = {
  severity: { info: 'For your information', warning: 'Warning', critical: 'Critical' },
  incident: id => `incident ${id}`,
  since: (at, ago) => `open since ${at}, for ${ago}`,
  orders: { one: '# order', other: '# orders, the longest first' },
  more: { one: 'and # more order', other: 'and # more orders' },
  cause: cause => `Most likely cause: ${cause}`,
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
};

const ru: AcknowledgeWords = {
  severity: { info: 'К сведению', warning: 'Предупреждение', critical: 'Критично' },
  incident: id => `инцидент ${id}`,
  since: (at, ago) => `открыт ${at}, уже ${ago}`,
  orders: { one: '# заказ', few: '# заказа, начиная с самых давних', many: '# заказов, начиная с самых давних' },
  more: { one: 'и ещё # заказ', few: 'и ещё # заказа', many: 'и ещё # заказов' },
  cause: cause => `Вероятная причина: ${cause}`,
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
};

export const WORDS: Record<Language, AcknowledgeWords> = { en, ru };
