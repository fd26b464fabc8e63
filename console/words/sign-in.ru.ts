import type { InOtherWords } from './catalogue.ts';
import type { signInEn } from './sign-in.en.ts';

export const signInRu: InOtherWords<typeof signInEn> = {
  'signIn.title': 'Вход',
  'signIn.answer': 'Войдите, чтобы видеть, где каждый заказ и почему.',
  'signIn.name': 'Имя',
  'signIn.password': 'Пароль',
  'signIn.do': 'Войти',
  'signIn.with': 'Войти через {provider}',
  'signIn.or': 'или',
  'signIn.wrong': 'Имя или пароль не подходят.',
  'signIn.none': 'Ни один способ входа не настроен. Его настраивает тот, кто запускает Orderwatch.',
};
