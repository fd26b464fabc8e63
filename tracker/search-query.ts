import type { Db } from '../platform/postgres.ts';
import { hashesOf, isLastDigits, type Vault } from './personal-data.ts';
import { type Fragment, fragmentsOf, isTraceId, MIN_FRAGMENT } from './search-text.ts';
import { type Condition, type Param, parameters } from './sql-condition.ts';

/**
 * What somebody typed into the one search box, as a condition on orders. An id that is just that (of the order, of a
 * system, of a message, of the trace, or a correlation id) wins over everything else: it must not be the last of a hundred phone numbers that hold
 * the same digits. Otherwise it is the beginning of order ids, the end of any id, a partner, a customer id, and parts of names, addresses
 * and numbers, of a partner's customers where one is named as well.
 */
export async function searchCondition(
  db: Db,
  { vault, contacts }: { vault: Vault; contacts: ContactSearch },
  query: string,
): Promise<Condition> {
  const typed = query.trim();
  if (await isName(db, typed)) return named(typed);
  const ofContacts = (words: string) => contactTests(vault, contacts, words);
  return oneOf([
    ...beginnings(typed),
    ...endings(typed),
    searchColumn(isTerm('partner', spellings(typed))),
    searchColumn(isTerm('customer_id', spellings(typed))),
    ...ofContacts(typed).map(searchColumn),
    ...(await ofPartners(db, ofContacts, typed)).map(searchColumn),
  ]);
}

/**
 * How contacts may be found: by parts; or `whole` by those to whom they are shown masked, who could otherwise guess them
 * digit by digit.
 */
export type ContactSearch = 'parts' | 'whole';

type Way = Condition & { ids: (param: Param) => string };

function oneOf(ways: readonly Way[]): Way {
  return {
    check: param => `(${ways.map(way => way.check(param)).join(' or ')})`,
    ids: param => ways.map(way => way.ids(param)).join(' union all '),
  };
}

// The expression of the index order_alias_value.
const ALIAS_VALUE = `substr(alias.alias, strpos(alias.alias, ':') + 1)`;

async function isName(db: Db, typed: string): Promise<boolean> {
  const { rows } = await db.query<{ known: boolean }>(
    `select exists (select from tracker.order_state where order_id = any ($1) and event_count > 0)
         or exists (select from tracker.order_alias where alias = any ($2))
         or exists (select from tracker.order_alias alias where ${ALIAS_VALUE} = any ($1))
         or exists (select from tracker.order_event event where ${isMessage('$3')}) as known`,
    [spellings(typed), aliasesOf(typed), typed],
  );
  return rows[0]!.known || (isTraceId(typed) && (await isTrace(db, typed)));
}

/** By the hash that is the index. */
function isMessage(id: string): string {
  return `hashtext(event.event_id) = hashtext(${id}) and event.event_id = ${id}`;
}

async function isTrace(db: Db, typed: string): Promise<boolean> {
  const { values, param } = parameters();
  const { rows } = await db.query(`select from (${ofTrace(typed).ids(param)}) as traced limit 1`, values);
  return rows.length > 0;
}

function named(typed: string): Way {
  const isOne = (of: string, names: readonly string[]) => (param: Param) => `${of} = any (${param(names)}::text[])`;
  const isId = (of: string) => isOne(of, spellings(typed));
  return oneOf([
    {
      check: isId('state.order_id'),
      ids: param => `select coalesce(stated.joined_into, stated.order_id) from tracker.order_state stated
        where ${isId('stated.order_id')(param)}`,
    },
    byAlias(isOne('alias.alias', aliasesOf(typed))),
    byAlias(isId(ALIAS_VALUE)),
    ofMessage(typed),
    ...(isTraceId(typed) ? [ofTrace(typed)] : []),
  ]);
}

/** The order that this message was about: an event is a message. */
function ofMessage(typed: string): Way {
  const ids = (param: Param) => {
    const id = param(typed);
    return `select coalesce(stated.joined_into, stated.order_id)
              from tracker.order_event event join tracker.order_state stated on stated.order_id = event.order_id
             where ${isMessage(id)}`;
  };
  return { check: param => `state.order_id in (${ids(param)})`, ids };
}

/** See orders.ts for what the trace of an order is, and the migration that made `trace_key` for how it is found. */
function ofTrace(typed: string): Way {
  const key = BigInt.asIntN(64, BigInt(`0x${typed.slice(0, 16)}`)).toString();
  const ids = (param: Param) => {
    const traced = `${param(key)}::bigint`;
    return `select coalesce(stated.joined_into, stated.order_id)
              from (select terms.order_id from tracker.order_search terms where tracker.trace_key(terms.order_id) = ${traced}
                    union all
                    select alias.order_id from tracker.order_alias alias
                     where left(alias.alias, 6) = '~corr:' and tracker.trace_key(substr(alias.alias, 7)) = ${traced}) as named
              join tracker.order_state stated on stated.order_id = named.order_id`;
  };
  return { check: param => `state.order_id in (${ids(param)})`, ids };
}

/** People type m-77 for M-77. An index knows a text only as it is written, and capitals are how most ids are. */
function spellings(typed: string): string[] {
  return [...new Set([typed, typed.toLowerCase(), typed.toUpperCase()])];
}

