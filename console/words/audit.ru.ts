import type { auditEn } from './audit.en.ts';
import type { InOtherWords } from './catalogue.ts';

export const auditRu: InOtherWords<typeof auditEn> = {
  'audit.intact':
    '{rows, plural, =0 {Никто ещё ничего не менял.} one {# ручное изменение, цепочка не тронута.} few {# ручных изменения, цепочка не тронута.} many {# ручных изменений, цепочка не тронута.} other {# ручного изменения, цепочка не тронута.}}',
  'audit.broken': 'Журнал не такой, каким был записан: {why}',
  'audit.checking': 'Цепочка проверяется.',
  'audit.who': 'Кто',
  'audit.what': 'Что',
  'audit.subject': 'С чем',
  'audit.when': 'Когда',
  'audit.from': 'Откуда',
  'audit.why': 'Почему',
  'audit.change': 'Было и стало',
  'audit.search': 'Часть того, кто, что, с чем или почему',
  'audit.action': 'Вид изменения',
  'audit.anyAction': 'Любой',
  'audit.action.order': 'Заказы',
  'audit.action.incident': 'Инциденты',
  'audit.action.silence': 'Не беспокоить',
  'audit.action.notification': 'Сообщения',
  'audit.action.quarantine': 'Карантин',
  'audit.action.user': 'Пользователи',
  'audit.action.key': 'Ключи',
  'audit.since': 'С',
  'audit.until': 'По',
  'audit.export': 'Выгрузить CSV',
  'audit.none': 'Под эти фильтры ничего не подходит. Сбросьте их, чтобы увидеть всё.',
  'audit.set': '{field}: {after}',
  'audit.changed': '{field}: {before} → {after}',
};
