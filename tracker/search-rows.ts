import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from './event.ts';

/** What orders are searched by. */
export type SearchTerms = { key: OrderKey; partner: string | null; customerId: string | null };

/** Replaces the search terms by those of a full fold. Rows that stay as they are are not written. */
export async function replaceSearchTerms(tx: Db, terms: readonly SearchTerms[]): Promise<void> {
  await writeSearchTerms(tx, terms, 'excluded.partner', 'excluded.customer_id');
}

/** Renews the search terms by what new events said; what they did not mention stays. */
export async function renewSearchTerms(tx: Db, terms: readonly SearchTerms[]): Promise<void> {
  const said = terms.filter(term => term.partner !== null || term.customerId !== null);
  const newest = (column: string) => `coalesce(excluded.${column}, s.${column})`;
  await writeSearchTerms(tx, said, newest('partner'), newest('customer_id'));
}

async function writeSearchTerms(tx: Db, terms: readonly SearchTerms[], partner: string, customerId: string) {
  if (terms.length === 0) return;
  await tx.query(
    `insert into tracker.order_search as s (order_id, partner, customer_id)
     select order_id, partner, customer_id
       from unnest($1::text[], $2::text[], $3::text[]) as said (order_id, partner, customer_id)
     on conflict (order_id) do update set partner = ${partner}, customer_id = ${customerId}
      where (s.partner, s.customer_id) is distinct from (${partner}, ${customerId})`,
    [terms.map(term => term.key), terms.map(term => term.partner), terms.map(term => term.customerId)],
  );
}
