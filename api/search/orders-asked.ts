import { inIncident } from '../../alerts/incidents-of-orders.ts';
import { ended } from '../../platform/mistake.ts';
import type { Lifecycles } from '../../tracker/lifecycle.ts';
import type { OrderFilter } from '../../tracker/order-filter.ts';
import type { ContactSearch } from '../../tracker/search-query.ts';
import { NOBODY } from '../../tracker/sql-condition.ts';
import { amongOwn, ownOrdersOf } from '../access/own-orders.ts';
import type { Principal } from '../access/principal.ts';
import type { Role } from '../access/roles.ts';
import { readQuery } from '../parameters.ts';
import { badField, badParameter, forbidden, Refused } from '../problem.ts';
import { query } from '../requests.ts';
import { readSearch, type Understood } from './search-words.ts';

/** Who asks for a list; null: somebody at the command line, who may read the database itself. */
export type Asker = Pick<Principal, 'name' | 'role' | 'partner' | 'customer'> | null;

// Who may ask for contacts in full (POST /orders/{id}/reveal), and those to whom the customers are their own.
const FINDS_PARTS: readonly Role[] = ['support', 'manager', 'admin', 'partner', 'customer'];

export type OrdersAsked = Omit<ReturnType<typeof readOrders>, 'filter'> & {
  filter: OrderFilter;
  /** Null: nobody typed anything. */
  understood: Understood | null;
};

/** What a query string asks of the list of orders, the words within its `q` being filters like all others. Throws Refused. */
export function ordersAsked(asked: unknown, { lifecycles, who }: { lifecycles: Lifecycles; who: Asker }): OrdersAsked {
  const given = readOrders(asked);
  const understood = given.filter.q === undefined ? null : understand(given.filter.q, lifecycles);
  const words = Object.fromEntries(understood?.words.map(({ parameter, value }) => [parameter, value]) ?? []);
  const { incident, q: _typed, ...filter } = { ...given.filter, ...readOrders(words).filter };
  if (filter.status !== undefined && !lifecycles.knows(filter.status)) {
    throw new Refused(badField('status', `must be one of ${lifecycles.names.join(', ')}`));
  }
  const own = who && ownOrdersOf(who);
  if (own !== null && (incident !== undefined || given.include !== undefined)) {
    throw new Refused(forbidden('Incidents, and who works on an order, are for people who work here.'));
  }
  const among = amongOwn(own, filter);
  const contacts: ContactSearch = who === null || FINDS_PARTS.includes(who.role) ? 'parts' : 'whole';
  return {
    ...given,
    understood,
    filter: {
      ...(among ?? { known: NOBODY }),
      ...(understood?.text && { q: understood.text, contacts }),
      ...(filter.assignedTo === 'me' && who && { assignedTo: who.name }),
      ...(incident !== undefined && { known: inIncident(incident) }),
    },
  };
}

function readOrders(asked: unknown) {
  const { cursor, limit, sort, count, include, format, contacts, ...filter } = readQuery(query.orders, asked);
  return { cursor, limit, sort, count, include, format, withContacts: contacts === true, filter: defined(filter) };
}

/** What was not asked for is left out, so that a word of the box is not overruled by a parameter that nobody gave. */
function defined<Filter extends object>(filter: Filter): Filter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as Filter;
}

function understand(typed: string, lifecycles: Lifecycles): Understood {
  const reading = readSearch(typed, { statuses: lifecycles.names });
  if (!reading.ok) throw new Refused(badParameter('q', ended(reading.sentence)));
  return reading.understood;
}
