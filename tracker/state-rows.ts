import type { Instant } from '../platform/clock.ts';
import { arrayLiteral, type Column, columnArrays } from '../platform/column-arrays.ts';
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

/** The columns that are written. */
const COLUMNS = [
  ['order_id', 'text', ({ key }) => key],
  ['lifecycle', 'text', ({ lifecycle }) => lifecycle],
  ['lifecycle_hash', 'text', ({ lifecycleHash }) => lifecycleHash],
  ['status', 'text', ({ state }) => state.status],
  ['confirmed', 'boolean', ({ state }) => state.confirmed],
  ['status_since', 'timestamptz', ({ state }) => state.statusSince],
  ['running_since', 'timestamptz', ({ state }) => runningSince(state)],
  ['target_at', 'timestamptz', ({ state }) => state.targetAt],
  ['due_at', 'timestamptz', ({ state }) => state.dueAt],
  ['promised_at', 'timestamptz', ({ state }) => state.promisedAt],
  ['frozen', 'boolean', ({ state }) => state.frozen],
  ['provisional', 'boolean', ({ key }) => isProvisional(key)],
  ['joined_into', 'text', ({ joinedInto }) => joinedInto],
  ['members', 'text[]', ({ members }) => arrayLiteral(members)],
  ['ids', 'jsonb', ({ state }) => JSON.stringify(state.ids)],
  ['sources', 'jsonb', ({ state }) => JSON.stringify(shown(state.sources))],
  ['correlation_id', 'text', ({ state }) => state.correlationId],
  ['event_count', 'integer', ({ state }) => state.eventCount],
  ['duplicate_count', 'integer', ({ duplicates }) => duplicates],
  ['first_event_at', 'timestamptz', ({ state }) => state.firstEventAt],
  ['last_event_at', 'timestamptz', ({ state }) => state.lastEventAt],
  ['memory', 'text', ({ state }) => encodeMemory(state.memory, state.sources)],
  ['decided', 'jsonb', ({ state: { memory } }) => memory.decided && JSON.stringify(memory.decided)],
  ['revoked', 'text[]', ({ revoked }) => arrayLiteral(revoked)],
  ['version', 'integer', ({ version }) => version + 1],
] as const satisfies Column<StoredState>[];

const written = columnArrays<StoredState>(COLUMNS);
const renewed = COLUMNS.map(([name]) => name).filter(name => name !== 'order_id' && name !== 'provisional');

// `on conflict do update` and not `update … from`: that one is ten times slower on a table not yet analysed.
const UPSERT = `
  insert into tracker.order_state as s (${written.names})
  select ${written.values} from ${written.rows}
  on conflict (order_id) do update set ${renewed.map(name => `${name} = excluded.${name}`).join(', ')}`;

async function upsert(tx: Db, states: readonly StoredState[], condition: string): Promise<number> {
  const { rowCount } = await tx.query(`${UPSERT} ${condition}`, written.parameters(states));
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

function shown(sources: OrderState['sources']): Record<string, { status: string; at: Instant }> {
  const views: Record<string, { status: string; at: Instant }> = {};
  for (const source of Object.keys(sources)) {
    const { status, at } = sources[source]!;
    views[source] = { status, at };
  }
  return views;
}

/** Without the pauses of its present stay; null where it has none, which is nearly always. */
function runningSince({ statusSince, memory: { pauses } }: OrderState): Instant | null {
  if (statusSince === null || pauses.length === 0) return null;
  return pauses.reduce((since, [from, to]) => since + Math.max(0, to - from), statusSince);
}
