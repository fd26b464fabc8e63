import type { english } from './english.ts';

/** The languages of the console's readers. */
export const LANGUAGES = ['en', 'ru'] as const;
export type Language = (typeof LANGUAGES)[number];

export type MessageKey = keyof typeof english;
/** A sentence for every key of another language's file: one that is missing is no program. */
export type InOtherWords<Words> = { readonly [Key in keyof Words]: string };

/** What a key begins with. */
export type Feature = MessageKey extends `${infer Name}.${string}` ? Name : never;
type WordsOf<Name extends Feature> = InOtherWords<Record<Extract<MessageKey, `${Name}.${string}`>, string>>;
type Words = Partial<Record<MessageKey, string>>;

/** Every page says something of these. */
export const FIRST: readonly Feature[] = ['shell', 'kit'];

/** Where a feature's words are. What is missing here, or leads to the words of another one, is no program. */
const FILES: { [Name in Feature]: Record<Language, () => Promise<WordsOf<Name>>> } = {
  audit: {
    en: () => import('./audit.en.ts').then(({ auditEn }) => auditEn),
    ru: () => import('./audit.ru.ts').then(({ auditRu }) => auditRu),
  },
  board: {
    en: () => import('./board.en.ts').then(({ boardEn }) => boardEn),
    ru: () => import('./board.ru.ts').then(({ boardRu }) => boardRu),
  },
  configuration: {
    en: () => import('./configuration.en.ts').then(({ configurationEn }) => configurationEn),
    ru: () => import('./configuration.ru.ts').then(({ configurationRu }) => configurationRu),
  },
  handover: {
    en: () => import('./on-call.en.ts').then(({ onCallEn }) => onCallEn),
    ru: () => import('./on-call.ru.ts').then(({ onCallRu }) => onCallRu),
  },
  health: {
    en: () => import('./health.en.ts').then(({ healthEn }) => healthEn),
    ru: () => import('./health.ru.ts').then(({ healthRu }) => healthRu),
  },
  incidents: {
    en: () => import('./incidents.en.ts').then(({ incidentsEn }) => incidentsEn),
    ru: () => import('./incidents.ru.ts').then(({ incidentsRu }) => incidentsRu),
  },
  insights: {
    en: () => import('./insights.en.ts').then(({ insightsEn }) => insightsEn),
    ru: () => import('./insights.ru.ts').then(({ insightsRu }) => insightsRu),
  },
  kit: {
    en: () => import('./kit.en.ts').then(({ kitEn }) => kitEn),
    ru: () => import('./kit.ru.ts').then(({ kitRu }) => kitRu),
  },
  notifications: {
    en: () => import('./notifications.en.ts').then(({ notificationsEn }) => notificationsEn),
    ru: () => import('./notifications.ru.ts').then(({ notificationsRu }) => notificationsRu),
  },
  onCall: {
    en: () => import('./on-call.en.ts').then(({ onCallEn }) => onCallEn),
    ru: () => import('./on-call.ru.ts').then(({ onCallRu }) => onCallRu),
  },
  order: {
    en: () => import('./order.en.ts').then(({ orderEn }) => orderEn),
    ru: () => import('./order.ru.ts').then(({ orderRu }) => orderRu),
  },
  orders: {
    en: () => import('./orders.en.ts').then(({ ordersEn }) => ordersEn),
    ru: () => import('./orders.ru.ts').then(({ ordersRu }) => ordersRu),
  },
  portal: {
    en: () => import('./portal.en.ts').then(({ portalEn }) => portalEn),
    ru: () => import('./portal.ru.ts').then(({ portalRu }) => portalRu),
  },
  profile: {
    en: () => import('./profile.en.ts').then(({ profileEn }) => profileEn),
    ru: () => import('./profile.ru.ts').then(({ profileRu }) => profileRu),
  },
  quarantine: {
    en: () => import('./quarantine.en.ts').then(({ quarantineEn }) => quarantineEn),
    ru: () => import('./quarantine.ru.ts').then(({ quarantineRu }) => quarantineRu),
  },
  queue: {
    en: () => import('./queue.en.ts').then(({ queueEn }) => queueEn),
    ru: () => import('./queue.ru.ts').then(({ queueRu }) => queueRu),
  },
  reference: {
    en: () => import('./reference.en.ts').then(({ referenceEn }) => referenceEn),
    ru: () => import('./reference.ru.ts').then(({ referenceRu }) => referenceRu),
  },
  rules: {
    en: () => import('./rules.en.ts').then(({ rulesEn }) => rulesEn),
    ru: () => import('./rules.ru.ts').then(({ rulesRu }) => rulesRu),
  },
  settings: {
    en: () => import('./settings.en.ts').then(({ settingsEn }) => settingsEn),
    ru: () => import('./settings.ru.ts').then(({ settingsRu }) => settingsRu),
  },
  shell: {
    en: () => import('./shell.en.ts').then(({ shellEn }) => shellEn),
    ru: () => import('./shell.ru.ts').then(({ shellRu }) => shellRu),
  },
  signIn: {
    en: () => import('./sign-in.en.ts').then(({ signInEn }) => signInEn),
    ru: () => import('./sign-in.ru.ts').then(({ signInRu }) => signInRu),
  },
  templates: {
    en: () => import('./templates.en.ts').then(({ templatesEn }) => templatesEn),
    ru: () => import('./templates.ru.ts').then(({ templatesRu }) => templatesRu),
  },
};

const wanted = new Set(FIRST);
/** The sentences that are here, by language. The records grow: what a page says is here before the page is. */
const here = new Map<Language, Words>();
const loading = new Map<string, Promise<Words>>();

function load(language: Language, feature: Feature): Promise<Words> {
  const key = `${language} ${feature}`;
  let words = loading.get(key);
  if (words === undefined) {
    words = FILES[feature][language]().then(read => Object.assign(here.get(language)!, read));
    // What failed is tried again by whoever wants it next.
    words.catch(() => loading.delete(key));
    loading.set(key, words);
  }
  return words;
}

const languages = new Map<Language, Promise<Words>>();

/** The sentences of a language: those that were wanted so far, to which all are added that are wanted later. */
export function wordsOf(language: Language): Promise<Words> {
  let words = languages.get(language);
  if (words === undefined) {
    if (!here.has(language)) here.set(language, {});
    words = Promise.all([...wanted].map(feature => load(language, feature))).then(() => here.get(language)!);
    words.catch(() => languages.delete(language));
    languages.set(language, words);
  }
  return words;
}

/** Resolved when the words of these features are here, in each language that is read or was. */
export async function wantWords(features: readonly Feature[]): Promise<void> {
  for (const feature of features) wanted.add(feature);
  await Promise.all([...here.keys()].flatMap(language => features.map(feature => load(language, feature))));
}

export function isLanguage(text: string | null | undefined): text is Language {
  return LANGUAGES.some(language => language === text);
}
