import type { Role } from './roles.ts';

const EVERYBODY: readonly Role[] = ['viewer', 'support', 'operator', 'manager', 'admin', 'partner', 'customer'];
const STAFF: readonly Role[] = ['viewer', 'support', 'operator', 'manager', 'admin'];
const OWN_ORDERS: readonly Role[] = [...STAFF, 'partner', 'customer'];
const HANDS: readonly Role[] = ['support', 'operator', 'manager', 'admin'];
const SUPPORT: readonly Role[] = ['support', 'manager', 'admin'];
const OPERATORS: readonly Role[] = ['operator', 'manager', 'admin'];
const MANAGERS: readonly Role[] = ['manager', 'admin'];
const PARTNER: readonly Role[] = ['partner'];
const ADMIN: readonly Role[] = ['admin'];
/** People of this installation; a program has no profile and no sessions. */
const PEOPLE: readonly Role[] = [...STAFF, 'partner'];

/** Whoever comes, without a key and without a session: to sign in. */
const ANYBODY = 'anybody';

/**
 * Who may ask for what, by operation of the OpenAPI document. What is not named here nobody may: a route that has no line
 * here does not exist.
 */
export const PERMISSIONS: Readonly<Record<string, readonly Role[] | typeof ANYBODY>> = {
  'GET /session': ANYBODY,
  'POST /session': ANYBODY,
  'DELETE /session': ANYBODY,
  'POST /session/first-admin': ANYBODY,
  'POST /session/password': ANYBODY,
  'PATCH /session/profile': PEOPLE,
  'GET /session/sessions': PEOPLE,
  'DELETE /session/sessions/{id}': PEOPLE,
  'GET /usage': EVERYBODY,
  'GET /usage/keys': PARTNER,
  'GET /keys': ADMIN,
  'POST /keys': ADMIN,
  'GET /keys/{id}': ADMIN,
  'PATCH /keys/{id}': ADMIN,
  'DELETE /keys/{id}': ADMIN,
  'GET /users': ADMIN,
  'POST /users': ADMIN,
  'GET /users/{id}': ADMIN,
  'PATCH /users/{id}': ADMIN,
  'POST /users/{id}/password-link': ADMIN,
  // Partners and customers find their own orders only; what else there is does not exist for them.
  'GET /orders': OWN_ORDERS,
  'GET /orders/summary': STAFF,
  'GET /views': STAFF,
  'POST /views': STAFF,
  'PUT /views/{id}': STAFF,
  'DELETE /views/{id}': STAFF,
  'GET /orders/{id}': OWN_ORDERS,
  'GET /orders/{id}/timeline': OWN_ORDERS,
  'GET /orders/{id}/diagnosis': STAFF,
  // With limits, which are none of customers.
  'GET /orders/{id}/path': PEOPLE,
  'GET /orders/{id}/related': STAFF,
  'GET /orders/{id}/events/{eventId}/raw': STAFF,
  'POST /orders/{id}/reveal': SUPPORT,
  'POST /orders/{id}/freeze': HANDS,
  'POST /orders/{id}/unfreeze': HANDS,
  'POST /orders/{id}/tracking-link': HANDS,
  'POST /orders/{id}/tracking-link/revoke': HANDS,
  'GET /incidents': STAFF,
  'GET /incidents/{id}': STAFF,
  'GET /incidents/{id}/orders': STAFF,
  'POST /incidents/{id}/acknowledge': HANDS,
  'POST /incidents/{id}/unacknowledge': HANDS,
  'POST /incidents/{id}/snooze': HANDS,
  'POST /incidents/{id}/resolve': HANDS,
  'POST /incidents/{id}/verdict': HANDS,
  'POST /incidents/{id}/customers': MANAGERS,
  'POST /incidents/{id}/notes': HANDS,
  'POST /incidents/bulk': HANDS,
  'GET /incidents/{id}/context': STAFF,
  'GET /rules': STAFF,
  'GET /rules/{name}/runs': STAFF,
  'GET /rules/{name}/text': STAFF,
  'POST /rules/check': MANAGERS,
  'POST /rules/backtest': STAFF,
  'GET /configuration': ADMIN,
  'POST /configuration/check': ADMIN,
  'GET /health': STAFF,
  'GET /silences': STAFF,
  'POST /silences': MANAGERS,
  'DELETE /silences/{id}': MANAGERS,
  'POST /silences/preview': STAFF,
  'POST /silences/{id}/end': MANAGERS,
  'GET /on-call': STAFF,
  'POST /on-call/overrides': MANAGERS,
  'DELETE /on-call/overrides/{id}': MANAGERS,
  'POST /on-call/away': MANAGERS,
  'DELETE /on-call/away/{id}': MANAGERS,
  'GET /on-call/calendar': STAFF,
  // Nobody needs to be asked before they say that they are ill.
  'POST /on-call/away/me': STAFF,
  'DELETE /on-call/away/me': STAFF,
  'GET /handover': STAFF,
  'GET /notifications': STAFF,
  'GET /notifications/{id}': STAFF,
  'POST /notifications/{id}/resend': SUPPORT,
  'POST /notifications/{id}/resend/preview': SUPPORT,
  'POST /notifications/{id}/dismiss': SUPPORT,
  'POST /notifications/{id}/restore': SUPPORT,
  'POST /notifications/{id}/reveal': SUPPORT,
  'GET /notifications/summary': STAFF,
  'GET /notifications/channels': STAFF,
  'GET /notifications/held': STAFF,
  'GET /templates': STAFF,
  'POST /templates/preview': STAFF,
  'GET /templates/{name}/frame': STAFF,
  'POST /events': ADMIN,
  'POST /events/validate': STAFF,
  'POST /customer-tokens': SUPPORT,
  'GET /customers/{id}/preferences': SUPPORT,
  'PUT /customers/{id}/preferences': SUPPORT,
  'GET /quarantine': STAFF,
  'GET /quarantine/groups': STAFF,
  'GET /quarantine/{id}': STAFF,
  // Bytes of others, with whatever personal data they hold; the audit log tells who has looked.
  'POST /quarantine/{id}/reveal': HANDS,
  'POST /quarantine/try': HANDS,
  'POST /quarantine/replay': MANAGERS,
  'POST /quarantine/dismiss': MANAGERS,
  'POST /quarantine/restore': MANAGERS,
  'GET /deploys': STAFF,
  'POST /deploys': ADMIN,
  'GET /metrics/summary': STAFF,
  'GET /insights': STAFF,
  'GET /insights/orders': STAFF,
  // Whoever may ask for orders hears of those that it may ask for.
  'GET /stream': OWN_ORDERS,
  'POST /orders/{id}/corrections': SUPPORT,
  'POST /orders/{id}/corrections/preview': SUPPORT,
  'GET /corrections': STAFF,
  'POST /corrections/{id}/approve': SUPPORT,
  'POST /corrections/{id}/reject': SUPPORT,
  'POST /corrections/{id}/withdraw': SUPPORT,
  'GET /work-queue': STAFF,
  'GET /orders/{id}/hands': STAFF,
  'POST /orders/{id}/take': OPERATORS,
  'POST /orders/{id}/release': OPERATORS,
  'POST /orders/{id}/advance': OPERATORS,
  'POST /orders/{id}/advance/preview': OPERATORS,
  'POST /orders/{id}/assign': HANDS,
  'POST /orders/{id}/notes': HANDS,
  'GET /audit': MANAGERS,
  'GET /audit/chain': MANAGERS,
  'GET /lifecycles': EVERYBODY,
};

/** The roles that may ask for the operation, such as `GET /orders/{id}`; null: it needs none. */
export function rolesFor(operation: string): readonly Role[] | null {
  const permitted = PERMISSIONS[operation] ?? [];
  return permitted === ANYBODY ? null : permitted;
}
