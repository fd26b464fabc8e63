import type { Language } from '../page-language.ts';

/** What customers read on the page of their order: whole sentences in each language. Dates come written out. */
export type TrackWords = {
  order: (id: string) => string;
  /** Where a status has no words for customers. */
  inWork: string;
  inWorkTitle: string;
  expectedBetween: (from: string, to: string) => string;
  expectedOn: (day: string) => string;
  /** It will be later than what was promised. */
  laterThanPromised: (promised: string) => string;
  promised: (day: string) => string;
  noDate: string;
  paused: string;
  cancelled: string;
  over: (day: string) => string;
  next: (what: string) => string;
  since: (day: string) => string;
  progressTitle: string;
  calculation: (percent: string) => string;
  stage: (stage: string) => string;
  steps: string;
  stepStates: { done: string; now: string; ahead: string };
  asOf: (at: string) => string;
  late: string;
  seeShop: string;
  otherLanguage: string;
  tooMany: { title: string; text: string };
};

export const TRACK_WORDS: Record<Language, TrackWords> = {
  en: {
    order: id => `Order ${id}`,
    inWorkTitle: 'We are working on your order',
    inWork: 'Everything is under way, and you need not do anything.',
    expectedBetween: (from, to) => `We expect it to reach you between ${from} and ${to}.`,
    expectedOn: day => `We expect it to reach you on ${day}.`,
    laterThanPromised: promised => `That is later than the ${promised} that we promised, and we are sorry.`,
    promised: day => `We have promised it for ${day}.`,
    noDate: 'We can not name a day right now. As soon as we know one, it stands here.',
    paused: 'Your order is paused. Nothing is lost: it goes on as soon as what it waits for is settled.',
    cancelled: 'Nothing more will happen with this order. If you did not expect that, please ask us.',
    over: day => `That was on ${day}. Thank you for your order!`,
    next: what => `Next: ${what}`,
    since: day => `Since ${day}`,
    progressTitle: 'The price is being calculated',
    calculation: percent => `${percent} are done. You need not keep this page open: we write to you.`,
    stage: stage => `Right now: ${stage}`,
    steps: 'The way of your order',
    stepStates: { done: 'done', now: 'now', ahead: 'ahead' },
    asOf: at => `As of ${at}`,
    late: 'News from our workshop come late at the moment; this page may be some hours behind.',
    seeShop: 'See the order in the shop',
    otherLanguage: 'По-русски',
    tooMany: { title: 'Too often', text: 'This page was opened very often from here. Please try again in a minute.' },
  },
  ru: {
    order: id => `Заказ ${id}`,
    inWorkTitle: 'Мы занимаемся вашим заказом',
    inWork: 'Всё идёт своим ходом, от вас ничего не требуется.',
    expectedBetween: (from, to) => `Рассчитываем, что вы получите его в период с ${from} по ${to}.`,
    expectedOn: day => `Рассчитываем, что вы получите его ${day}.`,
    laterThanPromised: promised => `Это позже обещанного срока, ${promised}. Просим прощения.`,
    promised: day => `Мы обещали его к этому сроку: ${day}.`,
    noDate: 'Точный срок сейчас назвать не можем. Как только он станет известен, он появится здесь.',
    paused: 'Заказ приостановлен. Ничего не потеряно: продолжим, как только решится то, чего он ждёт.',
    cancelled: 'С этим заказом больше ничего не произойдёт. Если вы этого не ожидали, напишите нам.',
    over: day => `Это было ${day}. Спасибо за заказ!`,
    next: what => `Дальше: ${what}`,
    since: day => `С ${day}`,
    progressTitle: 'Рассчитываем цену',
    calculation: percent => `Готово ${percent}. Страницу можно закрыть: мы вам напишем.`,
    stage: stage => `Сейчас: ${stage}`,
    steps: 'Путь вашего заказа',
    stepStates: { done: 'сделано', now: 'сейчас', ahead: 'впереди' },
    asOf: at => `Данные на ${at}`,
    late: 'Новости из мастерской сейчас приходят с задержкой, эта страница может отставать на несколько часов.',
    seeShop: 'Открыть заказ в магазине',
    otherLanguage: 'In English',
    tooMany: {
      title: 'Слишком часто',
      text: 'Эту страницу отсюда открывали очень часто. Попробуйте, пожалуйста, через минуту.',
    },
  },
};
