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
  {
    path: 'configuration',
    load: () => import('./configuration/configuration-tab.tsx').then(({ ConfigurationTab }) => ConfigurationTab),
    roles: ['admin'],
    title: 'configuration.title',
  },
  {
    path: 'templates',
    load: () => import('./templates/templates-tab.tsx').then(({ TemplatesTab }) => TemplatesTab),
    roles: ['viewer', 'support', 'operator', 'manager', 'admin'],
    title: 'templates.title',
  },
  {
    path: 'health',
    load: () => import('./health/health-tab.tsx').then(({ HealthTab }) => HealthTab),
    roles: ['viewer', 'support', 'operator', 'manager', 'admin'],
    title: 'health.title',
  },
];
