import type { Language } from '../page-language.ts';

type OidcWords = Record<'title' | 'lost' | 'noRole' | 'disabled' | 'again', string>;

export const OIDC_WORDS: Record<Language, OidcWords> = {
  en: {
    title: 'You are not signed in',
    lost: 'The sign-in took too long, or was begun in another window.',
    noRole:
      'We know who you are, but nobody has given you a role here. Ask whoever gives out roles in your company for one.',
    disabled: 'You may not sign in here any more. Ask an admin of Orderwatch if that is a mistake.',
    again: 'Try again',
  },
  ru: {
    title: 'Вход не выполнен',
    lost: 'Вход занял слишком много времени или был начат в другом окне.',
    noRole: 'Мы знаем, кто вы, но роли здесь у вас нет. Попросите её у того, кто раздаёт роли в вашей компании.',
    disabled: 'Вам больше нельзя входить сюда. Если это ошибка, обратитесь к администратору Orderwatch.',
    again: 'Попробовать ещё раз',
  },
};
