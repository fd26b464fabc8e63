import type { Db } from '../platform/postgres.ts';
import { hashesOf, type Vault } from './personal-data.ts';
import { type Fragment, fragmentsOf, MIN_FRAGMENT } from './search-text.ts';
import { type Condition, NOBODY, type Param } from './sql-condition.ts';

/**
 * What somebody typed into the one search box, as a condition on orders. An id that is exactly that (of the order, of a
 * system, or a correlation id) wins over everything else: it must not be the last of a hundred phone numbers that hold
 * the same digits. Otherwise it is the beginning of order ids, a partner, and parts of names, addresses and numbers.
 */
export async function searchCondition(db: Db, vault: Vault, query: string): Promise<Condition> {
  const typed = query.trim();
  if (await isName(db, typed)) return named(typed);
  const ways = [...beginnings(typed), ...partners(typed), ...contacts(vault, typed)];
  if (ways.length === 0) return NOBODY;
  return {
    check: param => `(${ways.map(way => way.check(param)).join(' or ')})`,
    ids: param => ways.map(way => way.ids(param)).join(' union '),
  };
}

type Way = Condition & { ids: (param: Param) => string };

// The expression of the index order_alias_value.
const ALIAS_VALUE = `substr(alias.alias, strpos(alias.alias, ':') + 1)`;

async function isName(db: Db, typed: string): Promise<boolean> {
  const { rows } = await db.query<{ known: boolean }>(
    `select exists (select from tracker.order_state where order_id = $1 and event_count > 0)
         or exists (select from tracker.order_alias where alias = $2)
         or exists (select from tracker.order_alias alias where ${ALIAS_VALUE} = $1) as known`,
    [typed, aliasOf(typed)],
  );
  return rows[0]!.known;
}

function named(typed: string): Way {
  const isAlias = (param: Param) => `(alias.alias = ${param(aliasOf(typed))} or ${ALIAS_VALUE} = ${param(typed)})`;
  return {
    check: param => `(state.order_id = ${param(typed)} or exists (
      select from tracker.order_alias alias
       where alias.order_id = any (state.order_id || state.members) and ${isAlias(param)}))`,
    ids: param => `
      select coalesce(stated.joined_into, stated.order_id) from tracker.order_state stated
       where stated.order_id = ${param(typed)}
      union ${claimants(`alias.alias = ${param(aliasOf(typed))}`)}
      union ${claimants(`${ALIAS_VALUE} = ${param(typed)}`)}`,
  };
}

/** Only a provisional order can turn out to be another one; the others, of which there may be many, need no look. */
function claimants(condition: string): string {
  return `
      select alias.order_id from tracker.order_alias alias
       where ${condition} and (alias.order_id < '~' or alias.order_id >= e'\\x7f')
      union
      select coalesce(stated.joined_into, stated.order_id)
        from tracker.order_alias alias join tracker.order_state stated on stated.order_id = alias.order_id
       where ${condition} and alias.order_id >= '~' and alias.order_id < e'\\x7f'`;
}

function aliasOf(typed: string): string {
  return typed.startsWith('~') ? typed : `~${typed}`;
}

// After every text that begins with the same letters.
const LAST = '\u{10FFFF}';

/** People type ord-10 for ORD-10. */
function beginnings(typed: string): Way[] {
  if ([...typed].length < MIN_FRAGMENT) return [];
  return [...new Set([typed, typed.toUpperCase()])].map(beginning => {
    const within = (column: string) => (param: Param) =>
      `(${column} >= ${param(beginning)} and ${column} < ${param(beginning + LAST)})`;
    return {
      check: within('state.order_id'),
      ids: param => `select order_id from tracker.order_state where ${within('order_id')(param)}`,
    };
  });
}

function partners(typed: string): Way[] {
  const spellings = [...new Set([typed, typed.toLowerCase(), typed.toUpperCase()])];
  return [searchColumn(search => param => `${search}.partner = any (${param(spellings)}::text[])`)];
}

function contacts(vault: Vault, typed: string): Way[] {
  const fragments = fragmentsOf(typed);
  const hashes = hashesOf(vault, typed);
  return [
    ...(fragments.length > 0 ? [searchColumn(search => holds(search, fragments))] : []),
    ...(hashes.length > 0
      ? [searchColumn(search => param => `${search}.contact_hashes @> ${param(hashes)}::bytea[]`)]
      : []),
  ];
}

function holds(search: string, fragments: readonly Fragment[]) {
  return (param: Param) =>
    fragments
      .map(ways => `(${ways.map(way => `${search}.contact like ${param(`%${escapeLike(way)}%`)}`).join(' or ')})`)
      .join(' and ');
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

/** A condition on a row of order_search: on the one beside the order, and as a list of orders. */
function searchColumn(condition: (search: string) => (param: Param) => string): Way {
  return {
    check: param => `(${condition('search')(param)})`,
    ids: param => `select terms.order_id from tracker.order_search terms where ${condition('terms')(param)}`,
  };
}

/** Whether the order bears this name, and the orders that do. */
export function aliasCondition(alias: string): Way {
  return {
    check: param => `exists (select from tracker.order_alias alias
      where alias.alias = ${param(alias)} and alias.order_id = any (state.order_id || state.members))`,
    ids: param => claimants(`alias.alias = ${param(alias)}`),
  };
}
