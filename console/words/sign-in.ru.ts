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
  'signIn.showPassword': 'Показать пароль',
  'signIn.nameHint': 'Строчные латинские буквы, цифры и . _ @ + -, например olga или olga@orders.example.',
  'signIn.passwordHint':
    'Не короче 12 знаков; лучше всего несколько слов, которые никто, кроме вас, не поставил бы рядом.',
  'signIn.nameWrong':
    'Такое имя не подойдёт: нужно от 1 до 100 строчных латинских букв, цифр и . _ @ + -, в начале буква или цифра.',
  'signIn.passwordWeak':
    'Такой пароль не подойдёт: нужно не меньше 12 знаков, не одни и те же по кругу и не только ваше имя.',
  'signIn.first.title': 'Первый администратор',
  'signIn.first.answer':
    'Эта ссылка открывается один раз. Тот, кто ею воспользуется, отвечает за пользователей этой установки.',
  'signIn.first.do': 'Создать и войти',
  'signIn.new.title': 'Задайте пароль',
  'signIn.new.answer': 'Эта ссылка открывается один раз. Все ваши сеансы на других устройствах завершатся.',
  'signIn.new.password': 'Новый пароль',
  'signIn.new.do': 'Задать и войти',
};
