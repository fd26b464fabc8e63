import type { Language } from './page-language.ts';

/** What every page behind a link in a message may have to say. */
export type PageWords = {
  questions: string;
  noLink: { title: string; text: string };
  notUnderstood: { title: string; text: string };
  notNow: { title: string; text: string };
};

export const WORDS: Record<Language, PageWords> = {
  en: {
    questions: 'Questions? A person answers:',
    noLink: {
      title: 'This link does not work',
      text: 'Perhaps a part of it is missing. Open it from the newest message that you have, or write to whoever sent it.',
    },
    notUnderstood: {
      title: 'That was not understood',
      text: 'Open the link from your message again, and choose there.',
    },
    notNow: { title: 'Not possible right now', text: 'Please try again in a few minutes.' },
  },
  ru: {
    questions: 'Есть вопросы? Вам ответит человек:',
    noLink: {
      title: 'Ссылка не работает',
      text: 'Возможно, часть её потерялась. Откройте её из последнего сообщения или напишите тем, кто его прислал.',
    },
    notUnderstood: { title: 'Не получилось понять', text: 'Откройте ссылку из сообщения ещё раз и выберите там.' },
    notNow: { title: 'Сейчас не получается', text: 'Пожалуйста, попробуйте ещё раз через несколько минут.' },
  },
};
