import type { InOtherWords } from './catalogue.ts';
import type { configurationEn } from './configuration.en.ts';

export const configurationRu: InOtherWords<typeof configurationEn> = {
  'configuration.title': 'Конфигурация',
  'configuration.unknown': 'Конфигурацию не удалось показать.',
  'configuration.answer': 'Действует {file}, вступила в силу {ago}.',
  'configuration.bundled': 'Действует встроенная конфигурация: в ORDERWATCH_CONFIG не указана другая.',
  'configuration.refusedHead': 'Что не принято',
  'configuration.refused':
    'То, что сейчас в файле, не принято ({ago}), действует прежнее. {count, plural, one {# ошибка:} few {# ошибки:} many {# ошибок:} other {# ошибок:}}',
  'configuration.why':
    'Как действует, секреты скрыты. Изменения здесь только пробуются: файл ваш, и Orderwatch примет его сам, когда он изменится и будет верен.',
  'configuration.text': 'Конфигурация',
  'configuration.check': 'Посмотреть, что изменится',
  'configuration.upload': 'Выбрать файл',
  'configuration.asItRuns': 'Как действует',
  'configuration.outcome': 'Что выяснилось',
  'configuration.mistakes':
    'Не принимается: {count, plural, one {# ошибка отмечена в тексте.} few {# ошибки отмечены в тексте.} many {# ошибок отмечено в тексте.} other {# ошибок отмечено в тексте.}}',
  'configuration.changes':
    '{count, plural, =0 {Всё верно, и это уже действует.} one {Всё верно. Изменится # место:} few {Всё верно. Изменятся # места:} many {Всё верно. Изменятся # мест:} other {Всё верно. Изменятся # мест:}}',
  'configuration.deadlines':
    '{orders, plural, =0 {Сейчас в статусе «{status}» заказов нет.} one {Срок <link># заказа</link> в статусе «{status}» рассчитается заново.} few {Сроки <link># заказов</link> в статусе «{status}» рассчитаются заново.} many {Сроки <link># заказов</link> в статусе «{status}» рассчитаются заново.} other {Сроки <link># заказа</link> в статусе «{status}» рассчитаются заново.}}',
  'configuration.deadlinesOfAll':
    '{orders, plural, =0 {Заказов по {lifecycle} это не коснётся.} one {Срок # заказа по {lifecycle} рассчитается заново.} few {Сроки # заказов по {lifecycle} рассчитаются заново.} many {Сроки # заказов по {lifecycle} рассчитаются заново.} other {Сроки # заказов по {lifecycle} рассчитаются заново.}}',
  'configuration.ruleAdded': 'Правило {rule} начнёт смотреть.',
  'configuration.ruleRemoved': 'Правило {rule} перестанет действовать, найденное им закроется.',
  'configuration.ruleChanged': 'Правило {rule} посмотрит так со следующего запуска.',
  'configuration.sourceBound': 'Сообщения {source} начнут приниматься.',
  'configuration.sourceUnbound': 'Сообщения {source} больше не принимаются.',
  'configuration.sourceChanged': 'Сообщения {source} будут читаться так.',
};
