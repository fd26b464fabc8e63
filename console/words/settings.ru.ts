import type { InOtherWords } from './catalogue.ts';
import type { settingsEn } from './settings.en.ts';

export const settingsRu: InOtherWords<typeof settingsEn> = {
  'settings.title': 'Настройки',
};
