import type { InOtherWords } from './catalogue.ts';
import type { portalEn } from './portal.en.ts';

export const portalRu: InOtherWords<typeof portalEn> = {
  'portal.answer':
    'Среди заказов {partner} {overdue, plural, =0 {просроченных нет} one {просрочен <toOverdue>#</toOverdue>} few {просрочены <toOverdue>#</toOverdue>} many {просрочено <toOverdue>#</toOverdue>} other {просрочено <toOverdue>#</toOverdue>}}, под угрозой {atRisk, plural, =0 {ни одного} one {<toRisk>#</toRisk>} few {<toRisk>#</toRisk>} many {<toRisk>#</toRisk>} other {<toRisk>#</toRisk>}}.',
  'portal.stuck': 'Ждут слишком долго',
  'portal.expected': 'Ожидается',
  'portal.none': 'Ваших заказов пока нет. Они появятся здесь с первым событием, в котором вы названы.',
  'portal.nothing': 'Ни один ваш заказ не подходит. Введите меньше или снимите фильтр.',
  'portal.cantShow': 'Не удаётся показать ваши заказы.',
  'portal.use': 'API и его использование',
  'portal.useAnswer':
    '{keys, plural, =0 {Ключей у вас пока нет: его создаст тот, кто с вами работает.} one {У вас # ключ.} few {У вас # ключа.} many {У вас # ключей.} other {У вас # ключа.}}',
  'portal.useYours': 'За эту минуту эта страница использовала {used, number} из {limit, number} запросов.',
  'portal.key.minute': '{used, number} из {limit, number} запросов за эту минуту',
  'portal.key.requests':
    '{requests, plural, one {# запрос} few {# запроса} many {# запросов} other {# запроса}} за 30 дней{refused, plural, =0 {} other {, из них сверх предела: #}}',
  'portal.key.lastUsed': 'использован {ago}',
  'portal.key.neverUsed': 'ещё не использован',
  'portal.key.ends': 'действует до {at}',
  'portal.key.endless': 'действует, пока его не отзовут',
};
