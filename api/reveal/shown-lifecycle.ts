import type { Principal } from '../access/principal.ts';
import type { LifecycleContract } from '../present-lifecycle.ts';

/**
 * The lifecycle as this one may see it. By which limits the house measures itself, when it freezes and whom it tells is none
 * of partners and customers, and neither is for which other partners there are ways of their own. To customers it speaks in
 * the words that are declared for them, and names no system.
 */
export function lifecycleShownTo({ role }: Pick<Principal, 'role'>, lifecycle: LifecycleContract): LifecycleContract {
  if (role !== 'partner' && role !== 'customer') return lifecycle;
  const internal = role === 'customer' ? { owner: null, label: null } : {};
  return {
    ...lifecycle,
    match: null,
    calendar: null,
    statuses: lifecycle.statuses.map(status => ({
      ...status,
      ...internal,
      ...{ serviceLevel: null, freeze: null, notice: null },
    })),
  };
}
