import { type Instant, toIso } from '../../platform/clock.ts';
import { type Db, sqlState } from '../../platform/postgres.ts';

export type SavedView = { id: number; owner: string; name: string; query: string; shared: boolean };
export type ViewContent = Pick<SavedView, 'name' | 'query' | 'shared'>;

// More is no help to anybody who looks for one.
export const VIEWS_EACH = 100;
const SHOWN = 500;

const COLUMNS = 'view.id, view.owner, view.name, view.query, view.shared';

/** Somebody's own and those that are shared, by name. */
export async function listViews(db: Db, owner: string): Promise<SavedView[]> {
  const { rows } = await db.query<SavedView>(
    `select ${COLUMNS} from api.saved_view view where view.owner = $1 or view.shared
      order by view.name, view.id limit ${SHOWN}`,
    [owner],
  );
  return rows;
}

const UNIQUE_VIOLATION = '23505';

/** `taken`: they have one of that name; `full`: they have VIEWS_EACH. */
export async function addView(
  tx: Db,
  owner: string,
  { name, query, shared }: ViewContent,
  now: Instant,
): Promise<SavedView | 'taken' | 'full'> {
  const { rows: had } = await tx.query<{ count: number }>(
    'select count(*) as count from api.saved_view view where view.owner = $1',
    [owner],
  );
  if (had[0]!.count >= VIEWS_EACH) return 'full';
  const { rows } = await tx.query<SavedView>(
    `insert into api.saved_view as view (owner, name, query, shared, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $5) on conflict do nothing returning ${COLUMNS}`,
    [owner, name, query, shared, toIso(now)],
  );
  return rows[0] ?? 'taken';
}

/** Held until the transaction ends; null: there is none that this person may change. */
export async function holdView(tx: Db, id: number, owner: string): Promise<SavedView | null> {
  const { rows } = await tx.query<SavedView>(
    `select ${COLUMNS} from api.saved_view view where view.id = $1 and view.owner = $2 for update`,
    [id, owner],
  );
  return rows[0] ?? null;
}

export async function changeView(
  tx: Db,
  id: number,
  { name, query, shared }: ViewContent,
  now: Instant,
): Promise<SavedView | 'taken'> {
  try {
    const { rows } = await tx.query<SavedView>(
      `update api.saved_view as view set name = $2, query = $3, shared = $4, updated_at = $5 where view.id = $1
       returning ${COLUMNS}`,
      [id, name, query, shared, toIso(now)],
    );
    return rows[0]!;
  } catch (error) {
    if (sqlState(error) === UNIQUE_VIOLATION) return 'taken';
    throw error;
  }
}

export async function dropView(tx: Db, id: number): Promise<void> {
  await tx.query('delete from api.saved_view where id = $1', [id]);
}