/** With the system before it, as `mes:M-77` or `~mes:M-77`. */
function aliasesOf(typed: string): string[] {
  const [, system = '', id = ''] = /^~?([^:]*:)?(.*)$/s.exec(typed)!;
  return spellings(id).map(spelt => `~${system}${spelt}`);
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

// After every text that begins with the same letters.
const LAST = '\u{10FFFF}';

function beginnings(typed: string): Way[] {
  if ([...typed].length < MIN_FRAGMENT) return [];
  const begins = (id: string) => beginsWith(id, spellings(typed));
  return [
    {
      check: begins('state.order_id'),
      ids: param => `select order_id from tracker.order_state where ${begins('order_id')(param)}`,
    },
  ];
}

/** People read out 1042 for ORD-1042. An index knows the ends as beginnings of what is written backwards. */
function endings(typed: string): Way[] {
  if ([...typed].length < MIN_FRAGMENT) return [];
  const backwards = spellings(typed).map(ending => [...ending].reverse().join(''));
  const ends = (id: string) => beginsWith(`reverse(${id})`, backwards);
  return [
    searchColumn(search => ends(`${search}.order_id`)),
    // The condition of the index order_alias_ending.
    byAlias(param => `left(alias.alias, 6) <> '~corr:' and ${ends('alias.alias')(param)}`),
  ];
}

function beginsWith(text: string, beginnings: readonly string[]) {
  return (param: Param) => {
    const within = (beginning: string) => `(${text} >= ${param(beginning)} and ${text} < ${param(beginning + LAST)})`;
    return `(${beginnings.map(within).join(' or ')})`;
  };
}

/** A condition on a row of order_search. */
type SearchTest = (search: string) => (param: Param) => string;

function isTerm(column: 'partner' | 'customer_id', values: readonly string[]): SearchTest {
  return search => param => `${search}.${column} = any (${param(values)}::text[])`;
}

function contactTests(vault: Vault, contacts: ContactSearch, typed: string): SearchTest[] {
  const fragments = fragmentsOf(typed);
  const hashes = contacts === 'parts' || !isLastDigits(typed) ? hashesOf(vault, typed) : [];
  const test = contacts === 'parts' ? holds : holdsWhole;
  return [
    ...(fragments.length > 0 ? [(search: string) => test(search, fragments)] : []),
    ...(hashes.length > 0
      ? [(search: string) => (param: Param) => `${search}.contact_hashes @> ${param(hashes)}::bytea[]`]
      : []),
  ];
}

/** `acme anna` and `anna acme`: the words before or behind a partner's name are of its customer. */
async function ofPartners(db: Db, ofContacts: (words: string) => SearchTest[], typed: string): Promise<SearchTest[]> {
  const words = typed.split(/\s+/);
  const splits = words.slice(1).flatMap((_, index) => {
    const [before, behind] = [words.slice(0, index + 1).join(' '), words.slice(index + 1).join(' ')];
    return [
      { partner: before, customer: behind },
      { partner: behind, customer: before },
    ];
  });
  const known = await knownPartners(
    db,
    splits.flatMap(({ partner }) => spellings(partner)),
  );
  return splits.flatMap(({ partner, customer }) => {
    const partners = spellings(partner).filter(spelt => known.has(spelt));
    if (partners.length === 0) return [];
    const isPartner = isTerm('partner', partners);
    return ofContacts(customer).map(
      (isCustomer): SearchTest =>
        search =>
        param =>
          `(${isPartner(search)(param)} and ${isCustomer(search)(param)})`,
    );
  });
}

async function knownPartners(db: Db, names: readonly string[]): Promise<Set<string>> {
  if (names.length === 0) return new Set();
  const { rows } = await db.query<{ name: string }>(
    `select name from unnest($1::text[]) as asked (name)
      where exists (select from tracker.order_search terms where terms.partner = asked.name)`,
    [names],
  );
  return new Set(rows.map(({ name }) => name));
}

function holds(search: string, fragments: readonly Fragment[]) {
  return (param: Param) =>
    fragments
      .map(ways => `(${ways.map(way => `${search}.contact like ${param(`%${escapeLike(way)}%`)}`).join(' or ')})`)
      .join(' and ');
}

/**
 * An address or a number as a whole line, and of a name whole words. `like` leads to the index, which knows nothing of
 * lines and words.
 */
function holdsWhole(search: string, fragments: readonly Fragment[]) {
  return (param: Param) => {
    const isWhole = (way: string) => {
      const isName = /^[\p{L}\p{N}]*\p{L}[\p{L}\p{N}]*$/u.test(way);
      const whole = isName
        ? `${search}.contact ~ ${param(`(?n)^([^@]* )?${way}( [^@]*)?$`)}`
        : `e'\\n' || ${search}.contact || e'\\n' like ${param(`%\n${escapeLike(way)}\n%`)}`;
      return `(${search}.contact like ${param(`%${escapeLike(way)}%`)} and ${whole})`;
    };
    return fragments.map(ways => `(${ways.map(isWhole).join(' or ')})`).join(' and ');
  };
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

/** On the row of order_search beside the order, and as a list of orders. */
function searchColumn(condition: SearchTest): Way {
  return {
    check: param => `(${condition('search')(param)})`,
    ids: param => `select terms.order_id from tracker.order_search terms where ${condition('terms')(param)}`,
  };
}

/** Whether the order bears this name, and the orders that do. */
export function aliasCondition(alias: string): Way {
  return byAlias(param => `alias.alias = ${param(alias)}`);
}

/** A condition on a row of order_alias, which may be of a member of the order. */
function byAlias(condition: (param: Param) => string): Way {
  return {
    check: param => `exists (select from tracker.order_alias alias
      where alias.order_id = any (state.order_id || state.members) and ${condition(param)})`,
    ids: param => claimants(condition(param)),
  };
}
