import type { InOtherWords } from './catalogue.ts';
import type { templatesEn } from './templates.en.ts';

export const templatesRu: InOtherWords<typeof templatesEn> = {
  'templates.title': 'Шаблоны',
  'templates.answer':
    '{count, plural, one {# шаблон создаёт сообщения} few {# шаблона создают сообщения} many {# шаблонов создают сообщения} other {# шаблонов создают сообщения}}; {own, plural, =0 {все встроенные.} one {# ваш собственный.} other {# ваши собственные.}}',
  'templates.unknown': 'Шаблоны не удалось показать.',
  'templates.none': 'Шаблонов нет.',
  'templates.template': 'Шаблон',
  'templates.language': 'Язык',
  'templates.order': 'Заказ для заполнения',
  'templates.orderHint': 'Пусто: образец. Имя клиента сокращается.',
  'templates.show': 'Показать',
  'templates.subject': 'Тема: {subject}',
  'templates.html': 'HTML письма',
  'templates.plain': 'Простой текст',
  'templates.wrong': 'Создать не удалось: {why}',
  'templates.channel.email': 'Эл. почта',
  'templates.channel.sms': 'SMS',
  'templates.channel.telegram': 'Telegram',
  'templates.channel.slack': 'Slack',
  'templates.channel.webhook': 'Вебхук',
  'templates.sms':
    '{units, plural, one {# символ} few {# символа} many {# символов} other {# символов}}, {segments, plural, one {# сегмент} few {# сегмента} many {# сегментов} other {# сегментов}}: оплачивается каждый.',
};
