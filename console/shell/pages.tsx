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
import { useWaiting } from '../queue/queue-deeds.ts';
import type { MessageKey } from '../words/catalogue.ts';

export const STAFF: readonly Role[] = ['viewer', 'support', 'operator', 'manager', 'admin'];
const EVERYBODY: readonly Role[] = [...STAFF, 'partner'];

export type Page = {
  /** As react-router reads it. */
  path: string;
  /** The component, which comes with its page only. */
  load: () => Promise<ComponentType>;
  /** Who is shown it; whoever else comes by its address reads why not. */
  roles: readonly Role[];
  title: MessageKey;
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
    roles: STAFF,
    title: 'orders.title',
    nav: { icon: IconPackage, key: 'o', thumb: true },
  },
  {
    path: '/portal',
    load: () => import('../portal/portal-page.tsx').then(({ PortalPage }) => PortalPage),
    roles: ['partner'],
    title: 'portal.title',
    nav: { icon: IconPackage, key: 'o', thumb: true },
  },
  {
    path: '/new',
    load: () => import('../orders/new-orders-page.tsx').then(({ NewOrdersPage }) => NewOrdersPage),
    roles: STAFF,
    title: 'orders.new',
    nav: { icon: IconSparkles, key: 'n' },
  },
  {
    path: '/incidents',
    load: () => import('../incidents/incidents-page.tsx').then(({ IncidentsPage }) => IncidentsPage),
    roles: STAFF,
    title: 'incidents.title',
    nav: { icon: IconAlertTriangle, key: 'i', thumb: true, useCount: useOpenIncidents },
  },
  {
    path: '/incidents/:id',
    load: () => import('../incidents/incident-page.tsx').then(({ IncidentPage }) => IncidentPage),
    roles: STAFF,
    title: 'incidents.title',
  },
  {
    path: '/on-call',
    load: () => import('../on-call/on-call-page.tsx').then(({ OnCallPage }) => OnCallPage),
    roles: STAFF,
    title: 'onCall.title',
    nav: { icon: IconPhoneCall, key: 'c' },
  },
  {
    path: '/handover',
    load: () => import('../handover/handover-page.tsx').then(({ HandoverPage }) => HandoverPage),
    roles: STAFF,
    title: 'handover.title',
  },
  {
    path: '/board',
    load: () => import('../board/board-page.tsx').then(({ BoardPage }) => BoardPage),
    roles: STAFF,
    title: 'board.title',
    nav: { icon: IconLayoutBoard, key: 'b' },
  },
  {
    path: '/orders/:id',
    load: () => import('../order/order-page.tsx').then(({ OrderPage }) => OrderPage),
    roles: EVERYBODY,
    title: 'order.title',
  },
  {
    path: '/insights',
    load: () => import('../insights/insights-page.tsx').then(({ InsightsPage }) => InsightsPage),
    roles: STAFF,
    title: 'insights.title',
    nav: { icon: IconChartHistogram, key: 't' },
  },
  {
    path: '/rules',
    load: () => import('../rules/rules-page.tsx').then(({ RulesPage }) => RulesPage),
    roles: STAFF,
    title: 'rules.title',
    nav: { icon: IconChecklist },
  },
  {
    path: '/rules/:name',
    load: () => import('../rules/rule-page.tsx').then(({ RulePage }) => RulePage),
    roles: STAFF,
    title: 'rules.title',
  },
  {
    path: '/new-rule',
    load: () => import('../rules/new-rule-page.tsx').then(({ NewRulePage }) => NewRulePage),
    roles: ['manager', 'admin'],
    title: 'rules.newTitle',
  },
  {
    path: '/quarantine',
    load: () => import('../quarantine/quarantine-page.tsx').then(({ QuarantinePage }) => QuarantinePage),
    roles: STAFF,
    title: 'quarantine.title',
    nav: { icon: IconMailQuestion, useCount: useWaitingMessages },
  },
  {
    path: '/notifications',
    load: () => import('../notifications/notifications-page.tsx').then(({ NotificationsPage }) => NotificationsPage),
    roles: STAFF,
    title: 'notifications.title',
    nav: { icon: IconBellRinging, useCount: useTroubledMessages },
  },
  {
    path: '/queue',
    load: () => import('../queue/queue-page.tsx').then(({ QueuePage }) => QueuePage),
    roles: STAFF,
    title: 'queue.title',
    nav: { icon: IconListCheck, key: 'q', thumb: true, useCount: useWaiting },
  },
  {
    path: '/audit',
    load: () => import('../audit/audit-page.tsx').then(({ AuditPage }) => AuditPage),
    roles: ['manager', 'admin'],
    title: 'audit.title',
    nav: { icon: IconShieldCheck, key: 'a' },
  },
  {
    path: '/profile',
    load: () => import('../profile/profile-page.tsx').then(({ ProfilePage }) => ProfilePage),
    roles: EVERYBODY,
    title: 'shell.page.profile',
  },
  {
    path: '/settings/:tab?',
    load: () => import('../settings/settings-page.tsx').then(({ SettingsPage }) => SettingsPage),
    roles: STAFF,
    title: 'settings.title',
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
