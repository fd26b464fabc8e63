import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { isProvisional, type OrderKey } from './event.ts';
import { decodeMemory, encodeMemory } from './memory.ts';
import { emptyState, type Memory, type OrderState, type View } from './state.ts';

/** A state as it stands in its row, with what stands beside the fold. `partner` and `customerId` are not read back. */
export type StoredState = {
  key: OrderKey;
  state: OrderState;
  /** The lifecycle under which the state was folded. */
  lifecycle: string;
  lifecycleHash: string;
  joinedInto: OrderKey | null;
  members: OrderKey[];
  /** Of the row: counts its writes. */
  version: number;
  /** Messages that said nothing new. */
  duplicates: number;
  revoked: string[];
};

/** The state of an order that has no row yet. */
export function emptyStored(key: OrderKey): StoredState {
  return {
    key,
    state: emptyState,
    lifecycle: '',
    lifecycleHash: '',
    joinedInto: null,
    members: [],
    version: 0,
    duplicates: 0,
    revoked: [],
  };
}

/** The states as they stand, without a lock: who writes them afterwards must see to it that nobody else has. */
export async function readStates(tx: Db, keys: readonly OrderKey[]): Promise<Map<OrderKey, StoredState>> {
  const { rows } = await tx.query<StateRow>(
    `select s.* from unnest($1::text[]) as wanted (order_id)
       join tracker.order_state s on s.order_id = wanted.order_id`,
    [keys],
  );
  return new Map(rows.map(row => [row.order_id, fromRow(row)]));
}

/** Makes sure that every key has a row, so that all can be locked in one order. */
export async function insertMissingStates(tx: Db, keys: readonly OrderKey[]): Promise<void> {
  await tx.query(
    `insert into tracker.order_state (order_id, lifecycle, lifecycle_hash, provisional)
     select order_id, '', '', left(order_id, 1) = '~'
       from unnest($1::text[]) as wanted (order_id) order by order_id collate "C"
     on conflict do nothing`,
    [keys],
  );
}

/** Locks the rows in order and reads them as they are once locked. */
export async function lockStates(tx: Db, keys: readonly OrderKey[]): Promise<Map<OrderKey, StoredState>> {
  const { rows } = await tx.query<StateRow>(
    `select s.* from tracker.order_state s
       join unnest($1::text[]) as wanted (order_id) on s.order_id = wanted.order_id
      order by s.order_id for update of s`,
    [keys],
  );
  return new Map(rows.map(row => [row.order_id, fromRow(row)]));
}

/** The orders that these provisional ones are, or that somebody decided them to be. Reads without locks. */
export async function readJoins(tx: Db, provisional: readonly OrderKey[]): Promise<OrderKey[]> {
  if (provisional.length === 0) return [];
  const { rows } = await tx.query<{ order_id: OrderKey }>(
    `select distinct joined.order_id
       from unnest($1::text[]) as wanted (order_id)
       join tracker.order_state s on s.order_id = wanted.order_id
      cross join lateral (values (s.joined_into), (s.decided ->> 'order')) as joined (order_id)
      where joined.order_id is not null`,
    [provisional],
  );
  return rows.map(row => row.order_id);
}

/** Writes states whole. The rows exist and are locked. */
export async function saveStates(tx: Db, states: readonly StoredState[]): Promise<void> {
  if (states.length > 0) await upsert(tx, states, '');
}

/**
 * Writes those states whose rows are as they were when they were read, or still not there, and returns how many those
 * were. The states come sorted by key: each row written is locked from then on.
 */
export async function saveStatesIfUnchanged(tx: Db, states: readonly StoredState[]): Promise<number> {
  return states.length === 0 ? 0 : upsert(tx, states, 'where s.version = excluded.version - 1');
}

/**
 * The columns that are written, with the type in which they travel and what is not sent because it usually is so. Instants travel as milliseconds, and each column
 * under its number (c0, c1, …): a state is sent with every event, and its names would be a third of that.
 */
const COLUMNS = [
  ['order_id', 'text'],
  ['lifecycle', 'text'],
  ['lifecycle_hash', 'text'],
  ['status', 'text'],
  ['confirmed', 'boolean'],
  ['status_since', 'instant'],
  ['target_at', 'instant'],
  ['due_at', 'instant'],
  ['promised_at', 'instant'],
  ['frozen', 'boolean', 'false'],
  ['provisional', 'boolean', 'false'],
  ['joined_into', 'text'],
  ['members', 'text[]', `'{}'`],
  ['ids', 'jsonb', `'{}'`],
  ['sources', 'jsonb'],
  ['correlation_id', 'text'],
  ['event_count', 'integer'],
  ['duplicate_count', 'integer', '0'],
  ['first_event_at', 'instant'],
  ['last_event_at', 'instant'],
  ['memory', 'text'],
  ['decided', 'jsonb'],
  ['revoked', 'text[]', `'{}'`],
  ['version', 'integer'],
] as const satisfies [name: string, type: string, usual?: string][];

