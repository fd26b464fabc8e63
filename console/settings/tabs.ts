import type { ComponentType } from 'react';
import type { Role } from '../../api/access/roles.ts';
import type { MessageKey } from '../words/catalogue.ts';

export type SettingsTab = {
  /** Behind `/settings/`. */
  path: string;
  load: () => Promise<ComponentType>;
  roles: readonly Role[];
  title: MessageKey;
};

/** The tabs of the settings, in their order. A block a tab; its component comes with it only. */
export const SETTINGS_TABS: readonly SettingsTab[] = [
  {
    path: 'users',
    load: () => import('./users/users-tab.tsx').then(({ UsersTab }) => UsersTab),
    roles: ['admin'],
    title: 'settings.users',
  },
  {
    path: 'keys',
    load: () => import('./keys/keys-tab.tsx').then(({ KeysTab }) => KeysTab),
    roles: ['admin'],
    title: 'settings.keys',
  },
];
