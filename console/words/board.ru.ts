import type { boardEn } from './board.en.ts';
import type { InOtherWords } from './catalogue.ts';

export const boardRu: InOtherWords<typeof boardEn> = {
  'board.answer':
    '<stuck>{late, plural, one {# заказ завис} few {# заказа зависли} many {# заказов зависли} other {# заказов зависли}}</stuck>, <risk>{atRisk, plural, one {# под угрозой} few {# под угрозой} many {# под угрозой} other {# под угрозой}}</risk>; всего в пути {open, plural, one {# заказ} few {# заказа} many {# заказов} other {# заказов}}.',
  'board.answerWell':
    'Ничего не зависло и ничто не под угрозой; в пути {open, plural, one {# заказ} few {# заказа} many {# заказов} other {# заказов}}.',
  'board.answerNone': 'Ни один заказ не в пути.',
  'board.mostStuck': 'Больше всего зависших в статусе «{status}».',
  'board.lifecycle': 'Жизненный цикл',
  'board.orders':
    '{count, plural, one {# заказ в статусе «{status}»} few {# заказа в статусе «{status}»} many {# заказов в статусе «{status}»} other {# заказов в статусе «{status}»}}',
  'board.stuck': '{count, plural, one {# завис} few {# зависли} many {# зависли} other {# зависли}}',
  'board.atRisk': '{count, plural, one {# под угрозой} few {# под угрозой} many {# под угрозой} other {# под угрозой}}',
  'board.frozen': '{count, plural, one {# заморожен} few {# заморожены} many {# заморожены} other {# заморожены}}',
  'board.half': 'половина дольше, чем',
  'board.oldest': 'самый давний — {ago}',
  'board.flow': '{count, number} / ч',
  'board.flowLong':
    '{count, plural, one {# заказ перешёл из «{from}» в «{to}» за последний час} few {# заказа перешли из «{from}» в «{to}» за последний час} many {# заказов перешли из «{from}» в «{to}» за последний час} other {# заказов перешли из «{from}» в «{to}» за последний час}}',
  'board.began': '{count, number} новых / ч',
  'board.beganLong':
    '{count, plural, one {# заказ начался со статуса «{to}» за последний час} few {# заказа начались со статуса «{to}» за последний час} many {# заказов начались со статуса «{to}» за последний час} other {# заказов начались со статуса «{to}» за последний час}}',
  'board.aside': 'В стороне от обычного пути, за последний час',
  'board.none': 'Ни один жизненный цикл не объявлен, показывать нечего. Они объявляются в конфигурации.',
};