const names = COLUMNS.map(([name]) => name);
const sent = COLUMNS.map(([, type], at) => `c${at} ${type === 'instant' ? 'float8' : type}`);
const received = COLUMNS.map(([, type, usual], at) => {
  const value = type === 'instant' ? `to_timestamp(r.c${at} / 1000)` : `r.c${at}`;
  return usual === undefined ? value : `coalesce(${value}, ${usual})`;
});
const renewed = names.filter(name => name !== 'order_id' && name !== 'provisional');

// `on conflict do update` and not `update … from`: that one is ten times slower on a table not yet analysed.
const UPSERT = `
  insert into tracker.order_state as s (${names.join(', ')})
  select ${received.join(', ')} from jsonb_to_recordset($1) as r (${sent.join(', ')})
  on conflict (order_id) do update set ${renewed.map(name => `${name} = excluded.${name}`).join(', ')}`;

async function upsert(tx: Db, states: readonly StoredState[], condition: string): Promise<number> {
  const { rowCount } = await tx.query(`${UPSERT} ${condition}`, [JSON.stringify(states.map(toRow))]);
  return rowCount ?? 0;
}

type StateRow = {
  order_id: string;
  lifecycle: string;
  lifecycle_hash: string;
  status: string | null;
  confirmed: boolean;
  status_since: Instant | null;
  target_at: Instant | null;
  due_at: Instant | null;
  promised_at: Instant | null;
  frozen: boolean;
  provisional: boolean;
  joined_into: string | null;
  members: string[];
  ids: Record<string, string>;
  sources: Record<string, Omit<View, 'eventId'>>;
  correlation_id: string | null;
  event_count: number;
  duplicate_count: number;
  version: number;
  first_event_at: Instant | null;
  last_event_at: Instant | null;
  memory: string | null;
  decided: Memory['decided'];
  revoked: string[];
};

function fromRow(row: StateRow): StoredState {
  const { memory, views } = decodeMemory(row.memory, row.sources);
  return {
    key: row.order_id,
    lifecycle: row.lifecycle,
    lifecycleHash: row.lifecycle_hash,
    joinedInto: row.joined_into,
    members: row.members,
    version: row.version,
    duplicates: row.duplicate_count,
    revoked: row.revoked,
    state: {
      status: row.status,
      confirmed: row.confirmed,
      statusSince: row.status_since,
      targetAt: row.target_at,
      dueAt: row.due_at,
      promisedAt: row.promised_at,
      frozen: row.frozen,
      ids: row.ids,
      sources: views,
      correlationId: row.correlation_id,
      partner: null,
      customerId: null,
      eventCount: row.event_count,
      firstEventAt: row.first_event_at,
      lastEventAt: row.last_event_at,
      memory: { ...memory, decided: row.decided },
    },
  };
}

/** By the numbers of COLUMNS; what is null or as usual is not sent. */
function toRow(stored: StoredState) {
  const { key, state, lifecycle, lifecycleHash, joinedInto, members, version, duplicates, revoked } = stored;
  return {
    c0: key,
    c1: lifecycle,
    c2: lifecycleHash,
    c3: state.status ?? undefined,
    c4: state.confirmed,
    c5: state.statusSince ?? undefined,
    c6: state.targetAt ?? undefined,
    c7: state.dueAt ?? undefined,
    c8: state.promisedAt ?? undefined,
    c9: state.frozen || undefined,
    c10: isProvisional(key) || undefined,
    c11: joinedInto ?? undefined,
    c12: members.length > 0 ? members : undefined,
    c13: isEmpty(state.ids) ? undefined : state.ids,
    c14: shown(state.sources),
    c15: state.correlationId ?? undefined,
    c16: state.eventCount,
    c17: duplicates || undefined,
    c18: state.firstEventAt ?? undefined,
    c19: state.lastEventAt ?? undefined,
    c20: encodeMemory(state.memory, state.sources),
    c21: state.memory.decided ?? undefined,
    c22: revoked.length > 0 ? revoked : undefined,
    c23: version + 1,
  };
}

function isEmpty(record: object): boolean {
  for (const _ in record) return false;
  return true;
}

function shown(sources: OrderState['sources']): Record<string, { status: string; at: Instant }> {
  const views: Record<string, { status: string; at: Instant }> = {};
  for (const source of Object.keys(sources)) {
    const { status, at } = sources[source]!;
    views[source] = { status, at };
  }
  return views;
}
