import type { InOtherWords } from './catalogue.ts';
import type { referenceEn } from './reference.en.ts';

export const referenceRu: InOtherWords<typeof referenceEn> = {
  'reference.answer':
    '{count, plural, one {# операция} few {# операции} many {# операций} other {# операции}} версии 1. Запросы отсюда отправляются от вашего имени и действительно выполняются. <link>Документ OpenAPI</link>',
  'reference.failed': 'Справочник не удалось показать.',
  'reference.find': 'Часть пути или того, что операция делает',
  'reference.none': 'Такой операции нет. Очистите поиск, чтобы увидеть все.',
  'reference.body': 'Тело',
  'reference.answered': 'Ответ, {status}',
  'reference.answers': 'Все ответы',
  'reference.answer.text': 'Что ответил сервер',
  'reference.send': 'Отправить {method}',
  'reference.took': 'за {ms, number} мс',
  'reference.stream': 'Это поток, который не кончается: его слушает программа.',
};
