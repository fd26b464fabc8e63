import type { InOtherWords } from './catalogue.ts';
import type { rulesEn } from './rules.en.ts';

export const rulesRu: InOtherWords<typeof rulesEn> = {
  'rules.newWhy': 'Напишите его, посмотрите, что оно сделает, и перенесите в конфигурацию.',
  'rules.answer':
    '{count, plural, one {# правило следит} few {# правила следят} many {# правил следят} other {# правил следят}}: <broken>{failing, plural, =0 {у всех получается} one {# не может посмотреть} few {# не могут посмотреть} many {# не могут посмотреть} other {# не могут посмотреть}}</broken>, <found>{finding, plural, =0 {ни одно ничего не находит} one {# что-то находит} few {# что-то находят} many {# что-то находят} other {# что-то находят}}</found>.',
  'rules.write': 'Написать правило',
  'rules.onlyFailing': 'Не могут посмотреть',
  'rules.onlyFinding': 'Что-то находят',
  'rules.unknown': 'Правила не удалось показать.',
  'rules.unknownOne': 'Правило не удалось показать.',
  'rules.none':
    'Правил нет, поэтому об опоздании заказов никто не узнает. Напишите правило или уберите `rules` из конфигурации: тогда действуют встроенные.',
  'rules.noneLikeThis': 'Сейчас таких правил нет. Сбросьте фильтр, чтобы увидеть все.',
  'rules.gone': 'Правила {name} нет: возможно, его убрали из конфигурации. <link>Все правила</link>',
  'rules.rule': 'Правило',
  'rules.state': 'Состояние',
  'rules.state.failing': 'не может посмотреть',
  'rules.state.never': 'ещё не смотрело',
  'rules.state.quiet': 'ничего не находит',
  'rules.state.found': '{count, plural, one {# находка} few {# находки} many {# находок} other {# находок}}',
  'rules.next': 'Запустится',
  'rules.neverAgain': 'больше никогда',
  'rules.lastSuccess': 'Смотрело',
  'rules.rows': 'Строк',
  'rules.precision': 'Верно',
  'rules.told': 'Кому сообщают',
  'rules.shadow': 'на пробе, никому',
  'rules.nobody': 'никому',
  'rules.isFailing': 'Не может посмотреть: {why}',
  'rules.hasNotLooked': 'Ещё не смотрело.',
  'rules.hasLooked':
    'Посмотрело {rows, plural, one {# строку} few {# строки} many {# строк} other {# строк}} {ago}; <link>{open, plural, =0 {ничего из найденного} one {# находка} few {# находки} many {# находок} other {# находок}}</link> {open, plural, =0 {уже не верно} one {верна до сих пор} other {верны до сих пор}}.',
  'rules.text': 'Текст правила',
  'rules.textWhy':
    'Как в конфигурации. Изменения здесь только пробуются и не вступают в силу. Ctrl+Пробел дополняет, Ctrl+Enter проверяет.',
  'rules.newText': 'Здесь правило только пробуется и не вступает в силу. Ctrl+Пробел дополняет, Ctrl+Enter проверяет.',
  'rules.textOnlyRead': 'Как в конфигурации. Руководители могут попробовать здесь другое.',
  'rules.check': 'Проверить',
  'rules.backtest': 'Попробовать на последних 90 днях',
  'rules.asItWas': 'Как было',
  'rules.whatItDoes': 'Что оно делает',
  'rules.checkFirst': 'Проверьте его, чтобы увидеть, когда оно запустится, кому сообщит и что найдёт сейчас.',
  'rules.mistakes':
    '{count, plural, one {# ошибка отмечена} few {# ошибки отмечены} many {# ошибок отмечены} other {# ошибок отмечены}} в тексте:',
  'rules.isNew': 'Всё верно. Правила с таким именем ещё нет.',
  'rules.isOther': 'Всё верно; действующее правило говорит другое.',
  'rules.isSame': 'Всё верно; действующее правило говорит то же самое.',
  'rules.findsNow':
    '{found, plural, =0 {Сейчас оно ничего не нашло бы.} one {Сейчас нашлась бы # находка} few {Сейчас нашлись бы # находки} many {Сейчас нашлось бы # находок} other {Сейчас нашлось бы # находок}}{found, plural, =0 {} other {{fresh, plural, =0 {, все известны.} other {, из них новых: #.}}}}',
  'rules.couldNotLook': 'Посмотреть сейчас не удалось: {why}',
  'rules.looksFor': 'Что ищет',
  'rules.severity': 'В худшем случае',
  'rules.severity.info': 'к сведению',
  'rules.severity.warning': 'предупреждение',
  'rules.severity.critical': 'критично',
  'rules.nextRuns': 'Следующие запуски',
  'rules.zone': 'Первый: {first}, зона {zone}.',
  'rules.after': '{who}, через {duration}',
  'rules.who.person': '{name}',
  'rules.who.team': 'команда {name}',
  'rules.who.onCall': 'дежурный ({name})',
  'rules.who.slack': 'Slack',
  'rules.past': 'В прошлом',
  'rules.pastNothing': 'О прошлом сказать нечего.',
  'rules.wouldHaveRaised':
    'За {days, plural, one {# день} few {# дня} many {# дней} other {# дней}} сработало бы {raised, plural, one {# раз} few {# раза} many {# раз} other {# раз}}, из них {late, number} по заказам, которые опоздали; всего {orders, plural, one {# заказ} few {# заказа} many {# заказов} other {# заказов}}.',
  'rules.wouldHaveRaisedThings':
    'За {days, plural, one {# день} few {# дня} many {# дней} other {# дней}} сработало бы {raised, plural, one {# раз} few {# раза} many {# раз} other {# раз}}; это не о заказах.',
  'rules.difference':
    '{more, plural, =0 {Столько же, сколько действующее правило ({was, number}).} other {Действующее правило: {was, number}.}} {missed, plural, =0 {Ни один опоздавший заказ не был бы пропущен.} one {# опоздавший заказ был бы пропущен.} few {# опоздавших заказа были бы пропущены.} many {# опоздавших заказов были бы пропущены.} other {# опоздавших заказов были бы пропущены.}}',
  'rules.messages':
    '{perWeek, number} в неделю; сообщений: {atLeast, number}, если первый же возьмёт в работу, {atMost, number}, если никто не ответит.',
  'rules.missed': 'Опоздавшие заказы, которые были бы пропущены',
  'rules.samples': 'Часть того, что сработало бы',
  'rules.wasLate': 'опоздал',
  'rules.takeAlong':
    'Orderwatch не пишет свою конфигурацию: файл ваш. Перенесите это в файл, который указан в ORDERWATCH_CONFIG; если всё верно, он вступит в силу сам за несколько секунд.',
  'rules.theRule': 'Правило',
  'rules.download': 'Скачать всю конфигурацию',
  'rules.masked': 'Секреты в ней скрыты: верните их перед использованием или скопируйте только правило.',
};
