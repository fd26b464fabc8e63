import type { InOtherWords } from './catalogue.ts';
import type { profileEn } from './profile.en.ts';

export const profileRu: InOtherWords<typeof profileEn> = {
  'profile.answer': 'Вы — {displayName}, вход выполнен как {name}; ваша роль — {role}.',
  'profile.answerPartner': 'Вы — {displayName}, вход выполнен как {name} от {partner}; ваша роль — {role}.',
  'profile.you': 'О вас',
  'profile.here': 'Язык и время',
  'profile.displayName': 'Имя, которое видят другие',
  'profile.displayNameHint': 'Оно стоит рядом с тем, что вы делаете.',
  'profile.saved': 'Сохранено.',
  'profile.zone': 'Часовой пояс',
  'profile.zoneHint': 'Для всех времён на этом устройстве.',
  'profile.password': 'Пароль',
  'profile.currentPassword': 'Нынешний пароль',
  'profile.changePassword': 'Сменить пароль',
  'profile.passwordWrong': 'Это не ваш нынешний пароль.',
  'profile.passwordSaved': 'Пароль сменён; остальные ваши сеансы завершены.',
  'profile.sessions': 'Где выполнен вход',
  'profile.thisSession': 'здесь',
  'profile.endSession': 'Выйти там',
  'profile.unknownDevice': 'Неизвестное устройство',
};
