import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from './event.ts';
import { type Contact, MAX_LINES } from './personal-data.ts';

/** What orders are searched by; `isNew`: the order has no row yet, and gets one for the end of its id if for nothing else. */
export type SearchTerms = {
  key: OrderKey;
  isNew: boolean;
  partner: string | null;
  customerId: string | null;
  contact: Contact;
};

/** Replaces the search terms by those of a full fold. Rows that stay as they are are not written. */
export async function replaceSearchTerms(tx: Db, terms: readonly SearchTerms[]): Promise<void> {
  await writeSearchTerms(tx, terms, column => `said.${column}`);
}

/** Renews the search terms by what new events said; what they did not mention stays. */
export async function renewSearchTerms(tx: Db, terms: readonly SearchTerms[]): Promise<void> {
  const said = terms.filter(
    ({ isNew, partner, customerId, contact }) =>
      isNew || partner !== null || customerId !== null || contact.text !== null || contact.hashes !== null,
  );
  await writeSearchTerms(tx, said, column => NEWEST[column]);
}

const COLUMNS = ['partner', 'customer_id', 'contact', 'contact_hashes'] as const;
type Column = (typeof COLUMNS)[number];

// Every name and number that was ever said stays findable, whatever the order in which they came.
const NEWEST: Record<Column, string> = {
  partner: 'coalesce(said.partner, s.partner)',
  customer_id: 'coalesce(said.customer_id, s.customer_id)',
  contact: `case when said.contact is null or said.contact = s.contact then s.contact
                 when s.contact is null then said.contact
                 else (select string_agg(line, e'\\n' order by line)
                         from (select distinct line collate "C" as line
                                 from unnest(string_to_array(s.contact || e'\\n' || said.contact, e'\\n')) as line
                                order by line limit ${MAX_LINES}) as lines) end`,
  contact_hashes: `case when said.contact_hashes is null or s.contact_hashes @> said.contact_hashes then s.contact_hashes
                        else (select array_agg(hash order by hash)
                                from (select distinct hash from unnest(s.contact_hashes || said.contact_hashes) as hash
                                       order by hash limit ${MAX_LINES}) as hashes) end`,
};

/**
 * Who writes search terms of an order holds the lock of its state, so nobody writes between the look and the write;
 * and a row that says nothing new is not even locked.
 */
async function writeSearchTerms(tx: Db, terms: readonly SearchTerms[], newest: (column: Column) => string) {
  if (terms.length === 0) return;
  await tx.query(
    `insert into tracker.order_search (order_id, partner, customer_id, contact, contact_hashes)
     select said.order_id, new.*
       from (select r.order_id, r.partner, r.customer_id, r.contact, r.hashes::bytea[] as contact_hashes
               from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
                 as r (order_id, partner, customer_id, contact, hashes)) as said
       left join tracker.order_search s on s.order_id = said.order_id
      cross join lateral (select ${COLUMNS.map(column => `${newest(column)} as ${column}`)}) as new
      where s.order_id is null or (${COLUMNS.map(column => `s.${column}`)}) is distinct from (${COLUMNS.map(column => `new.${column}`)})
     on conflict (order_id) do update
        set partner = excluded.partner, customer_id = excluded.customer_id,
            contact = excluded.contact, contact_hashes = excluded.contact_hashes`,
    [
      terms.map(term => term.key),
      terms.map(term => term.partner),
      terms.map(term => term.customerId),
      terms.map(term => term.contact.text),
      terms.map(({ contact }) => contact.hashes && `{${contact.hashes.map(hash => `"\\\\x${hash.toString('hex')}"`)}}`),
    ],
  );
}
