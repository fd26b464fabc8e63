import type { Random } from './random.ts';

/** All invented; the domains are reserved for examples (RFC 2606), the phone numbers begin as no subscriber's do. */
export type Customer = { id: string; name: string; email: string; phone: string; locale: string; timezone: string };

export type Partner = {
  id: string;
  contact: Customer;
  /** Its part of all uploads. */
  share: number;
  /** Models in one upload, at most. */
  models: number;
};

type Country = {
  locale: string;
  phone: string;
  zones: readonly string[];
  first: readonly string[];
  last: readonly string[];
};

const RUSSIA: Country = {
  locale: 'ru',
  phone: '+7000',
  zones: ['Europe/Moscow', 'Europe/Moscow', 'Asia/Yekaterinburg', 'Asia/Novosibirsk', 'Asia/Vladivostok'],
  first: ['Анна', 'Мария', 'Ольга', 'Екатерина', 'Наталья', 'Юлия', 'Ксения', 'Полина', 'Алёна', 'Зоя'],
  last: ['Иванова', 'Смирнова', 'Кузнецова', 'Соловьёва', 'Щербакова', 'Ильина', 'Чайка', 'Эйхлер', 'Жук', 'Королёва'],
};
const COUNTRIES: readonly Country[] = [
  RUSSIA,
  RUSSIA,
  RUSSIA,
  {
    locale: 'en',
    phone: '+44000',
    zones: ['Europe/London'],
    first: ['Ada', 'Grace', 'Edith', 'Niamh', 'Zoe'],
    last: ["O'Brien", 'Lovelace', 'Hopper', 'Smith-Jones', 'Clarke'],
  },
  {
    locale: 'de',
    phone: '+49000',
    zones: ['Europe/Berlin'],
    first: ['Jürgen', 'Käthe', 'Lena', 'Björn', 'Aylin'],
    last: ['Müller', 'Weiß', 'Yılmaz', 'Schröder', 'Groß'],
  },
  {
    locale: 'kk',
    phone: '+7600',
    zones: ['Asia/Almaty'],
    first: ['Айгүл', 'Нұрлан', 'Әсел', 'Ерлан'],
    last: ['Сәрсенов', 'Ахметова', 'Жұмабаев', 'Оспанова'],
  },
  {
    locale: 'en',
    phone: '+81000',
    zones: ['Asia/Tokyo'],
    first: ['結衣', '陽菜', 'Haruto'],
    last: ['佐藤', '鈴木', 'Takahashi'],
  },
];

export function aCustomer(random: Random, number: number): Customer {
  const country = random.pick(COUNTRIES);
  const id = `C-${number}`;
  return {
    id,
    name: `${random.pick(country.first)} ${random.pick(country.last)}`,
    email: `customer.${number}@${random.pick(['example.com', 'example.org', 'mail.example'])}`,
    phone: `${country.phone}${String(random.int(0, 9_999_999)).padStart(7, '0')}`,
    locale: country.locale,
    timezone: random.pick(country.zones),
  };
}

const NAMED: readonly [id: string, name: string, share: number, models: number][] = [
  ['acme', 'Acme Jewels', 5, 12],
  ['severnoe-siyanie', 'Северное сияние', 3, 6],
  ['goldwerk', 'Goldwerk GmbH', 2, 4],
  ['atelier-9', 'Atelier 9', 1, 3],
];

export const PARTNERS: readonly Partner[] = NAMED.map(([id, name, share, models], index) => ({
  id,
  share,
  models,
  contact: {
    id: `P-${index + 1}`,
    name,
    email: `orders@${id}.example`,
    phone: `+7000100000${index}`,
    locale: id === 'goldwerk' ? 'de' : 'ru',
    timezone: id === 'goldwerk' ? 'Europe/Berlin' : 'Europe/Moscow',
  },
}));

export function aPartner(random: Random): Partner {
  return random.pick(PARTNERS.flatMap(partner => Array.from({ length: partner.share }, () => partner)));
}
