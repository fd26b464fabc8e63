import type { InOtherWords } from './catalogue.ts';
import type { queueEn } from './queue.en.ts';

export const queueRu: InOtherWords<typeof queueEn> = {
  'queue.answer':
    '{waiting, plural, =0 {Никакой заказ не ждёт} one {Ждёт # заказ} few {Ждут # заказа} many {Ждут # заказов} other {Ждут # заказа}}{late, plural, =0 {} one {, <toLate># дольше предела</toLate>} few {, <toLate># дольше предела</toLate>} many {, <toLate># дольше предела</toLate>} other {, <toLate># дольше предела</toLate>}}. {mine, plural, =0 {У вас в работе ничего нет.} one {У вас в работе <toMine>#</toMine>.} few {У вас в работе <toMine>#</toMine>.} many {У вас в работе <toMine>#</toMine>.} other {У вас в работе <toMine>#</toMine>.}}',
  'queue.mine': 'У вас в работе',
  'queue.next': 'Взять следующими',
  'queue.none': 'Здесь ничего не ждёт. Новое появится само.',
  'queue.take': 'Взять',
  'queue.release': 'Вернуть',
  'queue.taken': '{order} теперь у вас.',
  'queue.released': '{order} снова может взять любой.',
  'queue.advanced': '{order}: теперь «{status}».',
  'queue.held': '{order} уже взят: {who}, {ago}.',
  'queue.overtaken': '{order} тем временем изменился: {what}, {who}.',
  'queue.advanceTo': 'Дальше: {status}',
  'queue.load': 'У кого сколько',
  'queue.loadOf': '{who}: {orders, plural, one {# заказ} few {# заказа} many {# заказов} other {# заказа}}',
  'queue.you': 'Вы',
  'queue.status': 'Статус',
  'queue.allStatuses': 'Все',
  'queue.more': 'Показать ещё',
  'queue.why.late': 'предел пройден {time} назад',
  'queue.why.promiseBroken': 'обещанный срок пройден {time} назад',
  'queue.why.due': 'до предела {time}',
  'queue.why.promised': 'до обещанного срока {time}',
  'queue.why.noLimit': 'без предела',
  'queue.why.old': 'в пути {time}, поэтому раньше более новых',
  'queue.why.assignedToYou': 'назначен вам',
};
