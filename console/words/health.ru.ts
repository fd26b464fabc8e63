import type { InOtherWords } from './catalogue.ts';
import type { healthEn } from './health.en.ts';

export const healthRu: InOtherWords<typeof healthEn> = {
  'health.title': 'Состояние',
  'health.unknown': 'Состояние не удалось показать.',
  'health.answer':
    '{down, plural, =0 {Всё, что настроено, работает} one {# опора Orderwatch не работает} few {# опоры Orderwatch не работают} many {# опор Orderwatch не работают} other {# опор Orderwatch не работают}}; {failing, plural, =0 {все правила могут смотреть.} one {# правило не может посмотреть.} few {# правила не могут посмотреть.} many {# правил не могут посмотреть.} other {# правил не могут посмотреть.}}',
  'health.kind.postgres': 'Postgres',
  'health.kind.replica': 'Postgres, реплика для чтения',
  'health.kind.rabbitmq': 'RabbitMQ',
  'health.kind.intake': 'Приём событий',
  'health.kind.management': 'RabbitMQ, API управления',
  'health.kind.schedules': 'Расписание правил',
  'health.kind.configuration': 'Конфигурация',
  'health.kind.channel': 'Сообщения: {name}',
  'health.kind.endpoint': 'Адрес {name}',
  'health.kind.signIn': 'Вход компании',
  'health.state.well': 'работает',
  'health.state.down': 'не работает',
  'health.state.off': 'не настроено',
  'health.state.unknown': 'неизвестно',
  'health.well.any': 'Отвечает.',
  'health.unknown.any': 'Давно никто не смотрел: процесс, который это делает, не запущен или только начал.',
  'health.unknown.signIn': 'Спрашивается, только когда кто-то входит.',
  'health.down.postgres':
    'Без неё не работает ничего. Проверьте, запущена ли база и ведёт ли к ней DATABASE_URL; Orderwatch продолжит сам.',
  'health.down.replica': 'Отстаёт или недоступна: списки пока читаются из основной базы. Проверьте репликацию.',
  'health.down.rabbitmq':
    'События не приходят. Проверьте, запущен ли RabbitMQ и ведёт ли к нему AMQP_URL; что там ждёт, будет принято потом.',
  'health.down.intake': 'События приходят, но не записываются. Посмотрите, что об этом сказано в журнале процесса.',
  'health.down.management': 'За очередями никто не следит, причины находятся реже. Проверьте RABBITMQ_MANAGEMENT_URL.',
  'health.down.schedules':
    'Ни одно правило не смотрит. Запустите процесс с ролью alerts: orderwatch up или orderwatch alerts.',
  'health.down.configuration': 'Файл не принят, действует прежний. Ошибки показаны на вкладке «Конфигурация».',
  'health.down.channel':
    'Провайдер не работает, его пока не трогают; сообщения ждут или идут другим путём. Попытки повторяются сами.',
  'health.down.endpoint': 'Отвечает не так, как должен. Сообщите тем, кто за него отвечает.',
  'health.down.signIn': 'Через него никто не может войти. Проверьте OIDC_ISSUER.',
  'health.off.any': 'Не входит в процесс, который отвечает.',
  'health.off.replica': 'Списки читаются из основной базы. Реплику задаёт DATABASE_READ_URL.',
  'health.off.management': 'За очередями никто не следит. Настраивается через RABBITMQ_MANAGEMENT_URL.',
  'health.off.channel': 'Через него ничего не уходит: провайдер не настроен.',
  'health.off.schedules': 'Правил нет.',
  'health.off.signIn': 'У людей собственные пароли.',
  'health.since': 'с',
  'health.lastAt': 'последний раз',
  'health.rules': 'Правила',
  'health.rulesDeclared':
    '{count, plural, one {Объявлено # правило.} few {Объявлены # правила.} many {Объявлено # правил.} other {Объявлено # правил.}}',
  'health.rulesFailing': 'Не могут посмотреть: {names}.',
  'health.retention': 'Хранится',
  'health.retentionOf': 'Сообщения как пришли: {raw}; что написано людям: {bodies}.',
  'health.versions': 'Версии',
  'health.versionsOf': 'Orderwatch {version}, Node.js {node}, PostgreSQL {postgres}.',
};
