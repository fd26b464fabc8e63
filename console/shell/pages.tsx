import {
  IconAlertTriangle,
  IconBellRinging,
  IconChartHistogram,
  IconChecklist,
  IconLayoutBoard,
  IconListCheck,
  IconMailQuestion,
  IconPackage,
  IconPhoneCall,
  IconSettings,
  IconShieldCheck,
  IconSparkles,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { Role } from '../../api/access/roles.ts';
import { useOpenIncidents } from '../incidents/incident-queries.ts';
import { useTroubledMessages } from '../notifications/use-troubled.ts';
import { useWaitingMessages } from '../quarantine/use-waiting.ts';
import { useWaiting } from '../queue/work-queue.ts';
import type { Feature, MessageKey } from '../words/catalogue.ts';

export const STAFF: readonly Role[] = ['viewer', 'support', 'operator', 'manager', 'admin'];
const EVERYBODY: readonly Role[] = [...STAFF, 'partner'];

export type Page = {
  /** As react-router reads it. */
  path: string;
  /** The component, which comes with its page only. */
  load: () => Promise<ComponentType>;
  /** Whose words it and all that it opens say, besides the shell's and the kit's; they come with it. */
  words: readonly Feature[];
  /** Who is shown it; whoever else comes by its address reads why not. */
  roles: readonly Role[];
  /** Known before the words of the page are there. */
  title: Extract<MessageKey, `shell.page.${string}`>;
  /** Left out: the page has no line in the navigation. */
  nav?: {
    icon: ComponentType<{ size?: number; stroke?: number }>;
    /** `g` and then this letter leads there. */
    key?: string;
    /** Among those that a thumb reaches, on a phone. */
    thumb?: boolean;
    /** A hook that says how many wait there; undefined: not known, or none. */
    useCount?: () => number | undefined;
  };
};

/** All pages, in the order of the navigation. A block a page. */
export const PAGES: readonly Page[] = [
  {
    path: '/',
    load: () => import('../orders/orders-page.tsx').then(({ OrdersPage }) => OrdersPage),
    words: ['orders'],
    roles: STAFF,
    title: 'shell.page.orders',
    nav: { icon: IconPackage, key: 'o', thumb: true },
  },
  {
    path: '/portal',
    load: () => import('../portal/portal-page.tsx').then(({ PortalPage }) => PortalPage),
    words: ['portal', 'orders'],
    roles: ['partner'],
    title: 'shell.page.portal',
    nav: { icon: IconPackage, key: 'o', thumb: true },
  },
  {
    path: '/new',
    load: () => import('../orders/new-orders-page.tsx').then(({ NewOrdersPage }) => NewOrdersPage),
    words: ['orders', 'order', 'queue'],
    roles: STAFF,
    title: 'shell.page.newOrders',
    nav: { icon: IconSparkles, key: 'n' },
  },
  {
    path: '/incidents',
    load: () => import('../incidents/incidents-page.tsx').then(({ IncidentsPage }) => IncidentsPage),
    words: ['incidents'],
    roles: STAFF,
    title: 'shell.page.incidents',
    nav: { icon: IconAlertTriangle, key: 'i', thumb: true, useCount: useOpenIncidents },
  },
  {
    path: '/incidents/:id',
    load: () => import('../incidents/incident-page.tsx').then(({ IncidentPage }) => IncidentPage),
    words: ['incidents'],
    roles: STAFF,
    title: 'shell.page.incidents',
  },
  {
    path: '/on-call',
    load: () => import('../on-call/on-call-page.tsx').then(({ OnCallPage }) => OnCallPage),
    words: ['onCall', 'handover', 'incidents'],
    roles: STAFF,
    title: 'shell.page.onCall',
    nav: { icon: IconPhoneCall, key: 'c' },
  },
  {
    path: '/handover',
    load: () => import('../handover/handover-page.tsx').then(({ HandoverPage }) => HandoverPage),
    words: ['handover', 'incidents', 'onCall', 'notifications'],
    roles: STAFF,
    title: 'shell.page.handover',
  },
  {
    path: '/board',
    load: () => import('../board/board-page.tsx').then(({ BoardPage }) => BoardPage),
    words: ['board'],
    roles: STAFF,
    title: 'shell.page.board',
    nav: { icon: IconLayoutBoard, key: 'b' },
  },
  {
    path: '/orders/:id',
    load: () => import('../order/order-page.tsx').then(({ OrderPage }) => OrderPage),
    words: ['order'],
    roles: EVERYBODY,
    title: 'shell.page.order',
  },
  {
    path: '/insights',
    load: () => import('../insights/insights-page.tsx').then(({ InsightsPage }) => InsightsPage),
    words: ['insights', 'rules'],
    roles: STAFF,
    title: 'shell.page.insights',
    nav: { icon: IconChartHistogram, key: 't' },
  },
  {
    path: '/rules',
    load: () => import('../rules/rules-page.tsx').then(({ RulesPage }) => RulesPage),
    words: ['rules'],
    roles: STAFF,
    title: 'shell.page.rules',
    nav: { icon: IconChecklist },
  },
  {
    path: '/rules/:name',
    load: () => import('../rules/rule-page.tsx').then(({ RulePage }) => RulePage),
    words: ['rules'],
    roles: STAFF,
    title: 'shell.page.rules',
  },
  {
    path: '/new-rule',
    load: () => import('../rules/new-rule-page.tsx').then(({ NewRulePage }) => NewRulePage),
    words: ['rules'],
    roles: ['manager', 'admin'],
    title: 'shell.page.newRule',
  },
  {
    path: '/quarantine',
    load: () => import('../quarantine/quarantine-page.tsx').then(({ QuarantinePage }) => QuarantinePage),
    words: ['quarantine'],
    roles: STAFF,
    title: 'shell.page.quarantine',
    nav: { icon: IconMailQuestion, useCount: useWaitingMessages },
  },
  {
    path: '/notifications',
    load: () => import('../notifications/notifications-page.tsx').then(({ NotificationsPage }) => NotificationsPage),
    words: ['notifications'],
    roles: STAFF,
    title: 'shell.page.notifications',
    nav: { icon: IconBellRinging, useCount: useTroubledMessages },
  },
  {
    path: '/queue',
    load: () => import('../queue/queue-page.tsx').then(({ QueuePage }) => QueuePage),
    words: ['order', 'queue'],
    roles: STAFF,
    title: 'shell.page.queue',
    nav: { icon: IconListCheck, key: 'q', thumb: true, useCount: useWaiting },
  },
  {
    path: '/audit',
    load: () => import('../audit/audit-page.tsx').then(({ AuditPage }) => AuditPage),
    words: ['audit'],
    roles: ['manager', 'admin'],
    title: 'shell.page.audit',
    nav: { icon: IconShieldCheck, key: 'a' },
  },
  {
    path: '/profile',
    load: () => import('../profile/profile-page.tsx').then(({ ProfilePage }) => ProfilePage),
    words: ['profile', 'signIn'],
    roles: EVERYBODY,
    title: 'shell.page.profile',
  },
  {
    path: '/reference',
    load: () => import('../reference/reference-page.tsx').then(({ ReferencePage }) => ReferencePage),
    words: ['reference'],
    roles: EVERYBODY,
    title: 'shell.page.reference',
  },
  {
    path: '/settings/:tab?',
    load: () => import('../settings/settings-page.tsx').then(({ SettingsPage }) => SettingsPage),
    words: ['settings', 'configuration', 'templates', 'health', 'signIn', 'notifications'],
    roles: STAFF,
    title: 'shell.page.settings',
    nav: { icon: IconSettings, key: 's' },
  },
];

/** What the reader may open. */
export function pagesOf(role: Role): readonly Page[] {
  return PAGES.filter(({ roles }) => roles.includes(role));
}

/** Where the page is reached without naming anything; null: it is about one thing, which has to be named. */
export function wayTo({ path }: Page): string | null {
  const way = path.replace(/\/:\w+\?/g, '') || '/';
  return way.includes(':') ? null : way;
}
